import type {AssetOf} from '../../inventory/asset.ts'
import {isStore} from '../../inventory/store-registries.ts'

/** A model whose bytes are fetched and run here, by a name that may mean other bytes tomorrow. */
export function isFloatingFetch({facts, name}: AssetOf<'model'>): boolean {
  const isNewest = name.endsWith(':latest') || !name.includes(':')
  if (isTagged(facts.registry) && isNewest && !facts.revision?.startsWith('sha256:')) return true
  return facts.floating === true && isStore(facts.registry)
}

/** Registries whose names end with a tag; without one it is `latest`. */
function isTagged(registry: string | undefined): boolean {
  return registry === 'ollama' || registry === 'docker-hub'
}

/** A model that is used at its provider. */
export function isHosted({facts}: AssetOf<'model'>): boolean {
  return facts.registry !== undefined && !isStore(facts.registry)
}
