import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(text: string): Promise<string[]> {
  const {assets} = await detect(code, {'settings.py': text})
  return assets.flatMap(({kind, name}) => (kind === 'model' || kind === 'weights' ? [`${kind} ${name}`] : [])).sort()
}

describe('networks that a training begins with', () => {
  it.each<[string, string, string[]]>([
    [
      'the name in the settings of a training',
      'import torch\nclass Config:\n    name = "coatnet_1_rw_224"\nclass Seg(Config):\n    name = "resnet18d"\nclass SegConfig:\n    name = "resnet18d"\n',
      ['model coatnet_1_rw_224', 'model resnet18d'],
    ],
    [
      'a backbone in a module that imports nothing',
      'backbone = "tf_efficientnet_b5_ns"\n',
      ['model tf_efficientnet_b5_ns'],
    ],
    [
      'no name of something else',
      'import torch\nclass Config:\n    name = "baseline_2"\nclass Loss:\n    name = "vgg16"\n',
      [],
    ],
    ['no kind of encoder', 'encoder = "utf_8"\nbackbone = "resnet"\n', []],
    [
      'no file that every model has, in a folder that nobody knows',
      'import os\nimport torch\ndef load(folder):\n    return torch.load(os.path.join(folder, "pytorch_model.bin"))\n',
      [],
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await found(text)).toEqual(expected)
  })
})

describe('a model that one text names for clients of two providers', () => {
  it('is one, of the provider that its name tells', async () => {
    const text = `import { OpenAIEmbeddings } from "@langchain/openai";
import { OllamaEmbeddings } from "@langchain/ollama";
const name = "text-embedding-3-small";
export const embeddings = local ? new OllamaEmbeddings({ model: name }) : new OpenAIEmbeddings({ model: name });
`
    const {assets, relationships = []} = await detect(code, {'embeddings.ts': text})
    const ids = new Set(assets.map(({id}) => id))
    expect([...ids].filter(id => id.startsWith('model:'))).toEqual(['model:openai/text-embedding-3-small'])
    expect(relationships.filter(({from, to}) => !ids.has(from) || !ids.has(to))).toEqual([])
  })
})
