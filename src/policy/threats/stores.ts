import type {AssetOf} from '../../inventory/asset.ts'

/** Registries that hand out bytes; all others answer requests with a model of theirs. */
const stores: ReadonlySet<string> = new Set([
  'huggingface',
  'modelscope',
  'ollama',
  'mlflow',
  'docker',
  'oci',
  'kaggle',
  'replicate',
])

/** A model whose bytes are fetched and run here, by a name that may mean other bytes tomorrow. */
export function isFloatingFetch({facts, name}: AssetOf<'model'>): boolean {
  if (facts.registry === 'ollama' && (name.endsWith(':latest') || !name.includes(':'))) return true
  return facts.floating === true && facts.registry !== undefined && stores.has(facts.registry)
}

/** A model that is used at its provider. */
export function isHosted({facts}: AssetOf<'model'>): boolean {
  return facts.registry !== undefined && !stores.has(facts.registry)
}
