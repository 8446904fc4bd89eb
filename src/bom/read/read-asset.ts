import {type Asset, type AssetBase, assetKinds} from '../../inventory/asset.ts'
import type {Evidence, Technique} from '../../inventory/evidence.ts'
import type {Facts} from '../../inventory/facts.ts'
import {fullName, localId, registryId} from '../../inventory/identity.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {type Addresses, readAddresses} from '../parts/addresses.ts'
import {readDigests} from '../parts/digests.ts'
import {parseContext, parseEvidenceLine, toTechnique} from '../parts/evidence.ts'
import {readFacts} from '../parts/facts-in.ts'
import {readLicences} from '../parts/licences.ts'
import {readCommits} from '../parts/pedigree.ts'
import {type PropertyBag, propertyBag} from '../parts/properties.ts'
import {hashesOf, readReferences} from '../parts/references-in.ts'
import {readReleased} from '../parts/release.ts'
import {type Recognised, recognise} from './recognise.ts'

/** What the reading of one component has to know of its document. */
export interface ReadContext {
  /** the document is aibom's own: every field reads back as it was */
  readonly own: boolean
  /** by path: the evidence of packages there that says nothing of its own */
  readonly usual: ReadonlyMap<string, Evidence>
  /** where the document lies: the place of components that have no evidence of their own */
  readonly path: string
  readonly notUnderstood: (what: string) => void
}

const kinds: ReadonlySet<string> = new Set(assetKinds)
/** A statement of somebody else about what exists: neither doubted nor checked. */
const statedConfidence = 0.5
const locationPattern = /^(.*?):(\d{1,9})$/s

/** @returns undefined for a component that is no asset, of which the context is told */
export function readAsset(node: UnknownRecord, isService: boolean, context: ReadContext): Asset | undefined {
  const bag = propertyBag(propertiesOf(node))
  const kind = bag.text('aibom:kind')
  const ref = textOf(node['bom-ref'])
  if (context.own && isKind(kind) && ref !== undefined) return readOwn(kind, ref, node, bag, context)
  const recognised = recognise(node, isService)
  if (recognised !== undefined && textOf(node['name']) !== undefined) return readForeign(recognised, node, bag, context)
  context.notUnderstood(
    `${isService ? 'service' : 'component'} of type ${String(node['type'])}${purlType(node)} is neither an AI asset nor a package of npm, PyPI or conda`,
  )
  return undefined
}

function readOwn(kind: Facts['kind'], ref: string, node: UnknownRecord, bag: PropertyBag, context: ReadContext): Asset {
  const addresses = readAddresses(bag)
  // relationships are read with the graph
  bag.texts('aibom:relationship')
  const refused = context.notUnderstood
  const stated = statedFields(node, bag, addresses, false)
  const common = {
    id: bag.text('aibom:id') ?? ref,
    aliases: bag.texts('aibom:alias') ?? [],
    purl: textOf(node['purl']) ?? bag.text('aibom:purl'),
    author: textOf(node['publisher']) ?? bag.text('aibom:author'),
    digests: readDigests(hashesOf(node), bag, refused),
    evidence: readEvidence(node, bag, context, kind === 'package' ? fullName(stated) : undefined),
  }
  const facts = readFacts(kind, {node, bag, addresses, refused, digests: common.digests, own: true})
  return {...compact({...stated, ...common, properties: bag.rest()}), ...facts}
}

function readForeign(recognised: Recognised, node: UnknownRecord, bag: PropertyBag, context: ReadContext): Asset {
  const {kind, registry, name, commit} = recognised
  const addresses = readAddresses(bag)
  const refused = (what: string): void => context.notUnderstood(`${name}: ${what}`)
  const evidence = readEvidence(node, bag, context)
  const digests = readDigests(hashesOf(node), bag, refused)
  const facts = readFacts(kind, {node, bag, addresses, refused, digests, own: false})
  const unmarkedFiles = kind === 'package'
  const stated = {
    ...statedFields(node, bag, addresses, unmarkedFiles),
    purl: textOf(node['purl']),
    author: authorOf(node),
    properties: bag.rest(),
  }
  const version = textOf(node['version'])
  if (facts.kind === 'model' || facts.kind === 'dataset') {
    const {name: _name, group: _group, version: _version, ...rest} = compact({...stated, digests, aliases: []})
    const at = compact({...facts.facts, registry, revision: version ?? commit})
    // the commit is what the name means, whatever the version is called
    const pinned = compact({...rest, version: commit})
    if (facts.kind === 'model') return {...makeModel(name, evidence, at), ...pinned}
    return {...makeDataset(name, evidence, at), ...pinned}
  }
  const id =
    kind === 'package' || kind === 'service'
      ? registryId(kind, registry ?? '', kind === 'service' ? serviceSlug(facts, name) : name)
      : localId(kind, name)
  return {...compact({...stated, id, aliases: [], digests, evidence}), ...facts}
}

