import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {type JsonDocument, parseJsonObject} from '../../lib/parse/jsonc.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import {conditionOf} from './condition.ts'
import {folderFrom} from './folder.ts'
import {climbLimit, type Declared, type Edge, folderKey, keyLimit, type Lock, type LockedPackage} from './lock.ts'
import {parseOverridden, parsePatches} from './manifest.ts'
import {originOf} from './origin.ts'
import {splitAt} from './spec.ts'

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
}

/**
 * Reads bun.lock, lockfileVersion 0 and 1: JSON with trailing commas. A package is a list `[name@version, registry,
 * facts, integrity]`, under the path that leads to it: `debug` or, where another version is hoisted, `parent/debug`.
 *
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 * @see bun "Lockfile" documentation
 */
export function parseBunLock(text: string, path: string): Lock {
  const document = parseJsonObject(text, path)
  const root = document.value
  const reader: Reader = {document, folder: folderOf(path), packages: asRecord(root['packages']) ?? {}}
  const packages = new Map<string, LockedPackage>()
  const malformed: string[] =
    root['packages'] === undefined || asRecord(root['packages']) !== undefined ? [] : ['packages']
  for (const place of Object.keys(reader.packages)) {
    const found = toPackage(place, reader)
    if (found === undefined) malformed.push(place)
    else packages.set(keyOfPlace(place, reader), found)
  }
  const importers = new Map<string, readonly Declared[]>()
  const namesByFolder = new Map<string, string>()
  for (const [place, value] of Object.entries(asRecord(root['workspaces']) ?? {})) {
    const fields = asRecord(value) ?? {}
    const folder = folderFrom(reader.folder, place)
    importers.set(folder, readDeclared(fields))
    if (place !== '') namesByFolder.set(folder, asText(fields['name']) ?? '')
  }
  return {
    format: 'bun-lock',
    path,
    folder: reader.folder,
    packages,
    importers,
    patches: parsePatches(root['patchedDependencies']),
    overridden: new Set(parseOverridden(root['overrides'])),
    malformed,
    ambiguities: () => document.ambiguities({takesComments: true}),
    resolve: (folder, alias) => findKey(namesByFolder.get(folder) ?? '', alias, reader),
  }
}

/** Looks beside the package, then beside each parent, then at the top. */
function findKey(place: string, name: string, reader: Reader): string | undefined {
  let base = place
  for (let climbed = 0; climbed < climbLimit; climbed++) {
    const candidate = base === '' ? name : `${base}/${name}`
    if (Object.hasOwn(reader.packages, candidate)) return keyOfPlace(candidate, reader)
    if (base === '') return undefined
    base = parentOf(base)
  }
  return undefined
}

/** Without the last name, which has two segments where it is scoped. */
function parentOf(place: string): string {
  const parent = folderOf(place)
  const segment = baseName(parent)
  return segment.startsWith('@') ? parent.slice(0, Math.max(0, parent.length - segment.length - 1)) : parent
}

function keyOfPlace(place: string, reader: Reader): string {
  const [ident] = asList(reader.packages[place])
  const [, reference = ''] = splitAt(asText(ident) ?? '')
  return reference.startsWith('workspace:')
    ? folderKey(folderFrom(reader.folder, reference.slice('workspace:'.length)))
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
  const [, local] = /^(?:workspace|file|link):(.*)$/.exec(reference) ?? []
  const alias = aliasOf(place)
  return {
    name,
    alias: alias === name ? undefined : alias,
    ...(/^\d/.test(reference) && {version: reference}),
    line: reader.document.lineOf(['packages', place]),
    integrity: integrities[0],
    ...(local === undefined && bunOrigin(reference, asText(tuple[1]), name)),
    condition: conditionOf(facts),
    folder: local === undefined || /\.(tgz|tar\.gz)$/.test(local) ? undefined : folderFrom(reader.folder, local),
    ...(facts['bundled'] === true && {properties: {'aibom:package:bundled': 'true'}}),
    edges: reference.startsWith('workspace:') ? [] : readEdges(place, facts, reader),
  }
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
      const to = findKey(place, name, reader)
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
