import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import {emptyDocument, type YamlDocument} from '../../../lib/parse/yaml.ts'
import {folderOf} from '../../../lib/path.ts'
import {folderFrom} from '../folder.ts'
import {
  type Declared,
  type Edge,
  folderKey,
  keyLimit,
  type Lock,
  type LockedPackage,
  type LockReading,
} from '../lock.ts'
import {parseOverridden, parsePatches} from '../manifest.ts'
import {originOf} from '../origin.ts'
import {conditionOf} from './condition.ts'
import {parseLockDocuments} from './lock-yaml.ts'
import {type PnpmPath, parsePnpmPath, withoutPeers} from './pnpm-path.ts'

const importerSections = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
] as const
const edgeSections = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
] as const

const firstWithSnapshots = 9

interface Reader {
  readonly document: YamlDocument
  readonly folder: string
  /** `packages`: what a package is */
  readonly packages: UnknownRecord
  /**
   * version 9: `snapshots`, the same package once for each set of peers; before, the entries of `packages` themselves
   */
  readonly snapshots: UnknownRecord
  /** entries that make no sense, in every document of the file */
  readonly malformed: Set<string>
  /** references that no entry answers, and entries that nothing installs */
  readonly loose: Set<string>
}

/**
 * Reads pnpm-lock.yaml, lockfileVersion 5 to 9. Of several documents in the file the last is the project's; before it
 * pnpm keeps itself and what its configuration needs.
 * @throws {AibomError} `AIBOM_YAML_INVALID`, `AIBOM_YAML_TOO_DEEP`, `AIBOM_YAML_ALIASES`
 * @see pnpm/spec "lockfile/5.x, 6.0, 9.0", pnpm documentation "Reading pnpm-lock.yaml"
 */
export function parsePnpmLock(text: string, path: string): LockReading {
  const documents = parseLockDocuments(text, path)
  const found = {malformed: new Set<string>(), loose: new Set<string>()}
  const [reader, root] = openReader(documents.at(-1), path, found)
  const locked = readPackages(reader)
  const projects = readProjects(root, reader, locked)
  const tools = documents.slice(0, -1).flatMap(document => readTools(openReader(document, path, found), locked))
  const lock: Lock = {
    format: 'pnpm-lock',
    path,
    folder: reader.folder,
    packages: locked,
    importers: projects.importers,
    tools,
    patches: parsePatches(root['patchedDependencies']),
    overridden: new Set(parseOverridden(root['overrides'])),
    malformed: [...found.malformed],
    loose: [...found.loose],
    lookup: {by: 'project', keys: projects.keys},
  }
  const ambiguities = () => [
    ...documents.flatMap(document => document.ambiguities()),
    ...unknownVersion(root['lockfileVersion'], /^[5-9](?:\.\d+)?$/),
  ]
  return {lock, ambiguities}
}

function openReader(
  document: YamlDocument | undefined,
  path: string,
  found: Pick<Reader, 'malformed' | 'loose'>,
): [Reader, UnknownRecord] {
  const opened = document ?? emptyDocument
  const root = asRecord(opened.value) ?? {}
  for (const section of ['packages', 'snapshots'])
    if (root[section] != null && asRecord(root[section]) === undefined) found.malformed.add(section)
  const packages = asRecord(root['packages']) ?? {}
  // an older pnpm passes over a section that its version does not have
  const isOlder = Number.parseFloat(asText(root['lockfileVersion']) ?? '') < firstWithSnapshots
  const snapshots = isOlder ? undefined : asRecord(root['snapshots'])
  return [{document: opened, folder: folderOf(path), packages, snapshots: snapshots ?? packages, ...found}, root]
}

function readPackages(reader: Reader): Map<string, LockedPackage> {
  const locked = new Map<string, LockedPackage>()
  for (const key of Object.keys(reader.snapshots)) {
    const found = key.length > keyLimit ? undefined : toPackage(key, reader)
    if (found === undefined) reader.malformed.add(key)
    else locked.set(key, found)
  }
  addUnused(reader)
  return locked
}

/** Packages without a snapshot: pnpm passes over them, other programs do not. */
function addUnused({packages, snapshots, loose}: Reader): void {
  if (packages === snapshots) return
  const used = new Set(Object.keys(snapshots).map(withoutPeers))
  for (const key of Object.keys(packages)) if (!used.has(key)) loose.add(key)
}

/** The packages of a leading document, under keys of their own, and those of them that pnpm is told to use. */
function readTools(
  [reader, root]: [Reader, UnknownRecord],
  locked: Map<string, LockedPackage>,
): NonNullable<Lock['tools']>[number][] {
  const keyOf = (key: string): string => `env:${key}`
  for (const [key, found] of readPackages(reader)) {
    locked.set(keyOf(key), {...found, edges: found.edges.map(edge => ({...edge, to: keyOf(edge.to)}))})
  }
  const importer = asRecord(asRecord(root['importers'])?.['.']) ?? {}
  return ['configDependencies', 'packageManagerDependencies'].flatMap(section =>
    Object.entries(asRecord(importer[section]) ?? {}).flatMap(([alias, value]) => {
      const stated = asRecord(value)
      const to = toKey(alias, asText(stated?.['version']) ?? '', reader.folder, reader)?.to
      const line = reader.document.lineOf(['importers', '.', section, alias])
      return to === undefined
        ? []
        : [{declared: {alias, spec: asText(stated?.['specifier']) ?? '', kind: 'dev' as const, line}, to: keyOf(to)}]
    }),
  )
}

