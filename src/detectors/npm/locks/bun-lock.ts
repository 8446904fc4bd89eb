import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {oddLineEnd, unknownVersion} from '../../../lib/parse/ambiguity.ts'
import {type JsonDocument, parseJsonObject} from '../../../lib/parse/jsonc.ts'
import {folderOf} from '../../../lib/path.ts'
import {folderFrom} from '../folder.ts'
import {type Declared, type Edge, folderKey, keyLimit, type LockedPackage, type LockReading} from '../lock.ts'
import {findPlace, parentOf} from '../lookup.ts'
import {parseOverridden, parsePatches} from '../manifest.ts'
import {originOf} from '../origin.ts'
import {splitAt} from '../spec.ts'
import {conditionOf} from './condition.ts'

const importerSections = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
  ['peerDependencies', 'peer'],
] as const
const edgeSections = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
] as const
const integrityPattern = /^(sha1|sha256|sha384|sha512|md5)-/

interface Reader {
  readonly document: JsonDocument
  readonly folder: string
  readonly packages: UnknownRecord
  /** place → key */
  readonly keys: ReadonlyMap<string, string>
}

/**
 * Reads bun.lock, lockfileVersion 0 and 1: JSON with trailing commas. A package is a list `[name@version, registry,
 * facts, integrity]`, under the path that leads to it: `debug` or, where another version is hoisted, `parent/debug`.
 *
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 * @see bun "Lockfile" documentation
 */
export function parseBunLock(text: string, path: string): LockReading {
  const document = parseJsonObject(text, path)
  const root = document.value
  const [folderOfLock, listed] = [folderOf(path), asRecord(root['packages']) ?? {}]
  const keys = new Map(Object.keys(listed).map(place => [place, keyOfPlace(place, listed, folderOfLock)]))
  const reader: Reader = {document, folder: folderOfLock, packages: listed, keys}
  const packages = new Map<string, LockedPackage>()
  const malformed: string[] =
    root['packages'] === undefined || asRecord(root['packages']) !== undefined ? [] : ['packages']
  for (const [place, key] of keys) {
    const found = toPackage(place, reader)
    if (found === undefined) malformed.push(place)
    else packages.set(key, found)
  }
  const importers = new Map<string, readonly Declared[]>()
  const starts = new Map<string, string>()
  for (const [place, value] of Object.entries(asRecord(root['workspaces']) ?? {})) {
    const fields = asRecord(value) ?? {}
    const folder = folderFrom(reader.folder, place)
    importers.set(folder, readDeclared(fields))
    if (place !== '') starts.set(folder, asText(fields['name']) ?? '')
  }
  return {
    lock: {
      format: 'bun-lock',
      path,
      folder: reader.folder,
      packages,
      importers,
      patches: parsePatches(root['patchedDependencies']),
      overridden: new Set(parseOverridden(root['overrides'])),
      malformed,
      lookup: {by: 'place', style: 'names', starts, keys},
    },
    ambiguities: () => [
      ...document.ambiguities({takesComments: true}),
      ...oddLineEnd(text),
      ...unknownVersion(root['lockfileVersion'], /^[01]$/),
    ],
  }
}

function keyOfPlace(place: string, packages: UnknownRecord, folder: string): string {
  const [ident] = asList(packages[place])
  const [, reference = ''] = splitAt(asText(ident) ?? '')
  return reference.startsWith('workspace:')
    ? folderKey(folderFrom(folder, reference.slice('workspace:'.length)))
    : place
}

function toPackage(place: string, reader: Reader): LockedPackage | undefined {
  const tuple = asList(reader.packages[place])
  const ident = asText(tuple[0])
  const integrities = tuple
    .slice(1)
    .flatMap(textsOf)
    .filter(text => integrityPattern.test(text))
  // bun goes by the place in the list: of two it is not told which is meant
  if (ident === undefined || place.length > keyLimit || integrities.length > 1) return undefined
  const [name, reference = ''] = splitAt(ident)
  const facts = tuple.map(asRecord).find(one => one !== undefined) ?? {}
  const [, scheme, local] = /^(workspace|file|link):(.*)$/.exec(reference) ?? []
  const alias = aliasOf(place)
  return {
    name,
    alias: alias === name ? undefined : alias,
    ...(/^\d/.test(reference) && {version: reference}),
    line: reader.document.lineOf(['packages', place]),
    integrity: integrities[0],
    ...(local === undefined && bunOrigin(reference, asText(tuple[1]), name)),
    condition: conditionOf(facts),
    folder:
      local === undefined || /\.(tgz|tar\.gz)$/.test(local) ? undefined : localFolder(scheme, local, reader.folder),
    ...(facts['bundled'] === true && {properties: {'aibom:package:bundled': 'true'}}),
    edges: reference.startsWith('workspace:') ? [] : readEdges(place, facts, reader),
  }
}

/** `link:name` is a folder that somebody registered on the machine by `bun link`. */
function localFolder(scheme: string | undefined, local: string, folder: string): string {
  return scheme === 'link' ? `file:${local}` : folderFrom(folder, local)
}

function aliasOf(place: string): string {
  const parent = parentOf(place)
  return parent === '' ? place : place.slice(parent.length + 1)
}

/** The second place holds a registry or an archive; empty means the default registry. */
function bunOrigin(
  reference: string,
  registry: string | undefined,
  name: string,
): Pick<LockedPackage, 'url' | 'source'> {
  if (!/^\d/.test(reference)) return originOf(reference, name)
  if (registry === undefined || !/^https?:/.test(registry)) return {}
  if (/\.(tgz|tar\.gz)$/.test(registry)) return originOf(registry, name)
  return {source: originOf(`${registry.replace(/\/$/, '')}/${name}/-/x`, name).source}
}

function readEdges(place: string, facts: UnknownRecord, reader: Reader): Edge[] {
  return edgeSections.flatMap(([section, kind]) =>
    Object.keys(asRecord(facts[section]) ?? {}).flatMap(name => {
      const found = findPlace(reader.keys, 'names', place, name)
      const to = found === undefined ? undefined : reader.keys.get(found)
      return to === undefined ? [] : [{to, kind}]
    }),
  )
}

function readDeclared(fields: UnknownRecord): Declared[] {
  const optionalPeers = new Set(textsOf(fields['optionalPeers']))
  return importerSections.flatMap(([section, kind]) =>
    Object.entries(asRecord(fields[section]) ?? {}).flatMap(([alias, spec]) => {
      if (typeof spec !== 'string') return []
      return [{alias, spec, kind, ...(kind === 'peer' && optionalPeers.has(alias) && {optionalPeer: true})}]
    }),
  )
}
