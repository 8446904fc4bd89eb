import {normalisePypiName} from '../lib/names/purl.ts'
import type {Asset, AssetKind} from './asset.ts'
import type {PackageFacts} from './facts.ts'
import {originSuffix, type PackageOrigin} from './package-origin.ts'

/** The source itself, as an end of a relationship. */
export const subjectKey = 'subject'

/**
 * Identity of an asset that a registry knows: `model:huggingface/org/name`, `model:openai/gpt-4o`,
 * `package:npm/@scope/name`, `dataset:huggingface/org/name`,
 * `service:openai`. Version, revision and digest are facts, never identity, so that a moved revision is a change of one
 * asset.
 *
 * @param registry empty where it is not known: `model:name`
 */
export function registryId(kind: AssetKind, registry: string, name: string): string {
  return registry === '' ? `${kind}:${name}` : `${kind}:${registry}/${name}`
}

/**
 * Identity of a package: `package:npm/@scope/name`,
 * `package:pypi/torch?repository_url=https://download.pytorch.org/whl/cpu`. The same name from another
 * registry, a repository, an archive or a folder is another package.
 */
export function packageId(ecosystem: PackageFacts['ecosystem'], name: string, origin?: PackageOrigin): string {
  return `${registryId('package', ecosystem, ecosystem === 'pypi' ? normalisePypiName(name) : name)}${originSuffix(origin)}`
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

/** The name with its group: `@scope/name`, `org/model`. */
export function fullName({group, name}: Pick<Asset, 'group' | 'name'>): string {
  return group === undefined ? name : `${group}/${name}`
}
