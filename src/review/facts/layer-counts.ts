/** What the names and shapes of tensors tell of a model. */
export interface LayerCounts {
  /** the folder of the weights */
  readonly folder: string
  readonly layers?: number
  readonly vocabulary?: number
  readonly width?: number
}

const layerPattern = /^(.{0,120}?\b(?:layers?|h|blocks?))\.(\d{1,5})\./
const embeddingPattern = /(?:^|\.)(?:embed_tokens|word_embeddings|wte|embed_in|tok_embeddings|shared)\.weight$/

/** A tensor without its data. */
interface Tensor {
  readonly name: string
  readonly shape: readonly bigint[]
}

/**
 * The layers of the only stack there is, and the size of the only embedding of words; undefined where there are more:
 * models of several parts have some of each.
 */
export function layerCounts(folder: string, tensors: readonly Tensor[]): LayerCounts | undefined {
  if (tensors.some(({name}) => /\blora_[AB]\b/.test(name))) return undefined
  const layers = onlyStack(tensors)
  const [embedding, ...others] = tensors.filter(({name, shape}) => embeddingPattern.test(name) && shape.length === 2)
  const [vocabulary, width] = others.length > 0 ? [] : (embedding?.shape ?? [])
  if (layers === undefined && vocabulary === undefined) return undefined
  return {
    folder,
    ...(layers !== undefined && {layers}),
    ...(vocabulary !== undefined && {vocabulary: Number(vocabulary)}),
    ...(width !== undefined && {width: Number(width)}),
  }
}

function onlyStack(tensors: readonly Tensor[]): number | undefined {
  const stacks = new Map<string, number>()
  for (const {name} of tensors) {
    const [, stack, number] = layerPattern.exec(name) ?? []
    if (stack !== undefined) stacks.set(stack, Math.max(stacks.get(stack) ?? 0, Number(number) + 1))
  }
  return stacks.size === 1 ? [...stacks.values()][0] : undefined
}
