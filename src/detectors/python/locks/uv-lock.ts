import {asList, asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution, toDistribution} from '../artifact.ts'
import type {Edge, Locked, LockNote, PackageScope} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {type LockTable, readTables} from './lock-tables.ts'

const sourceKinds = ['registry', 'git', 'url', 'path', 'directory', 'editable', 'virtual'] as const
const conflictPattern = /(\bextra [!=]= ')(?:extra|group|project)-(\d{1,3})-([^']*)'/g

/**
 * uv.lock: one lock for a project or workspace; its members stand in it with a path for their source.
 * @see uv documentation, "Locking"; versions 1 with any revision
 */
export function readUvLock(document: TomlDocument, path: string): LockNote {
  const ambiguities = unknownVersion(asRecord(document.value)?.['version'], /^1$/)
  return {kind: 'lock', dialect: 'uv', path, ambiguities, ...readTables(document, 'package', toLocked)}
}

function toLocked({name, stated, line, tables, unread}: LockTable): Locked {
  const origin = uvSource(asRecord(stated['source']) ?? {})
  if (!isOneSource(asRecord(stated['source']))) unread('its source is unknown, or it has several')
  const sdist = stated['sdist'] === undefined ? [] : [stated['sdist']]
  const distributions = [...tables(sdist, 'the sdist'), ...tables(stated['wheels'], 'a wheel')].map(toFile)
  return {
    name,
    version: asText(stated['version']),
    line,
    condition: markersOf(stated),
    origin,
    distributions: distributions.length > 0 ? distributions : directDistribution(origin, []),
    edges: [
      ...edgesOf(stated['dependencies'], 'runtime'),
      ...tableEdges(stated['optional-dependencies'], 'extra'),
      ...tableEdges(stated['dev-dependencies'] ?? stated['dependency-groups'], 'dev'),
    ],
  }
}

/** Of a package that stands in several versions: for which platforms or Pythons this one is. */
function markersOf(stated: UnknownRecord): string | undefined {
  const markers = asList(stated['resolution-markers']).flatMap(marker => asText(marker) ?? [])
  return markers.length === 0 ? undefined : markers.map(readable).join(' or ')
}

/**
 * Of conflicting extras and groups uv writes `extra-4-name-cpu`: kind, length of the project's name, the name, the
 * extra.
 */
function readable(marker: string): string {
  return marker.replace(conflictPattern, (all, start: string, length: string, rest: string) => {
    const name = rest.slice(Number(length) + 1)
    return name === '' || rest[Number(length)] !== '-' ? all : `${start}${name}'`
  })
}

function isOneSource(source: UnknownRecord | undefined): boolean {
  return sourceKinds.filter(kind => asText(source?.[kind]) !== undefined).length === 1
}

function uvSource(source: UnknownRecord): Origin | undefined {
  const git = asText(source['git'])
  if (git !== undefined) {
    const [place = '', commit] = git.split('#', 2)
    return gitOrigin(place, commit, asText(source['subdirectory']) ?? /[?&]subdirectory=([^&]+)/.exec(place)?.[1])
  }
  const url = asText(source['url'])
  if (url !== undefined) return referenceOrigin(url)
  const local =
    asText(source['editable']) ?? asText(source['virtual']) ?? asText(source['directory']) ?? asText(source['path'])
  if (local !== undefined) return referenceOrigin(local)
  const registry = asText(source['registry'])
  if (registry === undefined) return undefined
  return registry.includes('://') ? indexOrigin(registry) : referenceOrigin(registry)
}

function toFile(file: UnknownRecord): Locked['distributions'][number] {
  const hash = asText(file['hash'])
  return toDistribution({
    file: asText(file['filename']),
    url: asText(file['url']) ?? asText(file['path']),
    hashes: hash === undefined ? [] : [hash],
  })
}

function tableEdges(table: unknown, scope: PackageScope): Edge[] {
  return Object.values(asRecord(table) ?? {}).flatMap(items => edgesOf(items, scope))
}

/** uv gives the version where several are locked, and the source where one version is locked from several. */
function edgesOf(items: unknown, scope: PackageScope): Edge[] {
  return asList(items).flatMap(item => {
    const stated = asRecord(item) ?? {}
    const name = asText(stated['name'])
    if (name === undefined) return []
    const source = asRecord(stated['source'])
    const origin = source === undefined ? undefined : uvSource(source)
    return [
      {
        name,
        version: asText(stated['version']),
        scope,
        origin,
        isFromDefault: source !== undefined && origin === undefined,
      },
    ]
  })
}