interface Projects {
  readonly importers: Map<string, readonly Declared[]>
  /** folder → alias → key */
  readonly keys: Map<string, Map<string, string>>
}

/** A lock of one project has the sections of its importer at the top. */
function readProjects(root: UnknownRecord, reader: Reader, locked: Map<string, LockedPackage>): Projects {
  const projects: Projects = {importers: new Map(), keys: new Map()}
  const importers = asRecord(root['importers'])
  for (const [place, value] of Object.entries(importers ?? {'.': root})) {
    const folder = folderFrom(reader.folder, place)
    const found = readDependencies(asRecord(value) ?? {}, importers === undefined ? [] : ['importers', place], reader)
    const keys = new Map<string, string>()
    for (const {declared, reference} of found) {
      const target = toKey(declared.alias, reference, folder, reader)
      if (target === undefined) continue
      if (target.local !== undefined && !locked.has(target.to))
        locked.set(target.to, {name: declared.alias, folder: target.local, line: declared.line, edges: []})
      keys.set(declared.alias, target.to)
    }
    projects.importers.set(
      folder,
      found.map(one => one.declared),
    )
    projects.keys.set(folder, keys)
  }
  return projects
}

/** Version 5 has `name: reference` and the ranges apart; later ones both in one. */
function readDependencies(
  fields: UnknownRecord,
  path: readonly string[],
  reader: Reader,
): {declared: Declared; reference: string}[] {
  const specifiers = asRecord(fields['specifiers'])
  return importerSections.flatMap(([section, kind]) =>
    Object.entries(asRecord(fields[section]) ?? {}).map(([alias, value]) => {
      const both = asRecord(value)
      const spec = asText(both === undefined ? specifiers?.[alias] : both['specifier']) ?? ''
      const line = reader.document.lineOf([...path, section, alias])
      return {
        declared: {alias, spec, kind, line},
        reference: asText(both === undefined ? value : both['version']) ?? '',
      }
    }),
  )
}

interface Target {
  readonly to: string
  readonly local?: string
}

/**
 * A reference is a version with its peers, a path of another package (an alias), or a link to a folder. Versions differ
 * in how they join name and version.
 */
function toKey(name: string, reference: string, folder: string, reader: Reader): Target | undefined {
  if (reference.startsWith('link:')) {
    const local = folderFrom(folder, reference.slice('link:'.length))
    return {to: folderKey(local), local}
  }
  const key = [`${name}@${reference}`, `/${name}@${reference}`, `/${name}/${reference}`, reference].find(one =>
    Object.hasOwn(reader.snapshots, one),
  )
  if (key !== undefined) return {to: key}
  reader.loose.add(`${name}@${reference}`)
  return undefined
}

function toPackage(key: string, reader: Reader): LockedPackage | undefined {
  const snapshot = asRecord(reader.snapshots[key])
  const bareKey = reader.snapshots === reader.packages ? key : withoutPeers(key)
  const fields = asRecord(reader.packages[bareKey]) ?? snapshot
  const place = parsePnpmPath(key)
  if (snapshot === undefined || fields === undefined || place === undefined) return undefined
  const resolution = asRecord(fields['resolution']) ?? {}
  const name = asText(fields['name']) ?? place.name
  const directory = resolution['type'] === 'directory' ? asText(resolution['directory']) : undefined
  const patched = place.patched || isTrue(fields['patched'])
  return {
    name,
    version: asText(fields['version']) ?? place.version,
    line: reader.document.lineOf(['packages', bareKey]) ?? reader.document.lineOf(['snapshots', key]),
    integrity: asText(resolution['integrity']),
    ...(directory === undefined ? toOrigin(resolution, place, name) : {folder: folderFrom(reader.folder, directory)}),
    condition: conditionOf(fields),
    scope: scopeOf(snapshot),
    ...(patched && {properties: {'aibom:package:patched': 'true'}}),
    edges: readEdges(snapshot, fields, reader),
  }
}

function scopeOf(snapshot: UnknownRecord): LockedPackage['scope'] {
  if (isTrue(snapshot['dev'])) return 'dev'
  return isTrue(snapshot['optional']) ? 'optional' : undefined
}

function toOrigin(resolution: UnknownRecord, place: PnpmPath, name: string): Pick<LockedPackage, 'url' | 'source'> {
  const repository = asText(resolution['repo'])
  const commit = asText(resolution['commit'])
  if (repository !== undefined)
    return originOf(`git+${repository.replace(/^git\+/, '')}${commit === undefined ? '' : `#${commit}`}`, name)
  const tarball = asText(resolution['tarball'])
  if (tarball !== undefined) return originOf(tarball, name)
  const registry = asText(resolution['registry'])
  if (registry !== undefined) return {source: originOf(`${registry.replace(/\/$/, '')}/${name}/-/x`, name).source}
  const type = asText(resolution['type'])
  return {source: type === undefined ? place.source : `${type}:${place.name}`}
}

function readEdges(snapshot: UnknownRecord, fields: UnknownRecord, reader: Reader): Edge[] {
  const peers = asRecord(fields['peerDependencies']) ?? {}
  return edgeSections.flatMap(([section, kind]) =>
    Object.entries(asRecord(snapshot[section]) ?? {}).flatMap(([alias, reference]) => {
      const target = toKey(alias, asText(reference) ?? '', reader.folder, reader)
      if (target === undefined) return []
      return [{to: target.to, kind: Object.hasOwn(peers, alias) && kind === 'runtime' ? ('peer' as const) : kind}]
    }),
  )
}

/** Scalars of a lock are read as they are written. */
function isTrue(value: unknown): boolean {
  return value === 'true' || value === true
}