type StatedFields = Pick<AssetBase, 'name'> &
  Partial<Pick<AssetBase, 'group' | 'version' | 'description' | 'licences' | 'references' | 'released' | 'commits'>>

function statedFields(
  node: UnknownRecord,
  bag: PropertyBag,
  addresses: Addresses,
  unmarkedFiles: boolean,
): StatedFields {
  const licences = Array.isArray(node['licenses']) ? readLicences(node['licenses'], bag, addresses) : undefined
  const references = readReferences({node, addresses, refused: () => undefined}, unmarkedFiles)
  return compact({
    name: bag.text('aibom:name') ?? textOf(node['name']) ?? '',
    group: textOf(node['group']),
    version: textOf(node['version']),
    description: textOf(node['description']),
    licences: licences === undefined || licences.length === 0 ? undefined : licences,
    references: references.length === 0 ? undefined : references,
    released: readReleased(node),
    commits: readCommits(node),
  })
}

/**
 * Occurrences, or the lines of `aibom:evidence`; a component without any stands at least in this document.
 *
 * @param packageName of a package of aibom's own document, whose evidence may leave out what is usual at its place
 */
function readEvidence(node: UnknownRecord, bag: PropertyBag, context: ReadContext, packageName?: string): Evidence[] {
  const lines = bag.text('aibom:evidence')
  if (lines !== undefined) return lines.split('\n').flatMap(line => parseEvidenceLine(line) ?? [])
  const evidence = asRecord(node['evidence'])
  const identity = asList(evidence?.['identity']).map(asRecord)[0] ?? asRecord(evidence?.['identity'])
  const technique = techniqueOf(identity)
  const confidence = typeof identity?.['confidence'] === 'number' ? identity['confidence'] : statedConfidence
  const stated = {detector: 'bom', technique, level: 'used', scope: 'product', confidence} as const
  const places = [
    ...asList(evidence?.['occurrences']).flatMap(placeOf),
    ...(bag.texts('location') ?? []).map(parseLocation),
  ]
  if (places.length === 0) return [{...stated, technique: 'manifest', path: context.path}]
  return places.map(
    place =>
      parseContext(place.context ?? '', place) ??
      (packageName === undefined ? undefined : usualAt(place, context.usual, packageName)) ??
      compact({...stated, path: place.path, line: place.line, symbol: place.symbol}),
  )
}

function usualAt(place: Place, usual: ReadContext['usual'], packageName: string): Evidence | undefined {
  const known = usual.get(place.path)
  if (known === undefined || place.context !== undefined) return undefined
  return compact({...known, line: place.line, symbol: place.symbol ?? packageName})
}

interface Place {
  readonly path: string
  readonly line?: number
  readonly symbol?: string
  readonly context?: string
}

function placeOf(item: unknown): Place[] {
  const occurrence = asRecord(item)
  const path = occurrence?.['location']
  const line = occurrence?.['line']
  if (typeof path !== 'string') return []
  const context = textOf(occurrence?.['additionalContext'])
  const place = context === undefined && line === undefined ? parseLocation(path) : {path}
  return [compact({...place, ...(typeof line === 'number' && {line}), symbol: textOf(occurrence?.['symbol']), context})]
}

/** `chat.py:6`, as several tools write it. */
function parseLocation(text: string): Place {
  const [, path, line] = locationPattern.exec(text) ?? []
  return path === undefined ? {path: text} : {path, line: Number(line)}
}

function techniqueOf(identity: UnknownRecord | undefined): Technique {
  const [method] = asList(identity?.['methods']).map(asRecord)
  const name = method?.['technique']
  return toTechnique(typeof name === 'string' ? name : undefined) ?? 'manifest'
}

function authorOf(node: UnknownRecord): string | undefined {
  const named = [node['manufacturer'], node['supplier'], ...asList(node['authors'])].map(entity =>
    textOf(asRecord(entity)?.['name']),
  )
  return textOf(node['publisher']) ?? textOf(node['author']) ?? named.find(name => name !== undefined)
}

function serviceSlug(facts: Facts, name: string): string {
  return facts.kind === 'service' ? facts.facts.provider : name
}

/** Name and value, in order; entries without either are left out. */
export function propertiesOf(node: UnknownRecord | undefined): [string, string][] {
  return asList(node?.['properties']).flatMap((item): [string, string][] => {
    const [name, value] = [asRecord(item)?.['name'], asRecord(item)?.['value']]
    return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : []
  })
}

function purlType(node: UnknownRecord): string {
  const [, type] = /^pkg:([\w.+-]{1,40})\//.exec(String(node['purl'] ?? '')) ?? []
  return type === undefined ? '' : ` (pkg:${type})`
}

/** Undefined also for the empty text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isKind(text: string | undefined): text is Facts['kind'] {
  return text !== undefined && kinds.has(text)
}
