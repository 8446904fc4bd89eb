import type {Asset, Relationship} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {mergeAssets} from '../../inventory/merge.ts'
import type {SourceDescription} from '../../inventory/source.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {readAccount} from '../parts/account.ts'
import {readAddresses} from '../parts/addresses.ts'
import {propertyBag} from '../parts/properties.ts'
import {readReleased} from '../parts/release.ts'
import {readUsual} from '../parts/usual-contexts.ts'
import {readReports, withoutDerivedMetrics} from '../reports/read.ts'
import type {CheckedVersion} from '../spec/schema.ts'
import {parseAnyBom} from './parse.ts'
import type {ParsedBom} from './parsed.ts'
import {propertiesOf, type ReadContext, readAsset, textOf} from './read-asset.ts'
import {type PlacedAsset, readRelationships} from './read-graph.ts'

/** A document as an inventory, and what the inventory could not take over. */
export interface ReadBom {
  readonly inventory: Inventory
  /** aibom wrote it: what it does not state is not there, where another tool may only not look */
  readonly own: boolean
  /** what of the document has no place in the inventory, each with how often; empty for our own documents */
  readonly notUnderstood: readonly string[]
  readonly spec: CheckedVersion
  readonly serialNumber?: string
  /** bom-ref by key, for whoever adds to the document */
  readonly refs: ReadonlyMap<string, string>
}

/** Distinct things that are told; a document of another ecosystem has few kinds of them. */
const toldLimit = 200

/**
 * A CycloneDX BOM (JSON, 1.2 to 1.7, or XML, of any tool) as an inventory. aibom's own reads back to the inventory it
 * was written from; another tool's as far as it goes.
 * It need not be valid: {@link validateDocument} and {@link findBrokenReferences} tell of that.
 *
 * @param path names the document in messages, and is the evidence of components that have none of their own
 * @throws {AibomError} `AIBOM_BOM_INVALID` (exit 2) for what is no such document
 */
export function readBom(text: string, path: string): ReadBom {
  return readParsedBom(parseAnyBom(text, path), path)
}

