import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function found(text: string, path = 'app.py'): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return assets.map(({kind, group, name}) => `${kind} ${group === undefined ? '' : `${group}/`}${name}`).sort()
}

describe('what a catalogue of models lists', () => {
  it.each([
    [
      'files, a record each',
      'detection_models = {"craft": {"filename": "craft_25k.pth", "md5sum": "2f82"}}\n',
      ['weights craft_25k.pth'],
    ],
    [
      'files, by generation',
      'recognition_models = {"gen2": {"latin": {"filename": "latin_g2.pth"}}}\n',
      ['weights latin_g2.pth'],
    ],
    [
      'nothing that is no file of weights',
      'detection_models = {"craft": {"filename": "craft.yaml"}}\nfiles = {"a": {"filename": "x.pth"}}\n',
      [],
    ],
    [
      'names under keys of its own',
      'import anthropic\nANTHROPIC_MODEL_CONFIG = {Llm.A: {"api_name": "claude-opus-4-8", "effort": "low"}}\n',
      ['model claude-opus-4-8'],
    ],
  ])('%s', async (_name, text, expected) => expect(await found(text)).toEqual(expected))
})

describe('by the name of a constant', () => {
  it('a repository stands under a path', async () => {
    const text =
      'REPLICATE_API_BASE_URL = "https://api.replicate.com/v1"\nprompt = input()\nIMAGE_MODEL_PATH = "acmeai/z-turbo-image"\nOUT_MODEL_PATH = "trained/my-model"\n'
    expect((await found(text)).filter(line => line.startsWith('model'))).toEqual(['model acmeai/z-turbo-image'])
  })

  it('a file of weights stands behind a folder that is unknown', async () => {
    const text =
      'import os, onnxruntime\ndef load(folder):\n    model_path = os.path.join(folder, "face-1024.onnx")\n    return model_path\n'
    expect(await found(text)).toEqual(['weights face-1024.onnx'])
  })
})
