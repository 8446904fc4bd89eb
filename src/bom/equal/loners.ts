import type {AssetKind} from '../../inventory/asset.ts'
import {asList, asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {propertiesOf, textOf} from '../read/read-asset.ts'
import {recognise} from '../read/recognise.ts'
import {heldRefs} from './held-refs.ts'

/** Components that stand for themselves. */
export interface Loners {
  /** undefined for a name of several components, or of one that does not stand for itself */
  readonly byName: ReadonlyMap<string, UnknownRecord | undefined>
  /** the kind of asset that a component is read as; undefined where it is none */
  kindOf(node: UnknownRecord): AssetKind | undefined
}

/**
 * Components without parts, whose name nothing else in the document has, and of which no other asset has a fact of its
 * own.
 */
export function lonersOf(document: UnknownRecord, own: boolean): Loners {
  const byName = new Map<string, UnknownRecord | undefined>()
  const kindOf = kindReader(own)
  const components = recordsOf(document['components'])
  if (own && !isWhollyOwn(document, components)) return {byName, kindOf}
  const held = heldRefs(document, components, kindOf)
  const keep = (node: UnknownRecord): void => {
    for (const name of namesOf(node, own)) byName.set(name, undefined)
    for (const part of partsOf(node)) keep(part)
  }
  const subject = asRecord(asRecord(document['metadata'])?.['component'])
  if (subject !== undefined) keep(subject)
  for (const node of components) {
    const [name, another] = namesOf(node, own)
    const isLone = name !== undefined && another === undefined && !byName.has(name)
    if (isLone && !held.has(node['bom-ref']) && partsOf(node).length === 0) byName.set(name, node)
    else keep(node)
  }
  return {byName, kindOf}
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
  return node => (own ? (propertyOf(node, 'aibom:kind') as AssetKind) : recognise(node, false)?.kind)
}

/**
 * All that another component may be joined by: identities of our own documents, the last part of the name in others.
 */
function namesOf(node: UnknownRecord, own: boolean): string[] {
  if (own) return [propertyOf(node, 'aibom:id') ?? String(node['bom-ref'])]
  const [name, inPurl] = [textOf(node['name']), purlName(node['purl'])].map(text =>
    text === undefined ? undefined : lastPart(text),
  )
  if (name === undefined) return inPurl === undefined ? [] : [inPurl]
  return inPurl === undefined || inPurl === name ? [name] : [name, inPurl]
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

const partFields = ['components', 'services', 'pedigree', 'modelCard'] as const
const none: readonly UnknownRecord[] = []

/** Components within a component, and those that it comes from. */
function partsOf(node: UnknownRecord): readonly UnknownRecord[] {
  if (partFields.every(field => node[field] === undefined)) return none
  const datasets = asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['datasets']
  const lists = [node['components'], node['services'], asRecord(node['pedigree'])?.['ancestors'], datasets]
  return lists.flatMap(list => (list === undefined ? [] : recordsOf(asList(list))))
}

function propertyOf(node: UnknownRecord, name: string): string | undefined {
  return propertiesOf(node).find(([each]) => each === name)?.[1]
}
