import type {Note} from './notes.ts'

/**
 * Whether a manifest's version names one release. Maven, NuGet, Go and RubyGems take a bare version as it is; elsewhere
 * it is a range.
 */
export function isExactVersion({ecosystem, dialect}: Pick<Note, 'ecosystem' | 'dialect'>, version: string): boolean {
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
      return /^(?:=\s*)?\d[\w.-]*$/.test(version)
    case 'composer':
      return /^v?\d+\.\d+\.\d+(?!\d)[\w.-]*$/.test(version)
    case 'swift':
      return dialect !== 'package-resolved' && /^(?:v?\d+\.\d+\.\d+(?!\d)[\w.-]*|[0-9a-f]{40})$/.test(version)
  }
}
