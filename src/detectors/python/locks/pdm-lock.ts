import {asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {unknownVersion} from '../../../lib/parse/ambiguity.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution, statedDistribution} from '../artifact.ts'
import type {Edge, Locked, LockNote, PackageScope} from '../notes.ts'
import {gitOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {parseNamed} from '../requirements/requirement-line.ts'
import {type LockTable, readTables} from './lock-tables.ts'

/**
 * pdm.lock of the versions 2 to 4. A package with extras stands twice, once for each set of extras: both are one.
 * @see PDM documentation, "Lock file"
 */
export function readPdmLock(document: TomlDocument, path: string): LockNote {
  const root = asRecord(document.value) ?? {}
  const metadata = asRecord(root['metadata']) ?? {}
  const filesByName = asRecord(metadata['files']) ?? {}
  const read = readTables(document, 'package', table => {
    const {name, stated, tables} = table
    const version = asText(stated['version']) ?? ''
    return toLocked(table, [
      ...tables(stated['files'], 'a file'),
      ...tables(filesByName[`${name} ${version}`], 'a file'),
    ])
  })
  const groups = textsOf(metadata['groups'])
  const ambiguities = unknownVersion(metadata['lock_version'], /^[2-4](?:\.\d+){0,2}$/)
  return {kind: 'lock', dialect: 'pdm', path, ambiguities, ...read, ...(groups.length > 0 && {groups})}
}

function toLocked({name, stated, line}: LockTable, files: readonly UnknownRecord[]): Locked {
  const origin = originOf(stated)
  const distributions = files.map(statedDistribution)
  return {
    name,
    version: asText(stated['version']),
    line,
    scope: scopeOf(stated),
    condition: asText(stated['marker']),
    origin,
    distributions: distributions.length > 0 ? distributions : directDistribution(origin, []),
    edges: textsOf(stated['dependencies']).flatMap(toEdge),
  }
}

/** `default` is runtime; whether another group is an extra or for developers only the manifest knows. */
function scopeOf(stated: UnknownRecord): PackageScope | undefined {
  return textsOf(stated['groups']).includes('default') ? 'runtime' : undefined
}

/** Systems of versions that pdm installs from, besides git. */
const otherRepositories = ['hg', 'svn', 'bzr'] as const

function originOf(stated: UnknownRecord): Origin | undefined {
  const git = asText(stated['git'])
  if (git !== undefined)
    return gitOrigin(git, asText(stated['revision']) ?? asText(stated['ref']), asText(stated['subdirectory']))
  const other = otherRepositories.find(kind => asText(stated[kind]) !== undefined)
  if (other !== undefined) return referenceOrigin(`${other}+${asText(stated[other])}`)
  const path = asText(stated['path'])
  if (path !== undefined) return referenceOrigin(path)
  const url = asText(stated['url'])
  return url === undefined ? undefined : referenceOrigin(url)
}

function toEdge(text: string): Edge[] {
  const parsed = parseNamed(text)
  return parsed === undefined ? [] : [{name: parsed.name, accepts: parsed.accepts}]
}