/** The same of a document that is parsed already. */
export function readParsedBom({document, spec, doubled}: ParsedBom, path: string): ReadBom {
  const counts = new Map<string, number>(doubled.map(key => [`key twice in one object, ${key}`, 1]))
  const notUnderstood = (what: string): void => {
    if (counts.has(what) || counts.size < toldLimit) counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  const metadata = asRecord(document['metadata'])
  const own = isOwnDocument(document)
  const bag = propertyBag(propertiesOf(metadata))
  const context: ReadContext = {own, usual: readUsual(bag), path, notUnderstood}
  const subject = asRecord(metadata?.['component'])
  const placed = readAll(document, subject, context)
  const keysByRef = keysOf(placed, subject)
  const relationships = readRelationships({document, subject, placed, keysByRef})
  const account = readAccount(bag, ref => keysByRef.get(ref) ?? ref, notUnderstood)
  const reports = readReports(document, ref => keysByRef.get(ref))
  const assets = placed.flatMap(({asset}) => (asset === undefined ? [] : withoutDerivedMetrics(asset, reports)))
  const joined = own
    ? {assets: sortedBy(assets, keyOf), relationships}
    : mergeAssets(markDirect(assets, relationships), relationships)
  return compact({
    inventory: compact({
      subject: describeSubject(subject, path),
      assets: joined.assets,
      relationships: joined.relationships,
      ...account,
      reports: reports.length === 0 ? undefined : reports,
    }),
    own,
    notUnderstood: [...counts].map(([what, count]) => (count === 1 ? what : `${what} (${count})`)),
    spec,
    serialNumber: textOf(document['serialNumber']),
    refs: new Map([...keysByRef].map(([ref, key]) => [key, ref])),
  })
}

/** aibom wrote it. */
export function isOwnDocument(document: UnknownRecord): boolean {
  return propertiesOf(asRecord(document['metadata'])).some(([name]) => name === 'aibom:taxonomy')
}

/** Every component and service, those inside others too; another tool's subject as well where it is an asset itself. */
function readAll(document: UnknownRecord, subject: UnknownRecord | undefined, context: ReadContext): PlacedAsset[] {
  const placed: PlacedAsset[] = []
  const add = (item: unknown, isService: boolean, parent?: PlacedAsset, relation?: PlacedAsset['relation']): void => {
    const node = asRecord(item)
    if (node === undefined) return
    const here: PlacedAsset = compact({node, asset: readAsset(node, isService, context), parent, relation})
    placed.push(here)
    for (const child of asList(node['components'])) add(child, false, here, 'contains')
    for (const child of asList(node['services'])) add(child, true, here, 'contains')
    if (context.own) return
    for (const child of asList(asRecord(node['pedigree'])?.['ancestors'])) add(child, false, here, 'derived-from')
    for (const child of inlineDatasets(node)) add(child, false, here, 'trained-on')
  }
  if (subject !== undefined && !context.own && isModel(subject)) add(subject, false)
  else for (const child of asList(subject?.['components'])) add(child, false)
  for (const item of asList(document['components'])) add(item, false)
  for (const item of asList(document['services'])) add(item, true)
  return placed
}

/** Another tool says what is direct only by the graph. */
function markDirect(assets: readonly Asset[], relationships: readonly Relationship[]): Asset[] {
  const direct = new Set(relationships.filter(({from}) => from === subjectKey).map(({to}) => to))
  return assets.map(asset =>
    asset.kind === 'package' && direct.has(keyOf(asset)) ? {...asset, facts: {...asset.facts, direct: true}} : asset,
  )
}

/** Data sets that a model card describes in place, as components. */
function inlineDatasets(node: UnknownRecord): UnknownRecord[] {
  const parameters = asRecord(asRecord(node['modelCard'])?.['modelParameters'])
  return asList(parameters?.['datasets']).flatMap(item => {
    const dataset = asRecord(item)
    return textOf(dataset?.['name']) === undefined
      ? []
      : {type: 'data', name: dataset?.['name'], 'bom-ref': dataset?.['bom-ref'], data: [dataset]}
  })
}

function isModel(node: UnknownRecord): boolean {
  return node['type'] === 'machine-learning-model' || node['modelCard'] !== undefined
}

function keysOf(placed: readonly PlacedAsset[], subject: UnknownRecord | undefined): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const subjectRef = textOf(subject?.['bom-ref'])
  if (subjectRef !== undefined) keys.set(subjectRef, subjectKey)
  for (const {node, asset} of placed) {
    const ref = textOf(node['bom-ref'])
    if (ref !== undefined && asset !== undefined) keys.set(ref, keyOf(asset))
  }
  return keys
}

function describeSubject(subject: UnknownRecord | undefined, path: string): SourceDescription {
  const bag = propertyBag(propertiesOf(subject))
  const addresses = readAddresses(bag)
  const addressOf = (...types: readonly string[]): string | undefined => {
    const references = asList(subject?.['externalReferences']).map(asRecord)
    const url = references.find(reference => types.includes(String(reference?.['type'])))?.['url']
    return typeof url === 'string' ? addresses.read(url) : undefined
  }
  return compact({
    scheme: bag.text('aibom:source:scheme') ?? 'bom',
    name: nameOf(subject) ?? path,
    version: textOf(subject?.['version']),
    revision: bag.text('aibom:source:revision'),
    committed: bag.text('aibom:source:committed'),
    url: addressOf('vcs', 'website'),
    purl: textOf(subject?.['purl']),
    author: textOf(subject?.['publisher']),
    released: readReleased(subject),
    securityPolicy: addressOf('security-contact', 'rfc-9116'),
  })
}

function nameOf(subject: UnknownRecord | undefined): string | undefined {
  const [group, name] = [textOf(subject?.['group']), textOf(subject?.['name'])]
  return group === undefined || name === undefined ? name : `${group}/${name}`
}
