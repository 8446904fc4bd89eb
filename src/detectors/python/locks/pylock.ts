import {asList, asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution, toDistribution} from '../artifact.ts'
import type {Edge, Locked, LockNote, PackageScope} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {type LockTable, readTables} from './lock-tables.ts'

const groupMarker = /(['"])([^'"]*)\1\s+in\s+(dependency_groups|extras)\b/

/** pylock.toml and pylock.<name>.toml. @see PEP 751 */
export function readPylock(document: TomlDocument, path: string): LockNote {
  const ambiguities = unknownVersion(asRecord(document.value)?.['lock-version'], /^1\.\d+$/)
  return {kind: 'lock', dialect: 'pylock', path, ambiguities, ...readTables(document, 'packages', toLocked)}
}

function toLocked({name, stated, line, tables}: LockTable): Locked {
  const marker = asText(stated['marker'])
  const origin = originOf(stated)
  const single = [stated['sdist'], stated['archive']].filter(file => file !== undefined)
  const distributions = [...tables(single, 'a file'), ...tables(stated['wheels'], 'a wheel')].map(file =>
    toDistribution({
      file: asText(file['name']),
      url: asText(file['url']) ?? asText(file['path']),
      hashes: hashesOf(file),
    }),
  )
  return {
    name,
    version: asText(stated['version']),
    line,
    scope: scopeOf(marker),
    condition: marker,
    origin,
    distributions: distributions.length > 0 ? distributions : directDistribution(origin, []),
    edges: asList(stated['dependencies']).flatMap(toEdge),
  }
}

function hashesOf(file: UnknownRecord): string[] {
  return Object.entries(asRecord(file['hashes']) ?? {}).map(([alg, hex]) => `${alg}:${String(hex)}`)
}

/** The format has no field for it: packages of a group or extra alone carry a marker that asks for it. */
function scopeOf(marker: string | undefined): PackageScope | undefined {
  const [, , name, kind] = groupMarker.exec(marker ?? '') ?? []
  if (name === undefined) return undefined
  if (kind === 'extras') return 'extra'
  return name === 'default' ? 'runtime' : 'dev'
}

function originOf(stated: UnknownRecord): Origin | undefined {
  const vcs = asRecord(stated['vcs'])
  if (vcs !== undefined)
    return gitOrigin(
      asText(vcs['url']) ?? asText(vcs['path']) ?? '',
      asText(vcs['commit-id']),
      asText(vcs['subdirectory']),
    )
  const directory = asText(asRecord(stated['directory'])?.['path'])
  if (directory !== undefined) return referenceOrigin(directory)
  const archive = asRecord(stated['archive'])
  if (archive !== undefined) return referenceOrigin(asText(archive['url']) ?? asText(archive['path']) ?? '')
  const index = asText(stated['index'])
  return index === undefined ? undefined : indexOrigin(index)
}

function toEdge(item: unknown): Edge[] {
  const name = asText(asRecord(item)?.['name'])
  return name === undefined ? [] : [{name, version: asText(asRecord(item)?.['version'])}]
}
