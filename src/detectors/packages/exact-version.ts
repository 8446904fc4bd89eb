import type {Note} from './notes.ts'

/**
 * Whether a manifest's version names one release. Maven, NuGet and Go take a bare version as it is; elsewhere it is a range,
 * but for a plugin of Discourse, which installs what it names.
 */
export function isExactVersion({ecosystem, dialect, path}: Pick<Note, 'ecosystem' | 'dialect' | 'path'>, version: string): boolean {
  switch (ecosystem) {
    case 'golang':
      return version.startsWith('v')
    case 'maven':
      return /^\d[\w.-]*$/.test(version) && !/-SNAPSHOT$|\+$/.test(version)
    case 'nuget':
      return /^\d[\w.+-]*$/.test(version) || /^\[[\w.+-]+\]$/.test(version)
    case 'cargo':
      return /^=\s*\d+\.\d+\.\d+(?!\d)[\w.+-]*$/.test(version)
    case 'gem':
      return path.endsWith('plugin.rb') ? /^\d[\w.-]*$/.test(version) : /^=\s*\d[\w.-]*$/.test(version)
    case 'composer':
      return /^v?\d+\.\d+\.\d+(?!\d)[\w.-]*$/.test(version)
    case 'swift':
      return dialect !== 'package-resolved' && /^(?:v?\d+\.\d+\.\d+(?!\d)[\w.-]*|[0-9a-f]{40})$/.test(version)
  }
}
