import {resolve} from 'node:path'
import {readBom} from '../bom/read.ts'
import type {Asset, Relationship} from '../inventory/asset.ts'
import {keyOf} from '../inventory/identity.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {redactInventory} from '../inventory/redact.ts'
import {AibomError} from '../lib/errors.ts'
import {readUserFile} from '../lib/read-file.ts'
import {compareText} from '../lib/sort.ts'
import {openSource} from '../sources/open-source.ts'
import type {Source} from '../sources/source.ts'
import {excerptOf} from './excerpt.ts'
import type {ExplainResult} from './explain-result.generated.ts'
import {findAssets, fullName, similarNames} from './find-asset.ts'
import type {RunContext} from './run-context.ts'

type Explained = ExplainResult['assets'][number]

export interface ExplainOptions extends RunContext {
  /** name, bom-ref, purl, alias, or a place */
  readonly asset: string
  /** the BOM, as the user typed it */
  readonly bom: string
  /** where the code around a place is taken from */
  readonly source: string
}

const bomLimitBytes = 256 * 1024 * 1024
const suggestions = 5

/**
 * `aibom explain`: every piece of evidence of one asset of a BOM, with the code around it where the source is at hand.
 * @throws {AibomError} `AIBOM_ASSET_NOT_FOUND`, `AIBOM_BOM_INVALID`, `AIBOM_FILE_NOT_FOUND`
 */
export async function explain(options: ExplainOptions): Promise<ExplainResult> {
  const text = readUserFile(resolve(options.cwd, options.bom), options.bom, bomLimitBytes, 'Write one with: aibom generate')
  const inventory = redactInventory(readBom(text, options.bom).inventory)
  const found = findAssets(inventory.assets, options.asset)
  if (found.length === 0) throw notFound(inventory, options)
  await using source = await openSource(options.source, {...options, exclude: [], offline: true})
  const assets: Explained[] = []
  for (const asset of found) assets.push(await explainAsset(asset, inventory, source))
  return {schemaVersion: 1, bom: options.bom, assets}
}

async function explainAsset(asset: Asset, inventory: Inventory, source: Source): Promise<Explained> {
  const key = keyOf(asset)
  const evidence: Explained['evidence'] = []
  for (const {cell: _cell, ...seen} of asset.evidence) evidence.push({...seen, excerpt: await excerptOf(source, seen)})
  return {
    ref: key,
    kind: asset.kind,
    name: fullName(asset),
    ...(asset.version !== undefined && {version: asset.version}),
    ...(asset.purl !== undefined && {purl: asset.purl}),
    aliases: [...asset.aliases],
    facts: [...factsOf(asset), ...findingsOf(inventory, key)],
    evidence,
    leadsTo: edges(inventory.relationships, ({from, to}) => (from === key ? to : undefined)),
    comesFrom: edges(inventory.relationships, ({from, to}) => (to === key ? from : undefined)),
  }
}

/** What rules say of it. */
function findingsOf({findings}: Inventory, key: string): {name: string; value: string}[] {
  return findings.filter(({asset}) => asset === key).map(({rule, message}) => ({name: 'finding', value: `${rule} ${message}`}))
}

function edges(relationships: readonly Relationship[], otherEnd: (relationship: Relationship) => string | undefined): {kind: string; ref: string}[] {
  return relationships.flatMap(relationship => {
    const ref = otherEnd(relationship)
    return ref === undefined ? [] : [{kind: relationship.kind, ref}]
  })
}

/** Facts, digests, licences and properties as name and value, sorted by name. */
function factsOf(asset: Asset): {name: string; value: string}[] {
  const facts = Object.entries(asset.facts).flatMap(([name, value]) => flatten(name, value))
  const digests = asset.digests.map(({alg, hex, from, of}) => ({name: alg, value: `${hex} (${from}${of === 'content' ? '' : `, of the ${of}`})`}))
  const licences = (asset.licences ?? []).map(licence => ({
    name: 'licence',
    value: licence.kind === 'id' ? licence.id : licence.kind === 'expression' ? licence.expression : licence.name,
  }))
  const properties = Object.entries(asset.properties ?? {}).map(([name, values]) => ({name, value: values.join(', ')}))
  return [...facts, ...digests, ...licences, ...properties].sort((a, b) => compareText(a.name, b.name) || compareText(a.value, b.value))
}

function flatten(name: string, value: unknown): {name: string; value: string}[] {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return [{name, value: value.join(', ')}]
  if (typeof value !== 'object' || value === null) return [{name, value: String(value)}]
  return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}.${key}`, inner))
}

function notFound(inventory: Inventory, {asset, bom}: ExplainOptions): AibomError {
  const similar = similarNames(inventory.assets, asset, suggestions)
  const hint =
    similar.length > 0 ? `Did you mean: ${similar.join(', ')}` : `${bom} lists ${inventory.assets.length} assets; was it written of this source?`
  return new AibomError('AIBOM_ASSET_NOT_FOUND', `no asset of ${bom} answers to ${JSON.stringify(asset)}`, {hint})
}
