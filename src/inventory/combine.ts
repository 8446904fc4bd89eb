import {addTo} from '../lib/group.ts'
import {sortedBy} from '../lib/sort.ts'
import {canonicalText} from '../lib/text/canonical-text.ts'
import type {Asset} from './asset.ts'
import type {Digest, Evidence} from './evidence.ts'
import type {Distribution} from './facts.ts'
import {fullName} from './identity.ts'
import {withOtherStatements} from './other-statements.ts'

/** Lists that are sets: joined and sorted. Any other list is taken whole from one side, its order may carry meaning. */
const setFields = new Set([
  ...[
    'aliases',
    'declared',
    'digests',
    'licences',
    'references',
    'languages',
    'tuneMethods',
    'dtypes',
    'split',
    'endpoints',
    'environment',
    'tools',
    'variables',
    'requested',
  ],
  ...['executes', 'reads', 'writes', 'network', 'autoApproves', 'dataFlows', 'metrics', 'values'],
])

/**
 * Facts that are stated first, with what others state beside them: lists that are sets are joined, as several clients
 * of one file have an endpoint each.
 */
export function joinFacts<T extends object>(stated: readonly T[]): T {
  const whole = Object.assign({}, ...[...stated].reverse()) as T
  const joined = Object.entries(whole).flatMap(([key, value]): [string, unknown][] => {
    if (!setFields.has(key) || !Array.isArray(value)) return []
    const lists = stated.map((facts): unknown => facts[key as keyof T]).filter(list => Array.isArray(list))
    return lists.length > 1 ? [[key, sortedUnique(lists.flat())]] : []
  })
  return {...whole, ...Object.fromEntries(joined)}
}

/** Facts of which one sighting is enough. */
const trueWins = new Set([
  'floating',
  'trustRemoteCode',
  'direct',
  'present',
  'crossesTrustBoundary',
  'local',
  'hasDefaultEndpoint',
])

/** Of several scopes of one package the nearest to production counts. */
const scopeRanks = ['runtime', 'peer', 'optional', 'extra', 'dev']

/**
 * One asset out of several of the same identity. What is known on one side only is kept; lists that are sets are
 * joined; of two different statements the first in code-unit order is taken, so that the order in which they were found
 * does not matter.
 */
export function combineAssets(assets: readonly [Asset, ...Asset[]]): Asset {
  const [first] = assets
  const combined = assets.length === 1 && isSettled(first) ? first : combineObjects<Asset>(withOwnAddresses(assets))
  const evidence = sortEvidence(assets.flatMap(asset => asset.evidence))
  const own = new Set([combined.name, fullName(combined)])
  const joined = {...combined, aliases: combined.aliases.filter(alias => !own.has(alias)), evidence}
  return assets.length === 1 ? joined : withOtherStatements(assets, joined)
}

/** Addresses that only tests and examples call are none of a service that the product calls, too. */
export function withOwnAddresses(assets: readonly Asset[]): readonly Asset[] {
  if (assets.length === 1 || assets[0]?.kind !== 'service' || !assets.some(isOfProduct)) return assets
  return assets.map(asset =>
    asset.kind !== 'service' || isOfProduct(asset) ? asset : {...asset, facts: {...asset.facts, endpoints: []}},
  )
}

/** Whether the product has it, and not only its tests, examples or documentation. */
export function isOfProduct({evidence}: Pick<Asset, 'evidence'>): boolean {
  return evidence.some(({scope}) => scope === 'product')
}

/**
 * Nothing in it is to be sorted, nor left out: no list of more than one, no absent field. Most packages are seen once,
 * and are like that.
 */
function isSettled(fields: object): boolean {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) return false
    if (typeof value !== 'object' || value === null || key === 'evidence') continue
    if (Array.isArray(value) ? !isOne(key, value) : key === 'properties' ? !hasOneEach(value) : !isSettled(value))
      return false
  }
  return true
}

