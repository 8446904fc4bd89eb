import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import {parseJsonObject} from '../../../lib/parse/jsonc.ts'
import {folderOf} from '../../../lib/path.ts'
import {folderFrom} from '../folder.ts'
import {
  type Declared,
  type DependencyKind,
  type Edge,
  folderKey,
  keyLimit,
  type Lock,
  type LockedPackage,
  type LockReading,
} from '../lock.ts'
import {findPlace} from '../lookup.ts'
import {licenceOf} from '../manifest.ts'
import {originOf} from '../origin.ts'
import {conditionOf} from './condition.ts'
import type {Entry, Listed} from './package-lock-entry.ts'
import {readEntriesV1} from './package-lock-v1.ts'

type Lookup = (from: string, name: string) => {readonly to: string; readonly optional: boolean} | undefined

const installFolder = 'node_modules/'

/**
 * Reads package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 to 3. Version 2 says everything twice: npm 7 and
 * later go by `packages`, npm 6 by `dependencies`.
 * @throws {AibomError} `AIBOM_JSON_INVALID`, `AIBOM_JSON_TOO_DEEP`
 * @see npm "package-lock.json" documentation, file format
 */
export function parsePackageLock(text: string, path: string): LockReading {
  const document = parseJsonObject(text, path)
  const root = document.value
  const packages = asRecord(root['packages'])
  const ambiguities = () => [...document.ambiguities(), ...unknownVersion(root['lockfileVersion'], /^[123]$/)]
  const older = (): Lock => toLock(readEntriesV1(root, document), path)
  if (packages === undefined) {
    const lock = older()
    const malformed = [...lock.malformed, ...(root['packages'] === undefined ? [] : ['packages'])]
    return {lock: {...lock, malformed}, ambiguities}
  }
  const entries = Object.entries(packages).flatMap(([place, fields]) =>
    toEntry(place, fields, document.lineOf(['packages', place])),
  )
  const malformed = Object.entries(packages).flatMap(([place, fields]) =>
    place.length > keyLimit || !isEntry(asRecord(fields)) ? [place] : [],
  )
  const lock = {...toLock({entries, malformed}, path), loose: withoutEntry(entries)}
  return {lock, ambiguities, ...(asRecord(root['dependencies']) !== undefined && {older})}
}

/** npm writes texts, and `false` for the address of what is bundled. */
function isEntry(fields: UnknownRecord | undefined): boolean {
  if (fields === undefined) return false
  const {resolved = '', version = '', integrity = '', name = ''} = fields
  return [resolved === false ? '' : resolved, version, integrity, name].every(field => typeof field === 'string')
}

function toEntry(place: string, value: unknown, line: number | undefined): Entry[] {
  const fields = asRecord(value)
  return fields === undefined || place.length > keyLimit ? [] : [{place, fields, line}]
}

/** Dependencies that npm would look for at the registry, since the lock has no entry for them. */
function withoutEntry(entries: readonly Entry[]): string[] {
  const places = new Map(entries.map(entry => [entry.place, entry]))
  const missing = entries.flatMap(({place, fields}) => {
    const wanted = {
      ...asRecord(fields['dependencies']),
      ...(!isInstalled(place) && asRecord(fields['devDependencies'])),
    }
    const optional = asRecord(fields['optionalDependencies']) ?? {}
    return Object.entries(wanted).flatMap(([name, spec]) =>
      Object.hasOwn(optional, name) || findPlace(places, 'modules', place, name) !== undefined
        ? []
        : [`${name}@${asText(spec) ?? ''}`],
    )
  })
  return [...new Set(missing)]
}

function toLock({entries: listed, malformed}: Listed, path: string): Lock {
  const entries = new Map(listed.map(entry => [entry.place, entry]))
  const folder = folderOf(path)
  const edgeTo: Lookup = (from, name) => {
    const found = findPlace(entries, 'modules', from, name)
    const place = found === undefined ? undefined : targetOf(entries, found)
    return place === undefined
      ? undefined
      : {to: keyOfPlace(place, folder), optional: entries.get(place)?.fields['optional'] === true}
  }
  const packages = new Map<string, LockedPackage>()
  const importers = new Map<string, readonly Declared[] | undefined>([[folder, undefined]])
  const starts = new Map<string, string>([[folder, '']])
  const links: string[] = []
  for (const entry of entries.values()) {
    if (!isInstalled(entry.place)) {
      const member = folderFrom(folder, entry.place)
      importers.set(member, readDeclared(entry))
    }
    if (entry.fields['link'] === true) links.push(folderFrom(folder, asText(entry.fields['resolved']) ?? ''))
    if (entry.place === '' || entry.fields['link'] === true) continue
    const locked = toPackage(entry, folder, edgeTo)
    packages.set(keyOfPlace(entry.place, folder), locked)
    if (locked.folder !== undefined) starts.set(locked.folder, entry.place)
  }
  return {
    format: 'package-lock',
    path,
    folder,
    packages,
    importers,
    overridden: new Set(),
    malformed,
    links,
    lookup: {by: 'place', style: 'modules', starts, keys: keysByPlace(entries, folder)},
  }
}

