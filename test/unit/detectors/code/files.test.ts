import {describe, expect, it} from 'vitest'
import {lastSegment, pathText} from '../../../../src/detectors/code/files.ts'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

const place = {path: 'a.py', line: 1}

async function found(source: string, path = 'a.py'): Promise<string[]> {
  const {assets} = await detect(code, {[path]: source})
  return placesOf(assets, path)
}

describe('the known end of a path', () => {
  it.each([
    [['/train.csv'], 'train.csv'],
    [['/', 'data', '/', 'train.csv'], 'data/train.csv'],
    [['_raw/train.csv'], 'train.csv'],
    [['.csv'], undefined],
    [['/'], undefined],
  ])('of an unknown folder and %j is %s', (parts, path) => {
    expect(pathText({kind: 'partial', parts: [{hole: 'root'}, ...parts], place})).toBe(path)
  })

  it('is none where the file itself is unknown', () => {
    expect(pathText({kind: 'partial', parts: ['data/', {hole: 'split'}], place})).toBeUndefined()
  })

  it('ends in a segment, whatever the separator', () => {
    expect([lastSegment('a/b/c.pt'), lastSegment('a\\b\\c.pt'), lastSegment('c.pt')]).toEqual(['c.pt', 'c.pt', 'c.pt'])
  })
})

describe('files that code names', () => {
  it.each([
    ['os.path.join', 'import os\nimport torch\ntorch.load(os.path.join(root, "a", "gen.pth"))', ['3 weights:gen.pth']],
    [
      'join imported by itself',
      'from os.path import join\nimport torch\ntorch.load(join(root, "gen.pth"))',
      ['3 weights:gen.pth'],
    ],
    ['the slash of pathlib', 'import torch\ntorch.load(root / "gen.pth")', ['2 weights:gen.pth']],
    ['joinpath', 'import torch\ntorch.load(root.joinpath("w", "gen.pth"))', ['2 weights:gen.pth']],
    [
      'an open file',
      'import pickle\nwith open("forest.pkl", "rb") as f:\n    pickle.load(f)',
      ['2 weights:forest.pkl'],
    ],
    [
      'a wildcard import',
      'from torch.hub import *\nload_state_dict_from_url("https://example.org/gen.pth")',
      ['2 weights:gen.pth'],
    ],
  ])('are followed through %s', async (_, source, places) => {
    expect(await found(source)).toEqual(places)
  })

  it.each([
    ['torch.save', 'import torch\ntorch.save(net, "gen.pth")\ntorch.load("gen.pth")'],
    [
      'a joined path',
      'import os\nimport torch\ntorch.save(net, os.path.join(out, "gen.pth"))\ntorch.load(os.path.join(out, "gen.pth"))',
    ],
    [
      'open for writing',
      'import pickle\npickle.dump(x, open("forest.pkl", "wb"))\npickle.load(open("forest.pkl", "rb"))',
    ],
  ])('are no input when %s has written them', async (_, source) => {
    expect(await found(source)).toEqual([])
  })

  it('join paths of Node', async () => {
    const source =
      "import path from 'node:path'\nimport {InferenceSession} from 'onnxruntime-node'\nInferenceSession.create(path.join(dir, 'net.onnx'))"
    expect(await found(source, 'a.ts')).toEqual(['3 weights:net.onnx'])
  })
})

describe('a wildcard import', () => {
  it('of a package does not make a name of the module its own', async () => {
    expect(
      await found(
        'from torch.hub import *\ndef load_state_dict_from_url(url): pass\nload_state_dict_from_url("https://example.org/gen.html")',
      ),
    ).toEqual([])
  })
})

describe('names of the registry of MLflow', () => {
  it.each([
    ['models:/prix élevés/2', 'model:mlflow/prix élevés', '2', undefined],
    ['models:/churn@champion', 'model:mlflow/churn', 'champion', true],
    ['models:/churn/Production', 'model:mlflow/churn', 'Production', true],
  ])('%s', async (text, id, version, floating) => {
    const {assets} = await detect(code, {'a.py': `import mlflow\nmlflow.pyfunc.load_model("${text}")`})
    expect(assets).toMatchObject([{id, version}])
    expect(assets.map(({facts}) => 'floating' in facts && facts.floating === true)).toEqual([floating === true])
  })
})

describe('a tag that moves', () => {
  it.each(['latest', 'DEFAULT'])('%s is no version', async tag => {
    const {assets} = await detect(code, {'a.py': `import mlflow\nmlflow.pyfunc.load_model("models:/churn/${tag}")`})
    expect(assets.map(({id, version}) => [id, version])).toEqual([['model:mlflow/churn', undefined]])
  })
})