/** A file of a package has a list of its own. */
function isOne(key: string, items: readonly unknown[]): boolean {
  return (
    items.length < 2 &&
    (key !== 'distributions' || (items as readonly Distribution[]).every(({digests}) => digests.length < 2))
  )
}

/** No name beside another, and none with several values. */
function hasOneEach(properties: object): boolean {
  const values: unknown[] = Object.values(properties)
  return values.length < 2 && values.every(value => Array.isArray(value) && value.length < 2)
}

/** Sorted by place, doubles taken out. */
export function sortEvidence(evidence: readonly Evidence[]): Evidence[] {
  if (evidence.length < 2) return [...evidence]
  const unique = new Map(evidence.map(item => [placeKey(item), item]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

function placeKey(item: Evidence): string {
  const place = [
    item.path,
    padded(item.cell),
    padded(item.line),
    item.symbol ?? '',
    item.detector,
    item.technique,
    item.level,
    item.scope,
    item.use ?? '',
  ]
  return [...place, String(item.confidence)].join('\0')
}

/** Numbers that sort as text; absent ones first. */
function padded(value: number | undefined): string {
  return value === undefined ? '' : String(value).padStart(10, '0')
}

/** The fields of one kind stay those of that kind. */
function combineObjects<T extends object>(objects: readonly T[]): T {
  const valuesByKey = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined || key === 'evidence') continue
      addTo(valuesByKey, key, value)
    }
  }
  const fields = [...valuesByKey].map(([key, values]) => [key, combineValues(key, values, objects.length)] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as T
}

function combineValues(key: string, values: readonly unknown[], of: number): unknown {
  if (key === 'distributions') return combineDistributions(values.flat() as Distribution[])
  if (key === 'properties') return combineProperties(values as Record<string, string[]>[])
  if (setFields.has(key)) return sortedUnique(values.flat())
  if (trueWins.has(key)) return values.includes(true)
  // under no condition on one side is under no condition at all
  if (key === 'condition')
    return values.length === of && values.every(value => value === values[0]) ? values[0] : undefined
  if (key === 'scope') return scopeRanks.find(scope => values.includes(scope))
  if (key === 'purl') return longest(values as string[])
  const [first] = values
  if (values.every(value => isPlainObject(value))) return combineObjects(values as object[])
  return values.every(value => value === first) ? first : sortedBy(values, canonical)[0]
}

function combineProperties(values: readonly Record<string, readonly string[]>[]): Record<string, string[]> {
  const names = sortedUnique(values.flatMap(properties => Object.keys(properties))) as string[]
  return Object.fromEntries(
    names.map(name => [name, sortedUnique(values.flatMap(properties => properties[name] ?? [])) as string[]]),
  )
}

/** One entry a file; digests of the same file from several lock files are joined. */
function combineDistributions(distributions: readonly Distribution[]): Distribution[] {
  const byFile = new Map<string, Distribution[]>()
  for (const distribution of distributions) {
    const nameless = distribution.file === undefined && distribution.url === undefined
    const key = nameless ? canonical(distribution) : `${distribution.file ?? ''}\0${distribution.url ?? ''}`
    addTo(byFile, key, distribution)
  }
  const joined = [...byFile.values()].map(same => ({
    ...same[0],
    digests: sortedUnique(same.flatMap(each => each.digests)) as Digest[],
  }))
  return sortedBy(joined, canonical)
}

/** A purl with a version says more than one without. */
function longest(purls: readonly string[]): string | undefined {
  return sortedBy(purls, purl => purl).reduce((best, purl) => (purl.length > best.length ? purl : best))
}

function sortedUnique(items: readonly unknown[]): unknown[] {
  if (items.length < 2) return [...items]
  const unique = new Map(items.map(item => [canonical(item), item]))
  return sortedBy(unique, ([key]) => key).map(([, item]) => item)
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text that is the same for equal values. */
function canonical(value: unknown): string {
  return typeof value === 'string' ? value : canonicalText(value)
}
