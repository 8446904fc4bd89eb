/** Registries that hand out bytes; all others answer requests with a model of theirs. */
const stores: ReadonlySet<string> = new Set([
  'huggingface',
  'modelscope',
  'ollama',
  'mlflow',
  'docker-hub',
  'oci',
  'kaggle',
  'replicate',
])

/** Whether a registry hands out the bytes of its models. */
export function isStore(registry: string | undefined): boolean {
  return registry !== undefined && stores.has(registry)
}
