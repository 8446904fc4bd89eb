import type {Asset, AssetKind} from './asset.ts'

/** The source itself, as an end of a relationship. */
export const subjectKey = 'subject'

/**
 * Identity of an asset that a registry knows: `model:huggingface/org/name`, `model:openai/gpt-4o`, `package:npm/@scope/name`, `dataset:huggingface/org/name`,
 * `service:openai`. Version, revision and digest are facts, never identity, so that a moved revision is a change of one asset.
 *
 * @param registry empty where it is not known: `model:name`
 */
export function registryId(kind: AssetKind, registry: string, name: string): string {
  return registry === '' ? `${kind}:${name}` : `${kind}:${registry}/${name}`
}

/** Identity of an asset that only this source knows: `prompt:src/agent.py#SYSTEM_PROMPT`, `weights:models/a.gguf`. */
export function localId(kind: AssetKind, path: string, symbol?: string): string {
  return symbol === undefined ? `${kind}:${path}` : `${kind}:${path}#${symbol}`
}

/** Identity of the model or data set that a folder holds, weights, configuration and card together; the root is `.`. */
export function folderId(kind: 'model' | 'dataset', folder: string): string {
  return localId(kind, folder === '' ? '.' : folder)
}

/** Tells assets of one identity apart that stand side by side in several versions; relationships name assets by it. */
export function keyOf(asset: Pick<Asset, 'id' | 'version'>): string {
  return asset.version === undefined ? asset.id : `${asset.id}@${asset.version}`
}
