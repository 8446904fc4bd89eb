import type {Asset} from '../inventory/asset.ts'
import {fullName} from '../inventory/identity.ts'

/**
 * Tells whether a registry's name is that of a provider of hosted models, rather than of a store that bytes are fetched
 * from.
 */
export type IsProvider = (registry: string) => boolean

/** Who runs an asset, or where its bytes come from: one of them at most. */
export function originOf(
  asset: Asset,
  isProvider: IsProvider,
): {readonly provider?: string; readonly registry?: string} {
  if (asset.kind === 'service') return {provider: asset.facts.provider}
  if (asset.kind === 'dataset') return asset.facts.registry === undefined ? {} : {registry: asset.facts.registry}
  if (asset.kind !== 'model' || asset.facts.registry === undefined) return {}
  const {registry} = asset.facts
  return isProvider(registry) ? {provider: registry} : {registry}
}

/**
 * The names by which a policy may approve an asset, the plainest first. A name that anybody can choose is none where
 * there is a better one: an MCP server goes by what it starts or calls, a model by its registry.
 */
export function approvedNamesOf(asset: Asset): string[] {
  switch (asset.kind) {
    case 'model':
    case 'dataset':
      return registryNames(asset)
    case 'mcp-server': {
      const {origin, url, command, args = []} = asset.facts
      if (origin !== undefined) return withoutVersion(origin)
      if (url !== undefined) return [url]
      return [command === undefined ? asset.name : [command, ...args].join(' ')]
    }
    default:
      return [fullName(asset)]
  }
}

/** `huggingface/org/name`, with `@version` too, and `hf:org/name`; `./path` of what only lies here. */
function registryNames(asset: Asset & {readonly kind: 'model' | 'dataset'}): string[] {
  const name = asset.id.slice(asset.id.indexOf(':') + 1)
  const {registry} = asset.facts
  if (registry === undefined) return [isLocal(asset, name) ? `./${name}` : name]
  const plain = [name, ...(registry === 'huggingface' ? [`hf:${name.slice(name.indexOf('/') + 1)}`] : [])]
  return asset.version === undefined ? plain : [...plain, ...plain.map(each => `${each}@${asset.version}`)]
}

function isLocal({evidence}: Asset, name: string): boolean {
  return name === '.' || evidence.some(({path}) => path === name || path.startsWith(`${name}/`))
}

/** `pkg:npm/@scope/name` of `pkg:npm/%40scope/name@1.0.0`, as people write it; with the version too. */
function withoutVersion(origin: string): string[] {
  const readable = origin.replace('%40', '@')
  const at = readable.lastIndexOf('@')
  const bare = at > readable.lastIndexOf('/') && at > 0 ? readable.slice(0, at) : readable
  return bare === readable ? [readable] : [bare, readable]
}
