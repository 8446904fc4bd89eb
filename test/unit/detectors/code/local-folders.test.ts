import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

const weights = {'models/sentiment/model.safetensors': '', 'models/sentiment/config.json': '{}'}

async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const {assets} = await detect(code, files)
  return assets.flatMap(({id, evidence}) => evidence.map(({path, line}) => `${path}:${line} ${id}`)).sort()
}

describe('models that are loaded from folders', () => {
  it.each([
    ['from transformers import AutoModel', 'AutoModel.from_pretrained("/opt/models/other")', 'model:/opt/models/other'],
    ['from transformers import AutoModel', 'AutoModel.from_pretrained("./weights/mine")', 'model:weights/mine'],
    ['from transformers import pipeline', 'pipeline("ner", model="models/ner")', 'model:models/ner'],
    ['from sentence_transformers import SentenceTransformer', 'SentenceTransformer("~/embedder/")', 'model:~/embedder'],
    ['from vllm import LLM', 'LLM(model="../models/llama")', 'model:../models/llama'],
  ])('calls a model like the folder that the source does not have: %s %s', async (library, call, id) => {
    expect(await found({'app/run.py': `${library}\nm = ${call}\n`})).toEqual([`app/run.py:2 ${id}`])
  })

  it.each([
    ['from the root', '"models/sentiment"'],
    ['from the folder of the module', '"../models/sentiment/"'],
    ['behind a path that only a run knows', 'os.path.join(os.environ["ROOT"], "models/sentiment")'],
    ['from the file itself', 'str(Path(__file__).parent.parent / "models" / "sentiment")'],
    ['by a constant', 'str(WEIGHTS)'],
  ])('is evidence of the folder that the source has, %s', async (_what, path) => {
    const lines = [
      'import os; from pathlib import Path; from transformers import pipeline',
      'WEIGHTS = Path(__file__).parent.parent / "models" / "sentiment"',
      `classify = pipeline("text-classification", model=${path})`,
    ]
    const places = await found({...weights, 'app/run.py': lines.join('\n')})
    expect(places).toEqual([expect.stringMatching(/^app\/run\.py:[23] model:models\/sentiment$/)])
  })

  it('names nothing where the folder is unknown, or the module itself writes it', async () => {
    const lines = [
      'import os; from transformers import AutoModel',
      'AutoModel.from_pretrained(f"{os.environ[\'OWNER\']}/tiny")',
      'model.save_pretrained("./out/mine")',
      'AutoModel.from_pretrained("./out/mine")',
      'AutoModel.from_pretrained(".")',
    ]
    expect(await found({'run.py': lines.join('\n')})).toEqual([])
  })
})
