import {describe, expect, it} from 'vitest'
import {layerCounts} from '../../../../src/review/facts/layer-counts.ts'

const tensor = (name: string, ...shape: number[]) => ({name, shape: shape.map(BigInt)})

describe('layerCounts', () => {
  it('counts the layers of the only stack, and the words of the only embedding', () => {
    const tensors = [
      tensor('model.embed_tokens.weight', 512, 64),
      tensor('model.layers.0.mlp.up_proj.weight', 128, 64),
      tensor('model.layers.11.mlp.up_proj.weight', 128, 64),
    ]
    expect(layerCounts('m', tensors)).toEqual({folder: 'm', layers: 12, vocabulary: 512, width: 64})
  })

  it('says nothing of models with several stacks or embeddings, and of adapters', () => {
    const [encoder, decoder] = [tensor('encoder.layers.0.weight', 8, 8), tensor('decoder.layers.0.weight', 8, 8)]
    const words = ['vision.word_embeddings.weight', 'text.word_embeddings.weight'].map(name => tensor(name, 9, 8))
    expect(layerCounts('m', [encoder, decoder, ...words])).toBeUndefined()
    expect(layerCounts('m', [tensor('model.layers.0.q_proj.lora_A.weight', 8, 64)])).toBeUndefined()
  })
})
