/**
 * Names whose value is a model's id and nothing else: `model`, `default_model`, `IMAGE_MODEL`, `available_models`,
 * `llm_name`, `model_size`.
 */
const pattern =
  /(?:^|_)(?:models?|llms?|embedders?|rerankers?)(?:_(?:id|ids|name|names|slug|slugs|size|sizes|option|options|choices|list|configs|specs|catalog|catalogue|default|maps?|mappings?|alias|aliases|registry|key|value|values|hf|hub|torch|by_[a-z]{1,20}|per_[a-z]{1,20})){0,6}\d{0,4}$/i

/** Whether a name asks for a model's id and nothing else. @param name in snake case */
export function asksForModel(name: string): boolean {
  return pattern.test(name)
}
