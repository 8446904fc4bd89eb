import {createHash} from 'node:crypto'
import {missingShardProperty} from '../../detectors/weights/model.ts'
import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import {keyOf, localId} from '../../inventory/identity.ts'
import {addTo} from '../../lib/group.ts'
import {compareText} from '../../lib/sort.ts'

const rootDigestProperty = 'aibom:model:root-digest'
const rootDigestMethodProperty = 'aibom:model:root-digest-method'
/**
 * What the root digest is of: the method "files" of OpenSSF model signing over the weight files alone, in code-point
 * order of their paths.
 */
export const rootDigestMethod = 'openssf-model-signing-v1.0 method=files hash=sha256 files=weights'

const weightsPrefix = localId('weights', '')

/** The files whose content is here to be hashed: of weights assets, by path. */
export function pathsToHash(assets: readonly Asset[]): string[] {
  const paths = assets
    .filter(asset => asset.kind === 'weights' && asset.facts.present)
    .map(({id}) => id.slice(weightsPrefix.length))
  return [...new Set(paths)].sort(compareText)
}

/**
 * Puts digests on the weights they are of, and what follows on the models that contain them: a single file's digests,
 * of several files the root digest, which is a property and no hash of the model (no file has it). A model with a
 * missing shard gets neither, nor one of whose several files has no SHA-256. Pure.
 * @param relationships `contains`, from models to weights
 */
export function attachDigests(
  assets: readonly Asset[],
  relationships: readonly Relationship[],
  digestsByPath: ReadonlyMap<string, readonly Digest[]>,
): Asset[] {
  const hashed = ({id}: AssetOf<'weights'>): readonly Digest[] =>
    digestsByPath.get(id.slice(weightsPrefix.length)) ?? []
  const weights = new Map<string, AssetOf<'weights'>>()
  for (const asset of assets) {
    if (asset.kind !== 'weights') continue
    // one file, seen in several places: each may state a digest
    const known = weights.get(keyOf(asset)) ?? asset
    weights.set(keyOf(asset), withDigests(known, [...asset.digests, ...hashed(asset)]))
  }
  const contained = new Map<string, AssetOf<'weights'>[]>()
  for (const {from, to, kind} of relationships) {
    const file = kind === 'contains' ? weights.get(to) : undefined
    if (file === undefined) continue
    addTo(contained, from, file)
  }
  return assets.map(asset => {
    if (asset.kind === 'model') return withFiles(asset, contained.get(keyOf(asset)) ?? [])
    return asset.kind === 'weights' ? withDigests(asset, hashed(asset)) : asset
  })
}

function withFiles(model: AssetOf<'model'>, files: readonly AssetOf<'weights'>[]): AssetOf<'model'> {
  const distinct = [...new Map(files.map(file => [file.id, file])).values()].sort((a, b) => compareText(a.id, b.id))
  const [only, ...others] = distinct
  if (only === undefined || model.properties?.[missingShardProperty] !== undefined) return model
  if (others.length === 0) return withDigests(model, only.digests)
  const digests = distinct.map(file => file.digests.find(digest => digest.alg === 'sha256' && digest.of === 'content'))
  if (digests.includes(undefined)) return model
  const root = createHash('sha256')
  for (const digest of digests) root.update(Buffer.from(digest?.hex ?? '', 'hex'))
  const isDeclared = digests.some(digest => digest?.from === 'declared')
  return {
    ...model,
    properties: {
      ...model.properties,
      [rootDigestProperty]: [root.digest('hex')],
      [rootDigestMethodProperty]: [isDeclared ? `${rootDigestMethod} digests=declared` : rootDigestMethod],
    },
  }
}

function withDigests<A extends Asset>(asset: A, digests: readonly Digest[]): A {
  const known = new Set(asset.digests.map(textOf))
  const added = digests.filter(digest => !known.has(textOf(digest)))
  return added.length === 0 ? asset : {...asset, digests: [...asset.digests, ...added]}
}

function textOf({alg, hex, of, from}: Digest): string {
  return `${alg}:${hex}:${of}:${from}`
}
