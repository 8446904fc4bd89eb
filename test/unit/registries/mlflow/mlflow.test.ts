import {createServer, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, describe, expect, it} from 'vitest'
import type {Asset} from '../../../../src/inventory/asset.ts'
import {makeModel} from '../../../../src/inventory/make.ts'
import {type Followed, followReferences} from '../../../../src/pipeline/generate/follow.ts'
import {hubOptions} from '../../../support/hub.ts'

const evidence = {
  detector: 'code',
  technique: 'syntax',
  path: 'app.py',
  level: 'used',
  scope: 'product',
  confidence: 1,
} as const
/** As a server of MLflow 3 answers. */
const version = {
  name: 'churn',
  version: '3',
  creation_timestamp: 1763856000000,
  current_stage: 'None',
  source: 'models:/m-0f6d',
  run_id: 'a1b2',
  status: 'READY',
  aliases: ['champion'],
}
const invalid = {
  status: 400,
  json: {error_code: 'INVALID_PARAMETER_VALUE', message: 'Registered model alias Production not found.'},
}
const missing = {status: 404, json: {error_code: 'RESOURCE_DOES_NOT_EXIST'}}
const elsewhere = {json: {artifact_uri: 's3://bucket/1'}}

interface Answer {
  readonly status?: number
  readonly json?: unknown
  readonly text?: string
  readonly location?: string
}

interface Stub {
  readonly url: string
  readonly seen: {url: string; authorization: string | undefined}[]
}

/** Answers by a part of what is asked; what is asked without one is not there. */
async function serve(answers: Readonly<Record<string, Answer>>): Promise<Stub> {
  const seen: {url: string; authorization: string | undefined}[] = []
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '')
    seen.push({url, authorization: request.headers.authorization})
    give(response, Object.entries(answers).find(([part]) => url.includes(part))?.[1] ?? missing)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen}
}

function give(response: ServerResponse, {status = 200, json, text, location}: Answer): void {
  response.writeHead(status, location === undefined ? {} : {location}).end(text ?? JSON.stringify(json ?? {}))
}

function follow(
  revision: string | undefined,
  env: Readonly<Record<string, string>>,
  name = 'churn',
): Promise<Followed> {
  const asset = makeModel(name, [evidence], {registry: 'mlflow', ...(revision !== undefined && {revision})})
  const options = hubOptions('http://127.0.0.1:9')
  return followReferences({assets: [asset]}, {source: {...options, env: {...options.env, ...env}}, extent: 'reference'})
}

function modelOf({found}: Followed): Asset | undefined {
  return found.flatMap(({assets}) => assets)[0]
}

function codes({gaps}: Followed): string[] {
  return gaps.map(({code, stage}) => `${stage} ${code}`)
}

describe('references to the registry of MLflow', () => {
  it.each([
    ['a version', '3', {'/model-versions/get?name=churn&version=3': {json: {model_version: version}}}, undefined],
    [
      'an alias',
      'champion',
      {'/registered-models/alias?name=churn&alias=champion': {json: {model_version: version}}},
      true,
    ],
    [
      'a stage',
      'Production',
      {'/get-latest-versions?name=churn&stages=Production': {json: {model_versions: [version]}}},
      true,
    ],
    [
      'an alias that is called as a stage is',
      'Production',
      {
        '/get-latest-versions': {json: {}},
        '/registered-models/alias?name=churn&alias=Production': {json: {model_version: version}},
      },
      true,
    ],
    ['the newest', undefined, {'/model-versions/search': {json: {model_versions: [version]}}}, true],
    ['the newest, by name', 'latest', {'/model-versions/search': {json: {model_versions: [version]}}}, true],
  ])('are what they stand for today: %s', async (_name, revision, answers, floating) => {
    const {url} = await serve({...answers, '/get-download-uri': elsewhere})
    const followed = await follow(revision, {MLFLOW_TRACKING_URI: `${url}/`})
    const model = modelOf(followed)
    expect(codes(followed)).toEqual(['resolve mlflow-elsewhere'])
    expect(model).toMatchObject({
      id: 'model:mlflow/churn',
      version: '3',
      properties: {
        'aibom:mlflow:model-version': ['3'],
        'aibom:mlflow:run-id': ['a1b2'],
        'aibom:mlflow:artifacts': ['s3://bucket/1'],
      },
    })
    expect(model?.kind === 'model' ? model.facts.floating : 'no model').toBe(floating)
    expect(model?.purl).toBe(
      `pkg:mlflow/churn@3?repository_url=${encodeURIComponent(url).replaceAll('%3A', ':')}&run_id=a1b2`,
    )
    expect([...followed.versions.values()]).toEqual(['3'])
  })

  it.each([
    ['what is not there', {}, '3', 'mlflow-not-found'],
    ['an alias that is not there', {'/registered-models/alias': invalid}, 'champion', 'mlflow-not-found'],
    [
      'a stage that is empty',
      {'/get-latest-versions': {json: {}}, '/registered-models/alias': invalid},
      'Staging',
      'mlflow-not-found',
    ],
    ['a refusal', {'/model-versions/get?': {status: 403}}, '3', 'mlflow-refused'],
    ['a name that is none', {'/model-versions/get?': invalid}, '3', 'mlflow-refused'],
    ['a page', {'/model-versions/get?': {text: '<html>'}}, '3', 'mlflow-answer'],
    ['a server that is none of MLflow', {'/model-versions/get?': {status: 404, text: '<html>'}}, '3', 'mlflow-answer'],
    [
      'a version that is none',
      {'/model-versions/get?': {json: {model_version: {...version, version: '../x'}}}},
      '3',
      'mlflow-answer',
    ],
    [
      'another model',
      {'/model-versions/get?': {json: {model_version: {...version, name: 'other'}}}},
      '3',
      'mlflow-answer',
    ],
  ])('are a gap where the server does not tell: %s', async (_name, answers, revision, code) => {
    const {url} = await serve(answers)
    const {gaps, found} = await follow(revision, {MLFLOW_TRACKING_URI: url})
    expect(found).toEqual([])
    expect(gaps).toMatchObject([
      {path: `models:/churn${revision === '3' ? '/' : '@'}${revision}`, stage: 'enrich', code},
    ])
  })

  it('are asked of nobody that the answer of the server names', async () => {
    const other = await serve({'/model-versions/get?': {json: {model_version: version}}})
    const {url} = await serve({'/model-versions/get?': {status: 302, location: `${other.url}/model-versions/get`}})
    expect(codes(await follow('3', {MLFLOW_TRACKING_URI: url}))).toEqual(['enrich mlflow-refused'])
    expect(other.seen).toEqual([])
  })

  it("are asked of the user's own server with the user's own credentials, and of none without one", async () => {
    const {url, seen} = await serve({
      '/model-versions/get?': {json: {model_version: version}},
      '/get-download-uri': elsewhere,
    })
    await follow('3', {MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'secret'})
    expect(new Set(seen.map(({authorization}) => authorization))).toEqual(
      new Set([`Basic ${Buffer.from('ann:secret').toString('base64')}`]),
    )
    for (const uri of ['', 'file:///mlruns', 'sqlite:///x.db'])
      expect((await follow('3', {MLFLOW_TRACKING_URI: uri})).gaps).toEqual([])
  })

  it.each(["a'b", 'a:b', '..', 'a/b', 'x'.repeat(300)])('are not asked for under the name %s', async name => {
    const {url, seen} = await serve({})
    expect((await follow('3', {MLFLOW_TRACKING_URI: url}, name)).gaps).toEqual([])
    expect(seen).toEqual([])
  })
})

