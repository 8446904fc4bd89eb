import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {type Ambiguity, severalNames, unknownVersion} from '../../../lib/parse/ambiguity.ts'
import type {YamlDocument} from '../../../lib/parse/yaml.ts'
import {folderOf} from '../../../lib/path.ts'
import {decodePercent} from '../../../lib/text/percent.ts'
import {folderFrom} from '../folder.ts'
import {type Edge, folderKey, keyLimit, type LockedPackage, type LockReading} from '../lock.ts'
import {originOf} from '../origin.ts'
import {splitAt} from '../spec.ts'
import {parseLockYaml} from './lock-yaml.ts'
import {
  addDescriptor,
  askedNames,
  type DescriptorIndex,
  dependencySections,
  emptyIndex,
  findDescriptor,
  withoutEntry,
} from './yarn-descriptors.ts'

interface Entry {
  readonly key: string
  readonly fields: UnknownRecord
  readonly alias: string
  /** what yarn resolved the descriptors to: `name@npm:1.0.0`, `name@workspace:packages/a` */
  readonly name: string
  readonly reference: string
}

interface Reader {
  readonly document: YamlDocument
  readonly folder: string
  readonly descriptors: DescriptorIndex
  /** of the cache whose archives the checksums are of */
  readonly cacheKey: string | undefined
}

