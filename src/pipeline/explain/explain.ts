import {resolve} from 'node:path'
import {readBom} from '../../bom/read/read.ts'
import {type Asset, textOfLicence} from '../../inventory/asset.ts'
import {fullName, keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {redactInventory} from '../../inventory/redact.ts'
import {AibomError} from '../../lib/errors.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {compareText} from '../../lib/sort.ts'
import {openSource} from '../../sources/open-source.ts'
import type {Source} from '../../sources/source.ts'
import type {RunContext} from '../run-context.ts'
import {excerptOf} from './excerpt.ts'
import {findAssets, similarNames} from './find-asset.ts'
import {recallPlace} from './recall-place.ts'
import type {ExplainResult} from './result.generated.ts'

type Explained = ExplainResult['assets'][number]

/** What `aibom explain` is asked. */
export interface ExplainOptions extends RunContext {
  /** name, bom-ref, purl, alias, or a place */
  readonly asset: string
  /** the BOM, as the user typed it */
  readonly bom: string
  /** where the code around a place is taken from; undefined: where the source lay when the BOM was written */
  readonly source: string | undefined
}

const bomLimitBytes = 256 * 1024 * 1024
const suggestions = 5
/** More are not what was meant by a part of a name. */
const mostByPart = 12

/**
 * `aibom explain`: every piece of evidence of one asset of a BOM, with the code around it where the source is at hand.
 * @throws {AibomError} `AIBOM_ASSET_NOT_FOUND`, `AIBOM_ASSET_AMBIGUOUS`, `AIBOM_BOM_INVALID`, `AIBOM_FILE_NOT_FOUND`
 */
export async function explain(options: ExplainOptions): Promise<ExplainResult> {
  const absolutePath = resolve(options.cwd, options.bom)
  const text = readUserFile(absolutePath, options.bom, bomLimitBytes, 'Write one with: aibom generate')
  const bom = readBom(text, options.bom)
  const inventory = redactInventory(bom.inventory)
  const {found, byPart} = findAssets(inventory.assets, options.asset)
  if (found.length === 0) throw notFound(inventory, options)
  if (byPart && found.length > mostByPart) throw tooMany(found, options)
  const place = options.source ?? recallPlace(absolutePath, bom.serialNumber, options)
  const named = new Map(inventory.assets.map(asset => [keyOf(asset), asset]))
  await using source = await openSource(place ?? '.', {...options, exclude: [], offline: true})
  const assets: Explained[] = []
  for (const asset of found) assets.push(await explainAsset(asset, {inventory, named, source}))
  return {schemaVersion: 1, bom: options.bom, ...(place !== undefined && {source: place}), assets}
}

interface Explaining {
  readonly inventory: Inventory
  readonly named: ReadonlyMap<string, Asset>
  readonly source: Source
}

async function explainAsset(asset: Asset, {inventory, named, source}: Explaining): Promise<Explained> {
  const key = keyOf(asset)
  const evidence: Explained['evidence'] = []
  for (const {cell: _cell, ...seen} of asset.evidence) evidence.push({...seen, excerpt: await excerptOf(source, seen)})
  const {relationships} = inventory
  return {
    ref: key,
    kind: asset.kind,
    name: fullName(asset),
    ...(asset.version !== undefined && {version: asset.version}),
    ...(asset.purl !== undefined && {purl: asset.purl}),
    aliases: [...asset.aliases],
    facts: [...factsOf(asset), ...findingsOf(inventory, key)],
    evidence,
    leadsTo: relationships.flatMap(({from, to, kind}) => (from === key ? [edge(kind, to, inventory, named)] : [])),
    comesFrom: relationships.flatMap(({from, to, kind}) => (to === key ? [edge(kind, from, inventory, named)] : [])),
  }
}

/** One end of a relationship, by name. */
function edge(
  kind: string,
  ref: string,
  {subject}: Inventory,
  named: ReadonlyMap<string, Asset>,
): Explained['leadsTo'][number] {
  const asset = named.get(ref)
  if (asset !== undefined) return {kind, ref, name: fullName(asset), assetKind: asset.kind}
  return {kind, ref, name: ref === subjectKey ? subject.name : ref, assetKind: 'subject'}
}

/** What rules say of it. */
function findingsOf({findings}: Inventory, key: string): {name: string; value: string}[] {
  return findings
    .filter(({asset}) => asset === key)
    .map(({rule, message}) => ({name: 'finding', value: `${rule} ${message}`}))
}

/** Facts, digests, licences and properties as name and value, sorted by name. */
function factsOf(asset: Asset): {name: string; value: string}[] {
  const facts = Object.entries(asset.facts).flatMap(([name, value]) => flatten(name, value))
  const digests = asset.digests.map(({alg, hex, from, of}) => ({
    name: alg,
    value: `${hex} (${from}${of === 'content' ? '' : `, of the ${of}`})`,
  }))
  const licences = (asset.licences ?? []).map(licence => ({
    name: 'licence',
    value: textOfLicence(licence),
  }))
  const properties = Object.entries(asset.properties ?? {}).map(([name, values]) => ({name, value: values.join(', ')}))
  return [...facts, ...digests, ...licences, ...properties].sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.value, b.value),
  )
}

function flatten(name: string, value: unknown): {name: string; value: string}[] {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return [{name, value: value.join(', ')}]
  if (typeof value !== 'object' || value === null) return [{name, value: String(value)}]
  return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}.${key}`, inner))
}

function notFound(inventory: Inventory, {asset, bom}: ExplainOptions): AibomError {
  const similar = similarNames(inventory.assets, asset, suggestions)
  const hint = similar.length > 0 ? `Did you mean: ${similar.join(', ')}` : `See what it lists: aibom list ${bom} all`
  return new AibomError('AIBOM_ASSET_NOT_FOUND', `${bom} has no asset named ${JSON.stringify(asset)}`, {hint})
}

function tooMany(found: readonly Asset[], {asset}: ExplainOptions): AibomError {
  const names = found.slice(0, suggestions).map(fullName)
  return new AibomError('AIBOM_ASSET_AMBIGUOUS', `${found.length} assets match ${JSON.stringify(asset)}`, {
    hint: `Write more of the name, for example: ${names.join(', ')}`,
  })
}