describe('files of a model of MLflow', () => {
  const registered = {'/model-versions/get?': {json: {model_version: version}}}
  const place = {'/get-download-uri': {json: {artifact_uri: 'mlflow-artifacts:/1/models/m-0f6d/artifacts'}}}
  const file = (path: string, size: unknown): object => ({path, is_dir: false, file_size: size})

  it('are listed with their sizes and read where the server hands them on itself', async () => {
    const mlmodel = 'flavors:\n  sklearn: {}\nmodel_uuid: m-0f6d\nrun_id: a1b2\n'
    const {url, seen} = await serve({
      ...registered,
      ...place,
      'artifacts?path=1/models/m-0f6d/artifacts/sub': {json: {files: [file('x.bin', '7')]}},
      'artifacts?path=': {json: {files: [file('MLmodel', mlmodel.length), {path: 'sub', is_dir: true}]}},
      '/artifacts/MLmodel': {text: mlmodel},
    })
    const followed = await follow('3', {MLFLOW_TRACKING_URI: url})
    const assets = followed.found.flatMap(found => found.assets).filter(({id}) => id === 'model:mlflow/churn')
    expect(followed.gaps).toEqual([])
    expect(assets).toMatchObject([
      {
        properties: {'aibom:mlflow:file': [`${mlmodel.length} MLmodel`, '7 sub/x.bin'], 'aibom:mlflow:files': ['2']},
        digests: [],
      },
      {facts: {library: 'sklearn'}, purl: expect.stringContaining('model_uuid=m-0f6d')},
    ])
    expect(seen.filter(({url}) => url.includes('x.bin'))).toEqual([])
  })

  it.each([
    ['a name that leads out', [file('..', 1)], 'walk unsafe-path'],
    ['a name with a slash', [file('a/b', 1)], 'enrich mlflow-answer'],
    ['a size that is none', [file('a', -1)], 'enrich mlflow-answer'],
    ['no size', [file('a', undefined)], 'enrich mlflow-answer'],
    ['too many', Array.from({length: 5001}, (_, index) => file(`f${index}`, 1)), 'enrich mlflow-too-many-files'],
    ['folders without end', [{path: 'again', is_dir: true}], 'enrich mlflow-too-many-files'],
  ])('are a gap where the list is none: %s', async (_name, files, code) => {
    const {url, seen} = await serve({...registered, ...place, 'artifacts?path=': {json: {files}}})
    expect(codes(await follow('3', {MLFLOW_TRACKING_URI: url}))).toEqual([code])
    expect(seen.length).toBeLessThan(210)
  })

  it('are asked of the tracking server where the registry is another', async () => {
    const registry = await serve({...registered, ...place})
    const tracking = await serve({'artifacts?path=': {json: {files: []}}})
    const followed = await follow('3', {MLFLOW_REGISTRY_URI: registry.url, MLFLOW_TRACKING_URI: tracking.url})
    expect(followed.gaps).toEqual([])
    expect(registry.seen).toHaveLength(2)
    expect(tracking.seen).toHaveLength(1)
  })
})
