import {asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution, statedDistribution} from '../artifact.ts'
import {poetryAlternatives} from '../manifests/poetry-constraint.ts'
import type {Edge, Locked, LockNote, PackageScope} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {type LockTable, readTables} from './lock-tables.ts'

/**
 * poetry.lock of Poetry 1 (`category`, files under `[metadata.files]` before 1.1's successor) and 2 (`groups`,
 * `markers`).
 * @see Poetry source, `poetry.packages.locker`
 */
export function readPoetryLock(document: TomlDocument, path: string): LockNote {
  const root = asRecord(document.value) ?? {}
  const metadata = asRecord(root['metadata']) ?? {}
  const filesByName = asRecord(metadata['files']) ?? {}
  const hashesByName = asRecord(metadata['hashes']) ?? {}
  const read = readTables(document, 'package', table => {
    // each version of Poetry goes by one of these places
    const hashes = textsOf(hashesByName[table.name]).map(hash => ({hash: `sha256:${hash}`}))
    const files = [
      ...table.tables(table.stated['files'], 'a file'),
      ...table.tables(filesByName[table.name], 'a file'),
      ...hashes,
    ]
    return toLocked(table, files)
  })
  const ambiguities = unknownVersion(metadata['lock-version'], /^[12]\.\d+$/)
  return {kind: 'lock', dialect: 'poetry', path, ambiguities, ...read}
}

function toLocked({name, stated, line, unread}: LockTable, files: readonly UnknownRecord[]): Locked {
  const origin = sourceOf(asRecord(stated['source']) ?? {})
  if (stated['source'] !== undefined && asText(asRecord(stated['source'])?.['url']) === undefined)
    unread('its source names no place')
  const distributions = files.map(statedDistribution)
  return {
    name,
    version: asText(stated['version']),
    line,
    scope: scopeOf(stated),
    condition: markerOf(stated['markers'], textsOf(stated['groups'])),
    origin,
    distributions:
      origin?.kind === 'url' ? directDistribution(origin, distributions.flatMap(hashTexts)) : distributions,
    edges: Object.entries(asRecord(stated['dependencies']) ?? {}).flatMap(([dependency, value]) =>
      toEdges(dependency, value),
    ),
  }
}

/** Unknown in lock files of 1.5 to 1.8, which name neither category nor groups. */
function scopeOf(stated: UnknownRecord): PackageScope | undefined {
  const groups = asText(stated['category']) === undefined ? textsOf(stated['groups']) : textsOf(stated['category'])
  if (groups.length === 0) return undefined
  if (!groups.includes('main')) return 'dev'
  return stated['optional'] === true ? 'extra' : 'runtime'
}

/**
 * One marker, or one for each group: a group that installs it always has none, and then no condition holds for the
 * whole.
 */
function markerOf(markers: unknown, groups: readonly string[]): string | undefined {
  const table = asRecord(markers)
  if (table === undefined) return asText(markers)
  if (groups.some(group => asText(table[group]) === undefined)) return undefined
  return [...new Set(Object.values(table).flatMap(textsOf))].join(' or ') || undefined
}

function sourceOf(source: UnknownRecord): Origin | undefined {
  const url = asText(source['url'])
  if (url === undefined) return undefined
  switch (source['type']) {
    case 'git':
      return gitOrigin(
        url,
        asText(source['resolved_reference']) ?? asText(source['reference']),
        asText(source['subdirectory']),
      )
    case 'directory':
    case 'file':
    case 'url':
      return referenceOrigin(url)
    default:
      return indexOrigin(url)
  }
}

function hashTexts({digests}: Locked['distributions'][number]): string[] {
  return digests.map(({alg, hex}) => `${alg}:${hex}`)
}

/** `"^1.0"`, a table, or a list of tables by marker. */
function toEdges(name: string, value: unknown): Edge[] {
  return (Array.isArray(value) ? value : [value]).map(one => {
    const range = asText(one) ?? asText(asRecord(one)?.['version'])
    return {name, accepts: range === undefined ? undefined : poetryAlternatives(range)}
  })
}
