import {type Change, compareSides} from '../../drift/compare.ts'
import {type Entry, type FactName, factNames, type Side} from '../../drift/entry.ts'
import {projectInventory} from '../../drift/project.ts'
import {type AssetKind, assetKinds} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {HeldReport, TestedThing} from '../../inventory/test-report.ts'
import {restsOn} from './rests-on.ts'

/** What has no part in an answer: terms, signatures, names of credentials, where something was found. */
const ignored: ReadonlySet<FactName> = new Set([
  'license',
  'signer',
  'environment',
  'trained-on',
  'packages',
  'part-of',
])

/** The facts of all that a target rests on, as locks and comparisons have them. */
export function fingerprintOf(inventory: Inventory, target: string, own: boolean): TestedThing[] {
  return entriesOf(inventory, target, own).map(({id, kind, name, aliases, facts}) => ({
    id,
    kind,
    name,
    aliases,
    facts: Object.fromEntries(facts),
  }))
}

function entriesOf(inventory: Inventory, target: string, own: boolean): Entry[] {
  const wanted = new Set(restsOn(inventory, target).map(keyOf))
  return sideOf({inventory, own}).entries.flatMap(entry => {
    const version = entry.facts.get('version')?.[0]
    if (!wanted.has(keyOf({id: entry.id, ...(version !== undefined && {version})}))) return []
    return [{...entry, facts: new Map([...entry.facts].filter(([name]) => !ignored.has(name)))}]
  })
}

/** A side to compare with, and whether it says all that there is. */
export interface Present {
  readonly inventory: Inventory
  readonly own: boolean
}

const sides = new WeakMap<Inventory, Side>()

/** The comparable form of a side; each of many reports is held against the same one. */
function sideOf({inventory, own}: Present): Side {
  const known = sides.get(inventory) ?? projectInventory(inventory, 'each', own)
  sides.set(inventory, known)
  return known
}

/**
 * What changed since a report was added, in all that its answers rest on: the worst first. A pin or signature that came
 * changes no answer.
 */
export function changesSince({asset = subjectKey, fingerprint}: HeldReport, {inventory, own}: Present): Change[] {
  const before = {entries: fingerprint.flatMap(toEntry), complete: true, isPart: true, unread: new Set<string>()}
  const target = presentTarget(asset, inventory)
  const {unread, entries: all} = sideOf({inventory, own})
  const entries = target === undefined ? all : entriesOf(inventory, target, own)
  const {changes} = compareSides(before, {entries, complete: own, unread})
  const isNews = ({class: name, severity}: Change): boolean =>
    severity !== 'info' && (target !== undefined || !name.endsWith('-added'))
  return changes.filter(isNews)
}

/** The same asset now, whatever its version. */
export function presentTarget(key: string, {assets}: Inventory): string | undefined {
  if (key === subjectKey || assets.some(asset => keyOf(asset) === key)) return key
  const same = assets.filter(({id}) => key === id || key.startsWith(`${id}@`))
  return same.length === 1 && same[0] !== undefined ? keyOf(same[0]) : undefined
}

function toEntry({id, kind, name, aliases, facts}: TestedThing): Entry[] {
  if (!isKind(kind)) return []
  const known = factNames.flatMap((fact): [FactName, readonly string[]][] => {
    const values = facts[fact] ?? []
    return values.length === 0 || ignored.has(fact) ? [] : [[fact, values]]
  })
  return [{id, kind, name, aliases, facts: new Map(known), paths: []}]
}

function isKind(text: string): text is AssetKind {
  return assetKinds.some(kind => kind === text)
}
