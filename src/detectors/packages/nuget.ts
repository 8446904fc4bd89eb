import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonObject} from '../../lib/parse/jsonc.ts'
import {parseXml, type XmlElement, xmlElements, xmlText} from '../../lib/parse/xml.ts'
import type {Entry, Note, PackageScope, Setting} from './notes.ts'

/**
 * Projects and the files of properties above them: references are dependencies, central versions and properties are
 * settings.
 */
export function readProject(text: string, path: string): Note {
  const root = parseXml(text, path)
  const settings = new Map<string, Setting>()
  for (const group of xmlElements(root, 'PropertyGroup')) {
    for (const property of group.children)
      settings.set(property.name.toLowerCase(), {value: property.text.trim(), line: property.line})
  }
  for (const central of [...xmlElements(root, 'PackageVersion')]) {
    const version = stated(central, 'Version')
    const name = central.attributes.get('Include') ?? central.attributes.get('Update')
    if (name !== undefined && version !== undefined)
      settings.set(`version:${name.toLowerCase()}`, {value: version, line: central.line})
  }
  const entries = [...xmlElements(root, 'PackageReference'), ...xmlElements(root, 'GlobalPackageReference')].flatMap(
    toReference,
  )
  return {
    ecosystem: 'nuget',
    dialect: 'msbuild',
    path,
    role: 'manifest',
    entries,
    settings,
    isShared: !/proj$/.test(path),
  }
}

function toReference(element: XmlElement): Entry[] {
  const version = stated(element, 'VersionOverride') ?? stated(element, 'Version')
  // several names may stand in one reference
  const names = (element.attributes.get('Include') ?? '').split(';').map(name => name.trim())
  return names
    .filter(name => name !== '')
    .map(name => ({
      name,
      ...(version !== undefined && {version}),
      line: element.line,
      scope: scopeOf(element),
      direct: true,
    }))
}

function stated(element: XmlElement, name: string): string | undefined {
  return element.attributes.get(name)?.trim() ?? xmlText(element, name)
}

/** Tools of the build do not reach the program. */
function scopeOf(element: XmlElement): PackageScope {
  return /^all$/i.test(stated(element, 'PrivateAssets') ?? '') ? 'dev' : 'runtime'
}

/** packages.config: the older list, every version exact. */
export function readPackagesConfig(text: string, path: string): Note {
  const entries = [...xmlElements(parseXml(text, path), 'package')].flatMap((element): Entry[] => {
    const name = element.attributes.get('id')
    const version = element.attributes.get('version')
    const isDev = element.attributes.get('developmentDependency') === 'true'
    return name === undefined
      ? []
      : [{name, version, line: element.line, scope: isDev ? 'dev' : 'runtime', direct: true}]
  })
  return {ecosystem: 'nuget', dialect: 'packages-config', path, role: 'manifest', entries}
}

/**
 * packages.lock.json: its hash is of the package without its signature, so it is no digest of the file that is
 * published.
 */
export function readNugetLock(text: string, path: string): Note {
  const document = parseJsonObject(text, path)
  const byFramework = asRecord(document.value['dependencies']) ?? {}
  const found = new Map<string, Entry>()
  for (const [framework, packages] of Object.entries(byFramework)) {
    for (const [name, value] of Object.entries(asRecord(packages) ?? {})) {
      const entry = toLocked(name, asRecord(value) ?? {}, document.lineOf(['dependencies', framework, name]))
      if (entry !== undefined)
        found.set(
          `${name.toLowerCase()}@${entry.version}`,
          found.get(`${name.toLowerCase()}@${entry.version}`) ?? entry,
        )
    }
  }
  return {ecosystem: 'nuget', dialect: 'nuget-lock', path, role: 'lock', entries: [...found.values()]}
}

function toLocked(name: string, stated: UnknownRecord, line: number | undefined): Entry | undefined {
  const version = asText(stated['resolved'])
  // a project of the same solution has no version
  if (version === undefined) return undefined
  const hash = asText(stated['contentHash'])
  return {
    name,
    version,
    line,
    scope: 'runtime',
    direct: stated['type'] === 'Direct',
    needs: Object.keys(asRecord(stated['dependencies']) ?? {}),
    ...(hash !== undefined && {properties: {'aibom:package:content-hash': [hash]}}),
  }
}
