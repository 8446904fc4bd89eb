import {describe, expect, it} from 'vitest'
import {configHyperparameters, ggufHyperparameters} from '../../../src/formats/hyperparameters.ts'
import {parseStrictJson} from '../../../src/lib/parse/strict-json.ts'

const read = (config: object) => configHyperparameters(parseStrictJson(JSON.stringify(config)).value)

describe('settings of an architecture', () => {
  it.each([
    [
      'as llama',
      {hidden_size: 4096, num_hidden_layers: 32, rms_norm_eps: 1e-5},
      {hidden_size: '4096', num_hidden_layers: '32', layer_norm_epsilon: '0.00001'},
    ],
    [
      'as gpt2',
      {n_embd: 768, n_layer: 12, n_head: 12, n_inner: null},
      {hidden_size: '768', num_hidden_layers: '12', num_attention_heads: '12'},
    ],
    ['as t5', {d_model: 512, num_layers: 6, d_ff: 2048}, {d_model: '512', num_layers: '6', intermediate_size: '2048'}],
    [
      'of the part that speaks',
      {vision_config: {hidden_size: 1}, text_config: {hidden_size: 2048}},
      {hidden_size: '2048'},
    ],
    ['the whole before a part', {hidden_size: 10, text_config: {hidden_size: 20}}, {hidden_size: '10'}],
    [
      'not what is a list, an object, empty or endless',
      {hidden_size: [1], vocab_size: {}, hidden_act: '', tokenizer_class: 'x'.repeat(101)},
      {},
    ],
  ])('are read %s', (_name, config, expected) => expect(read(config)).toEqual(expected))

  it('are read from a header of GGUF, but for lists with a value a layer', () => {
    const values = new Map<string, unknown>([
      ['embedding_length', 2048n],
      ['block_count', 16n],
      ['feed_forward_length', [1n, 2n]],
    ])
    expect(ggufHyperparameters(key => values.get(key))).toEqual({hidden_size: '2048', num_hidden_layers: '16'})
  })
})
