import {describe, expect, it} from 'vitest'
import {weights} from '../../../../src/detectors/weights/index.ts'
import {detect} from '../../../support/detect.ts'
import {safetensors} from '../../../support/weights.ts'

const tensors = safetensors({a: {dtype: 'F16', shape: [2, 2], data_offsets: [0, 8]}}, 8)

async function basesOf(yaml: string): Promise<{edges: string[]; lines: (number | undefined)[]}> {
  const files = {
    'm/config.json': '{"model_type": "llama"}',
    'm/model.safetensors': tensors,
    'm/mergekit_config.yml': yaml,
  }
  const {assets, relationships = []} = await detect(weights, files)
  const derived = relationships.filter(({kind}) => kind === 'derived-from')
  return {
    edges: derived.map(({from, to, relation}) => `${from} ${relation} ${to}`),
    lines: assets.filter(({id}) => derived.some(({to}) => to === id)).map(({evidence}) => evidence[0]?.line),
  }
}

describe('the configuration that mergekit leaves', () => {
  it.each([
    ['models', 'models:\n  - model: acme/one\n  - model: acme/two\nmerge_method: linear\n', ['acme/one', 'acme/two']],
    [
      'slices',
      'slices:\n- sources:\n  - model: acme/one\n    layer_range: [0, 8]\n- sources:\n  - model: acme/one\n',
      ['acme/one'],
    ],
    ['base model', 'base_model: acme/one\nmodels: []\n', ['acme/one']],
    ['records', 'models:\n- model:\n    model: {path: acme/one, revision: main}\n', ['acme/one']],
    ['adapters', 'models:\n- model: acme/one+acme/lora\n', ['acme/one']],
    ['experts', 'base_model: acme/one\nexperts:\n- source_model: acme/two\n', ['acme/one', 'acme/two']],
  ])('names what a model was made of: %s', async (_name, yaml, expected) => {
    expect((await basesOf(yaml)).edges).toEqual(expected.map(id => `model:m merge model:huggingface/${id}`))
  })

  it('says on which line', async () =>
    expect((await basesOf('merge_method: slerp\nmodels:\n  - model: acme/one\n')).lines).toEqual([3]))

  it.each(['- a\n', 'models: [', 'models: {__proto__: 1}\n', 'models:\n- model: 7\n', ''])(
    'names nothing where it says nothing: %j',
    async yaml => {
      expect((await basesOf(yaml)).edges).toEqual([])
    },
  )
})
