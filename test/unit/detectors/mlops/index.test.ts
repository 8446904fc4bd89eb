import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mlops} from '../../../../src/detectors/mlops/index.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/mlops/${name}`)

describe('mlops: DVC', () => {
  it('finds what is tracked, with declared digests; what a stage writes is only mentioned', async () => {
    const found = await detect(mlops, fixture('dvc'))
    expect(
      found.assets.map(asset => [asset.id, asset.evidence[0]?.path, asset.evidence[0]?.line, asset.evidence[0]?.level]),
    ).toEqual([
      ['dataset:data/raw.csv', 'data/raw.csv.dvc', 2, 'configured'],
      ['dataset:data/extra.parquet', 'dvc.lock', 6, 'configured'],
      ['dataset:data/extra.parquet', 'dvc.yaml', 6, 'configured'],
      ['dataset:work/clean.parquet', 'dvc.yaml', 9, 'mentioned'],
      ['weights:out/model.pkl', 'dvc.yaml', 16, 'mentioned'],
      ['weights:out/reviewer.onnx', 'dvc.yaml', 18, 'configured'],
      ['dataset:images', 'images.dvc', 7, 'configured'],
      ['weights:models/base.safetensors', 'models/base.safetensors.dvc', 2, 'configured'],
    ])
    expect(found.assets[0]?.digests).toEqual([
      {alg: 'md5', hex: 'a304afb96060aad90176268345e10355', of: 'content', from: 'declared'},
    ])
    expect(found.assets[6]).toMatchObject({
      digests: [{of: 'tree'}],
      facts: {url: 'https://***@git.example.com/registry'},
    })
    expect(found.assets[7]).toMatchObject({facts: {format: 'safetensors', byteLength: 100n, present: false}})
  })
})

describe('mlops: MLflow', () => {
  it('describes the model of an MLmodel file and what it was made from', async () => {
    const found = await detect(mlops, fixture('mlflow'))
    expect(found.assets.map(asset => [asset.id, asset.evidence[0]?.line])).toEqual([
      ['dataset:data/wine.csv', 7],
      ['model:huggingface/acme/base-7b', 8],
      ['model:model', 2],
      ['model:huggingface/acme/sentiment-base', 8],
    ])
    expect(found.assets[2]).toMatchObject({
      name: 'sentiment',
      facts: {library: 'transformers', task: 'text-classification'},
      properties: {
        'aibom:mlflow:run-id': ['9e1a'],
        'aibom:mlflow:model-uuid': ['5c3b'],
        'aibom:mlflow:flavor': ['python_function', 'transformers'],
      },
    })
    expect(found.relationships).toEqual([
      {
        from: 'model:model',
        to: 'model:huggingface/acme/sentiment-base@0123456789abcdef0123456789abcdef01234567',
        kind: 'derived-from',
      },
    ])
  })
})

describe('mlops: MLmodel of MLflow 3', () => {
  it('has the columns of its signature in their order, and no address as its name', async () => {
    const inputs = [{type: 'long'}, {type: 'double'}, {type: 'long'}]
    const lines = [
      'artifact_path: mlflow-artifacts:/1/models/m-0f/artifacts',
      'flavors: {python_function: {}}',
      `signature: {inputs: '${JSON.stringify(inputs)}', outputs: 'no JSON', params: null}`,
    ]
    const {assets} = await detect(mlops, {'churn/MLmodel': lines.join('\n')})
    expect(assets).toMatchObject([
      {name: 'churn', properties: {'aibom:mlflow:signature-inputs': [JSON.stringify(inputs)]}},
    ])
    expect(Object.keys(assets[0]?.properties ?? {})).toEqual(['aibom:mlflow:flavor', 'aibom:mlflow:signature-inputs'])
  })
})

describe('mlops: look-alikes and bad input', () => {
  it('finds nothing in code, settings, reports and files of the same name', async () => {
    expect(await detect(mlops, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })

  it('tells of a file that cannot be parsed', async () => {
    expect(await detect(mlops, fixture('broken'))).toMatchObject({
      assets: [],
      gaps: [{path: 'dvc.yaml', code: 'syntax'}],
    })
  })

  it.each([
    '../../etc/data.csv',
    '/data/x.csv',
    's3://bucket/data.csv',
    'data/\u0000\n.csv',
    '$'.concat('{data}/x.csv'),
  ])('names nothing outside of the source: %s', async path => {
    expect((await detect(mlops, {'a.dvc': JSON.stringify({outs: [{path}]})})).assets).toEqual([])
  })

  it('never throws, whatever the files hold', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => {
        const inner = JSON.stringify(value)
        await detect(mlops, {
          'a.dvc': `{"outs": ${inner}, "wdir": ${inner}, "deps": ${inner}}`,
          'dvc.yaml': `{"stages": {"a": ${inner}, "b": {"deps": ${inner}, "outs": [${inner}]}}, "artifacts": {"x": ${inner}}}`,
          MLmodel: `{"flavors": {"a": ${inner}}, "run_id": ${inner}}`,
          MLproject: `{"entry_points": {"a": {"parameters": {"model": {"default": ${inner}}}}}}`,
        })
      }),
    ))
})
