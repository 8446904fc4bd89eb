import {exactVersion} from '../../../lib/names/pep440.ts'
import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {type JsonDocument, parseJsonObject} from '../../../lib/parse/jsonc.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution, toDistribution} from '../artifact.ts'
import type {Declared, Locked, LockNote, ManifestNote, PackageScope, Unread} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'

const settings: ReadonlySet<string> = new Set(['source', 'requires', 'scripts', 'pipenv', '_meta'])

/** Pipfile: `packages`, `dev-packages` and categories of one's own. */
export function readPipfile(document: TomlDocument, path: string): ManifestNote {
  const root = asRecord(document.value) ?? {}
  const indexes = indexesOf(root['source'])
  const declared = Object.entries(root)
    .filter(([section]) => !settings.has(section))
    .flatMap(([section, table]) =>
      Object.entries(asRecord(table) ?? {}).map(([name, value]) => {
        const line = document.lineOf([section, name])
        return toDeclared(
          name,
          value,
          {line, scope: section === 'packages' ? 'runtime' : 'dev', group: section},
          indexes,
        )
      }),
    )
  return {kind: 'manifest', dialect: 'pipfile', path, declared}
}

function toDeclared(
  name: string,
  value: unknown,
  place: Pick<Declared, 'line' | 'scope' | 'group'>,
  indexes: ReadonlyMap<string, string>,
): Declared {
  const stated = asRecord(value) ?? {}
  const range = (asText(value) ?? asText(stated['version']))?.replace(/\s/g, '')
  const origin = originOf(stated, indexes)
  return {
    name,
    ...place,
    direct: true,
    ...(range !== undefined && range !== '*' && {range, version: exactVersion(range)}),
    accepts: range === undefined || range === '*' ? [''] : [range],
    condition: asText(stated['markers']),
    origin,
    distributions: directDistribution(origin, []),
  }
}

/** Pipfile.lock: `default`, `develop` and further categories. */
export function readPipfileLock(text: string, path: string): LockNote {
  const document = parseJsonObject(text, path)
  const root = document.value
  const indexes = indexesOf(asRecord(root['_meta'])?.['sources'])
  const sections = Object.entries(root).filter(([section]) => section !== '_meta')
  const packages = sections.flatMap(([section, table]) => lockedOf(section, asRecord(table) ?? {}, indexes, document))
  return {
    kind: 'lock',
    dialect: 'pipenv',
    path,
    packages,
    unread: sections.flatMap(one => unreadOf(...one, document)),
    ambiguities: document.ambiguities(),
  }
}

function lockedOf(
  section: string,
  table: UnknownRecord,
  indexes: ReadonlyMap<string, string>,
  document: JsonDocument,
): Locked[] {
  const scope: PackageScope = section === 'default' ? 'runtime' : 'dev'
  return Object.entries(table).map(([name, value]) => {
    const stated = asRecord(value) ?? {}
    const origin = originOf(stated, indexes)
    const hashes = textsOf(stated['hashes'])
    return {
      name,
      version: exactVersion(asText(stated['version']) ?? ''),
      line: document.lineOf([section, name]),
      scope,
      condition: asText(stated['markers']),
      origin,
      distributions:
        origin?.kind === 'url'
          ? directDistribution(origin, hashes)
          : hashes.map(hash => toDistribution({hashes: [hash]})),
      edges: [],
    }
  })
}

/** A section, and an entry of one, is an object. */
function unreadOf(section: string, table: unknown, document: JsonDocument): Unread[] {
  const entries = asRecord(table)
  if (entries === undefined)
    return [{line: document.lineOf([section]), message: `${section.slice(0, 80)} is not a table of packages`}]
  return Object.entries(entries)
    .filter(([, value]) => asRecord(value) === undefined)
    .map(([name]) => ({
      line: document.lineOf([section, name]),
      message: `the entry of ${name.slice(0, 80)} cannot be read`,
    }))
}

/** Index URL by the name that packages call it by. */
function indexesOf(sources: unknown): Map<string, string> {
  const urls = new Map<string, string>()
  for (const source of asList(sources).map(asRecord)) {
    const url = asText(source?.['url'])
    if (url !== undefined) urls.set(asText(source?.['name']) ?? '', url)
  }
  return urls
}

function originOf(stated: UnknownRecord, indexes: ReadonlyMap<string, string>): Origin | undefined {
  const git = asText(stated['git'])
  if (git !== undefined) return gitOrigin(git, asText(stated['ref']), asText(stated['subdirectory']))
  const reference = asText(stated['file']) ?? asText(stated['path'])
  if (reference !== undefined) return referenceOrigin(reference)
  // without a name the first source is the one that is asked
  const url = indexes.get(asText(stated['index']) ?? '') ?? [...indexes.values()][0]
  return url === undefined ? undefined : indexOrigin(url)
}
