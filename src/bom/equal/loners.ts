import type {AssetKind} from '../../inventory/asset.ts'
import {asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {propertiesOf, textOf} from '../read/read-asset.ts'
import {kindOfComponent} from '../read/recognise.ts'
import {heldRefs} from './held-refs.ts'
import {partsOf} from './parts.ts'

/** The components of a document, and which of them stand for themselves. */
export interface Loners {
  readonly components: readonly UnknownRecord[]
  /** names that something has which does not stand for itself: the subject, parts of components, their owners */
  readonly taken: ReadonlySet<string>
  /** of each component its only name, if it stands for itself but for what else has this name */
  readonly names: readonly (string | undefined)[]
  /** the kind of asset that a component is read as; undefined where it is none */
  kindOf(node: UnknownRecord): AssetKind | undefined
}

/**
 * Components without parts, whose name nothing else in the document has, and of which no other asset has a fact of its
 * own.
 */
export function lonersOf(document: UnknownRecord, own: boolean): Loners {
  const kindOf = kindReader(own)
  const components = recordsOf(document['components'])
  const taken = new Set<string>()
  if (own && !isWhollyOwn(document, components)) return {components, taken, names: [], kindOf}
  const held = heldRefs(document, components, kindOf)
  const take = (node: UnknownRecord): void => {
    for (const name of namesOf(node, own)) taken.add(name)
    for (const part of partsOf(node)) take(part)
  }
  const subject = asRecord(asRecord(document['metadata'])?.['component'])
  if (subject !== undefined) take(subject)
  const names = components.map(node => {
    const name = held.has(node['bom-ref']) || partsOf(node).length > 0 ? undefined : onlyName(node, own)
    if (name === undefined) take(node)
    return name
  })
  return {components, taken, names, kindOf}
}

const absent = -1
const several = -2

/** Indexes of the loners that have one name in both documents. */
export function* pairsOf(olds: Loners, news: Loners): Generator<readonly [old: number, now: number]> {
  const slots = new Map<string, number>()
  const oldIndexes: number[] = []
  olds.names.forEach((name, index) => {
    if (name === undefined) return
    const slot = slots.get(name)
    if (slot !== undefined) oldIndexes[slot] = several
    else if (!olds.taken.has(name) && !news.taken.has(name)) slots.set(name, oldIndexes.push(index) - 1)
  })
  const newIndexes = new Int32Array(oldIndexes.length).fill(absent)
  news.names.forEach((name, index) => {
    const slot = name === undefined ? undefined : slots.get(name)
    if (slot !== undefined) newIndexes[slot] = newIndexes[slot] === absent ? index : several
  })
  for (const [slot, old] of oldIndexes.entries()) {
    const now = newIndexes[slot] ?? absent
    if (old >= 0 && now >= 0) yield [old, now]
  }
}

/** Each component says what it is, and no verdict stands outside the component that it is of. */
function isWhollyOwn(document: UnknownRecord, components: readonly UnknownRecord[]): boolean {
  const told = propertiesOf(asRecord(document['metadata'])).some(([name]) => name === 'aibom:verdict')
  return (
    !told &&
    components.every(node => textOf(node['bom-ref']) !== undefined && propertyOf(node, 'aibom:kind') !== undefined)
  )
}

function kindReader(own: boolean): Loners['kindOf'] {
  return node => (own ? (propertyOf(node, 'aibom:kind') as AssetKind) : kindOfComponent(node))
}

/**
 * All that another component may be joined by: identities of our own documents, the last part of the name in others.
 */
function namesOf(node: UnknownRecord, own: boolean): string[] {
  if (own) return [ownName(node)]
  return [nameOfField(node['name']), nameOfField(purlName(node['purl']))].flatMap(name => name ?? [])
}

/** The name of a component whose fields agree on it. */
function onlyName(node: UnknownRecord, own: boolean): string | undefined {
  if (own) return ownName(node)
  const [name, inPurl] = [nameOfField(node['name']), nameOfField(purlName(node['purl']))]
  return name === undefined || inPurl === undefined || inPurl === name ? (name ?? inPurl) : undefined
}

function ownName(node: UnknownRecord): string {
  return propertyOf(node, 'aibom:id') ?? String(node['bom-ref'])
}

function nameOfField(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? lastPart(value) : undefined
}

const foldedPattern = /[A-Z._]/

function lastPart(name: string): string {
  const part = name.slice(name.lastIndexOf('/') + 1)
  return foldedPattern.test(part) ? part.toLowerCase().replaceAll(/[._]/g, '-') : part
}

/** A purl without version and what follows: `pkg:npm/%40scope/name@1.0?a=b` is `pkg:npm/%40scope/name`. */
function purlName(purl: unknown): string | undefined {
  if (typeof purl !== 'string') return undefined
  const end = purl.search(/[?#]/)
  const path = end === -1 ? purl : purl.slice(0, end)
  const at = path.lastIndexOf('@')
  return at > path.lastIndexOf('/') ? path.slice(0, at) : path
}

function propertyOf(node: UnknownRecord, name: string): string | undefined {
  return propertiesOf(node).find(([each]) => each === name)?.[1]
}
