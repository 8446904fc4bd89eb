import {normalisePypiName} from '../../../lib/names/purl.ts'
import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import {directDistribution} from '../artifact.ts'
import type {Declared, PackageScope} from '../notes.ts'
import {gitOrigin, indexOrigin, type Origin, referenceOrigin} from '../origin.ts'
import {poetryAlternatives, poetryExactVersion} from './poetry-constraint.ts'

type Keys = readonly (string | number)[]

interface Table {
  readonly items: UnknownRecord
  readonly keys: Keys
  readonly scope: PackageScope
  readonly group?: string
}

/** `[tool.poetry]`: dependencies, dev-dependencies and groups. */
export function poetryDeclared(poetry: UnknownRecord, document: TomlDocument): Declared[] {
  const indexes = poetryIndexes(poetry)
  const extras = extrasOf(poetry)
  return tablesOf(poetry).flatMap(table =>
    Object.entries(table.items)
      .filter(([name]) => name.toLowerCase() !== 'python')
      .flatMap(([name, value]) => {
        const line = document.lineOf([...table.keys, name])
        const scope = table.scope === 'runtime' && extras.has(normalisePypiName(name)) ? 'extra' : table.scope
        // a list states one constraint for each marker
        return (Array.isArray(value) ? value : [value]).map(one =>
          toDeclared(name, one, {...table, scope}, indexes, line),
        )
      }),
  )
}

function tablesOf(poetry: UnknownRecord): Table[] {
  const base: Keys = ['tool', 'poetry']
  const groups = Object.entries(asRecord(poetry['group']) ?? {})
  return [
    {items: asRecord(poetry['dependencies']) ?? {}, keys: [...base, 'dependencies'], scope: 'runtime'},
    {
      items: asRecord(poetry['dev-dependencies']) ?? {},
      keys: [...base, 'dev-dependencies'],
      scope: 'dev',
      group: 'dev',
    },
    ...groups.map(
      ([group, table]): Table => ({
        items: asRecord(asRecord(table)?.['dependencies']) ?? {},
        keys: [...base, 'group', group, 'dependencies'],
        scope: group === 'main' ? 'runtime' : 'dev',
        group,
      }),
    ),
  ]
}

/** Normalised names that are installed with an extra only. */
function extrasOf(poetry: UnknownRecord): Set<string> {
  return new Set(
    Object.values(asRecord(poetry['extras']) ?? {})
      .flatMap(textsOf)
      .map(normalisePypiName),
  )
}

/** Index URL by the name that dependencies call it by. */
function poetryIndexes(poetry: UnknownRecord): Map<string, string> {
  const urls = new Map<string, string>()
  for (const source of asList(poetry['source']).map(asRecord)) {
    const name = asText(source?.['name'])
    const url = asText(source?.['url'])
    if (name !== undefined && url !== undefined) urls.set(name, url)
  }
  return urls
}

function toDeclared(
  name: string,
  value: unknown,
  table: Table,
  indexes: ReadonlyMap<string, string>,
  line: number | undefined,
): Declared {
  const stated = asRecord(value) ?? {}
  const range = asText(value) ?? asText(stated['version'])
  const origin = originOf(stated, indexes)
  const isOptional = table.scope === 'runtime' && stated['optional'] === true
  return {
    name,
    line,
    scope: isOptional ? 'optional' : table.scope,
    ...(table.group !== undefined && {group: table.group}),
    direct: true,
    ...rangeFacts(range),
    condition: conditionOf(stated),
    origin,
    distributions: directDistribution(origin, []),
  }
}

/** A range in Poetry's own words; `*` is any version. */
export function rangeFacts(range: string | undefined): Pick<Declared, 'range' | 'version' | 'accepts'> {
  if (range === undefined) return {}
  return {...(range !== '*' && {range}), version: poetryExactVersion(range), accepts: poetryAlternatives(range)}
}

function originOf(stated: UnknownRecord, indexes: ReadonlyMap<string, string>): Origin | undefined {
  const git = asText(stated['git'])
  if (git !== undefined) {
    return gitOrigin(
      git,
      asText(stated['rev']) ?? asText(stated['tag']) ?? asText(stated['branch']),
      asText(stated['subdirectory']),
    )
  }
  const reference = asText(stated['url']) ?? asText(stated['path']) ?? asText(stated['file'])
  if (reference !== undefined) return referenceOrigin(reference)
  const source = asText(stated['source'])
  return source === undefined ? undefined : indexOrigin(indexes.get(source) ?? source)
}

/** Poetry has a key each for markers, Python and platform. */
function conditionOf(stated: UnknownRecord): string | undefined {
  const parts = [
    asText(stated['markers']),
    asText(stated['python']) === undefined ? undefined : `python: ${String(stated['python'])}`,
    asText(stated['platform']) === undefined ? undefined : `sys_platform == '${String(stated['platform'])}'`,
  ].filter(part => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' and ')
}