const archivePattern = /^https?:.*\.(?:tgz|tar\.gz)(?:[?#:]|$)/

/**
 * Reads yarn.lock of yarn 2 and later. Its checksums are of the archives in yarn's own cache, not of what the registry
 * serves, so they are kept as a property and not as a digest. Projects are named, but not which of their dependencies
 * are for development: that stands in the manifests alone.
 *
 * @throws {AibomError} `AIBOM_YAML_INVALID`, `AIBOM_YAML_TOO_DEEP`, `AIBOM_YAML_ALIASES`
 * @see yarn "Lexicon", lockfile, and "Protocols"
 */
export function parseYarnBerry(text: string, path: string): LockReading {
  const document = parseLockYaml(text, path)
  const root = asRecord(document.value) ?? {}
  const metadata = asRecord(root['__metadata'])
  const reader: Reader = {
    document,
    folder: folderOf(path),
    descriptors: emptyIndex(),
    cacheKey: asText(metadata?.['cacheKey']),
  }
  const malformed: string[] = []
  const entries: Entry[] = []
  for (const [key, value] of Object.entries(root)) {
    if (key === '__metadata') continue
    const entry = toEntry(key, asRecord(value))
    if (entry === undefined) malformed.push(key)
    else entries.push(entry)
  }
  for (const entry of entries) {
    for (const descriptor of entry.key.split(', '))
      addDescriptor(reader.descriptors, descriptor, keyOfEntry(entry, reader))
  }
  const packages = new Map<string, LockedPackage>()
  const importers = new Map<string, undefined>([[reader.folder, undefined]])
  for (const entry of entries) {
    const member = memberFolder(entry, reader.folder)
    if (member !== undefined) importers.set(member, undefined)
    if (member !== reader.folder) packages.set(keyOfEntry(entry, reader), toPackage(entry, reader))
  }
  return {
    lock: {
      format: 'yarn-lock',
      path,
      folder: reader.folder,
      packages,
      importers,
      overridden: new Set(),
      malformed,
      loose: withoutEntry(reader.descriptors, entries.flatMap(sectionsOf)),
      lookup: {by: 'descriptor', index: reader.descriptors},
    },
    ambiguities: () => [
      ...document.ambiguities(),
      ...entries.flatMap(entry => otherNames(entry, reader)),
      ...unknownVersion(metadata?.['version'], /^[1-9]$/),
    ],
  }
}

function toEntry(key: string, fields: UnknownRecord | undefined): Entry | undefined {
  const resolution = asText(fields?.['resolution'])
  if (fields === undefined || resolution === undefined || resolution.length > keyLimit) return undefined
  const [name, reference] = splitAt(resolution)
  return reference === undefined ? undefined : {key, fields, alias: splitAt(key)[0], name, reference}
}

/** What is asked for must be what is resolved. */
function otherNames({key, name}: Entry, {document}: Reader): Ambiguity[] {
  const names = askedNames(key.split(', '))
  return names.every(asked => asked === name) ? [] : [severalNames([...names, name], document.lineOf([key]))]
}

function memberFolder(entry: Entry, folder: string): string | undefined {
  return entry.reference.startsWith('workspace:')
    ? folderFrom(folder, entry.reference.slice('workspace:'.length))
    : undefined
}

function keyOfEntry(entry: Entry, reader: Reader): string {
  const member = memberFolder(entry, reader.folder)
  return member === undefined ? entry.key : folderKey(member)
}

function toPackage(entry: Entry, reader: Reader): LockedPackage {
  const {fields, reference} = entry
  const member = memberFolder(entry, reader.folder)
  const properties = propertiesOf(entry, reader)
  const isOwn = member !== undefined || /^(link|portal):/.test(reference)
  return {
    name: entry.name,
    alias: entry.alias === entry.name ? undefined : entry.alias,
    version: isOwn ? undefined : asText(fields['version']),
    line: reader.document.lineOf([entry.key]),
    ...originOfReference(reference, entry.name),
    condition: asText(fields['conditions']),
    folder: member ?? localFolder(reference, reader.folder),
    properties,
    edges: member === undefined ? readEdges(fields, reader) : [],
  }
}

function propertiesOf(entry: Entry, reader: Reader): Record<string, string> {
  const checksum = asText(entry.fields['checksum'])
  const prefix = reader.cacheKey === undefined || checksum?.includes('/') === true ? '' : `${reader.cacheKey}/`
  const isPatched = entry.reference.startsWith('patch:') && !entry.reference.includes('builtin<')
  return {
    ...(checksum !== undefined && {'aibom:package:yarn-checksum': `${prefix}${checksum}`}),
    ...(isPatched && {'aibom:package:patched': 'true', ...patchFile(entry.reference)}),
  }
}

/** `patch:x@npm%3A1.0.0#~/.yarn/patches/x.patch::version=…`: its path, seen from the lock. */
function patchFile(reference: string): {'aibom:package:patch'?: string} {
  const [, path] = /#(?:optional!)?(?:~\/|\.\/)?([^#:]+\.patch)/.exec(reference) ?? []
  return path === undefined ? {} : {'aibom:package:patch': path}
}

/** `npm:1.0.0[::__archiveUrl=…]`, `https://…/x.tgz`, `https://…/x.git#commit=…`, `patch:…` */
function originOfReference(reference: string, name: string): {url?: string | undefined; source?: string | undefined} {
  if (reference.startsWith('npm:')) {
    const [, archive] = /::__archiveUrl=([^&]*)/.exec(reference) ?? []
    return archive === undefined ? {} : originOf(decodePercent(archive), name)
  }
  if (/^(workspace|patch|link|portal|file|exec):/.test(reference)) return {}
  if (archivePattern.test(reference)) return originOf(reference, name)
  return {source: originOf(reference, name).source ?? reference}
}

function localFolder(reference: string, folder: string): string | undefined {
  const [, place] = /^(?:link|portal|file):(.*?)(?:#|::|$)/.exec(reference) ?? []
  return place === undefined || /\.(tgz|tar\.gz)$/.test(place) ? undefined : folderFrom(folder, place)
}

function sectionsOf({fields}: Entry): [string, unknown][][] {
  return dependencySections.map(name => Object.entries(asRecord(fields[name]) ?? {}))
}

function readEdges(fields: UnknownRecord, reader: Reader): Edge[] {
  const meta = asRecord(fields['dependenciesMeta']) ?? {}
  return dependencySections.flatMap(section =>
    Object.entries(asRecord(fields[section]) ?? {}).flatMap(([name, range]) => {
      const to = findDescriptor(reader.descriptors, name, asText(range) ?? '')
      if (to === undefined) return []
      const optional = section === 'optionalDependencies' || String(asRecord(meta[name])?.['optional']) === 'true'
      return [{to, kind: optional ? ('optional' as const) : ('runtime' as const)}]
    }),
  )
}