function isInstalled(place: string): boolean {
  return place.startsWith(installFolder) || place.includes(`/${installFolder}`)
}

function keyOfPlace(place: string, folder: string): string {
  return isInstalled(place) ? place : folderKey(folderFrom(folder, place))
}

function keysByPlace(entries: ReadonlyMap<string, Entry>, folder: string): ReadonlyMap<string, string | undefined> {
  const installed = [...entries.keys()].filter(isInstalled)
  return new Map(
    installed.map(place => {
      const target = targetOf(entries, place)
      return [place, target === undefined ? undefined : keyOfPlace(target, folder)]
    }),
  )
}

/** The place itself, or the one that it is a link to. A link is followed once. */
function targetOf(entries: ReadonlyMap<string, Entry>, place: string): string | undefined {
  const entry = entries.get(place)
  if (entry?.fields['link'] !== true) return place
  const target = asText(entry.fields['resolved'])
  if (target === undefined || entries.get(target)?.fields['link'] === true) return undefined
  return entries.has(target) ? target : undefined
}

function toPackage(entry: Entry, folder: string, edgeTo: Lookup): LockedPackage {
  const {fields, place} = entry
  const installedAs = isInstalled(place)
    ? place.slice(place.lastIndexOf(installFolder) + installFolder.length)
    : undefined
  const name = asText(fields['name']) ?? installedAs ?? place
  const resolved = asText(fields['resolved'])
  const local = localFolder(place, resolved, folder)
  return {
    name,
    alias: installedAs !== undefined && installedAs !== name ? installedAs : undefined,
    version: asText(fields['version']),
    line: entry.line,
    integrity: asText(fields['integrity']),
    ...(resolved !== undefined && local === undefined && originOf(resolved, name)),
    licence: licenceOf(fields['license']),
    condition: conditionOf(fields),
    folder: local,
    scope: scopeOf(fields),
    ...(fields['inBundle'] === true && {properties: {'aibom:package:bundled': 'true'}}),
    edges: isInstalled(place) ? readEdges(entry, edgeTo) : [],
  }
}

/** Members stand under their folder; version 1 has them as `file:folder` like any other dependency. */
function localFolder(place: string, resolved: string | undefined, folder: string): string | undefined {
  if (!isInstalled(place)) return folderFrom(folder, place)
  const isFolder = resolved?.startsWith('file:') === true && !/\.(tgz|tar\.gz|tar)$/.test(resolved)
  return isFolder ? folderFrom(folder, resolved.slice('file:'.length)) : undefined
}

/** The flags say through which kinds of edges alone a package is reached. */
function scopeOf(fields: UnknownRecord): DependencyKind | undefined {
  if (fields['dev'] === true) return 'dev'
  if (fields['optional'] === true || fields['devOptional'] === true) return 'optional'
  return fields['peer'] === true ? 'peer' : undefined
}

const edgeSections = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
] as const

/**
 * Version 1 does not tell optional dependencies from others; a package flagged optional is reached through such alone.
 */
function readEdges(entry: Entry, edgeTo: Lookup): Edge[] {
  return edgeSections.flatMap(([section, kind]) =>
    Object.keys(asRecord(entry.fields[section]) ?? {}).flatMap(name => {
      const target = edgeTo(entry.place, name)
      if (target === undefined) return []
      return [{to: target.to, kind: target.optional && kind === 'runtime' ? 'optional' : kind}]
    }),
  )
}

function readDeclared(entry: Entry): Declared[] {
  return [...edgeSections, ['devDependencies', 'dev'] as const].flatMap(([section, kind]) =>
    Object.entries(asRecord(entry.fields[section]) ?? {}).flatMap(([alias, spec]) =>
      typeof spec === 'string' ? [{alias, spec, kind}] : [],
    ),
  )
}
