import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, describe, expect, it} from 'vitest'
import {makeModel} from '../../../../src/inventory/make.ts'
import {type Followed, followReferences} from '../../../../src/pipeline/follow.ts'
import {hubOptions} from '../../../support/hub.ts'

const evidence = {detector: 'code', technique: 'syntax', path: 'app.py', level: 'used', scope: 'product', confidence: 1} as const
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

async function serve(
  answers: Readonly<Record<string, object | number>>,
): Promise<{url: string; seen: {url: string; authorization: string | undefined}[]}> {
  const seen: {url: string; authorization: string | undefined}[] = []
  const server = createServer((request, response) => {
    seen.push({url: request.url ?? '', authorization: request.headers.authorization})
    const answer = Object.entries(answers).find(([part]) => request.url?.includes(part) === true)?.[1] ?? 404
    if (typeof answer === 'number') response.writeHead(answer).end('{"error_code": "X"}')
    else response.end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen}
}

function follow(revision: string | undefined, env: Readonly<Record<string, string>>): Promise<Followed> {
  const asset = makeModel('churn', [evidence], {registry: 'mlflow', ...(revision !== undefined && {revision})})
  const options = hubOptions('http://127.0.0.1:9')
  return followReferences({assets: [asset]}, {source: {...options, env: {...options.env, ...env}}, extent: 'reference'})
}

describe('models of the registry of MLflow', () => {
  it.each([
    ['a version', '3', '/model-versions/get?name=churn&version=3', {model_version: version}, '3', undefined],
    ['an alias', 'champion', '/registered-models/alias?name=churn&alias=champion', {model_version: version}, 'champion', true],
    ['a stage', 'Production', '/get-latest-versions?name=churn&stages=Production', {model_versions: [version]}, 'Production', true],
    ['the newest', undefined, '/model-versions/search', {model_versions: [version]}, '3', true],
  ])('are what they stand for today: %s', async (_name, revision, path, answer, expected, floating) => {
    const {url} = await serve({[path]: answer})
    const {found, gaps} = await follow(revision, {MLFLOW_TRACKING_URI: `${url}/`})
    const [model] = found.flatMap(({assets}) => assets)
    expect(gaps).toEqual([])
    expect(model).toMatchObject({
      id: 'model:mlflow/churn',
      version: expected,
      properties: {'aibom:mlflow:model-version': ['3'], 'aibom:mlflow:run-id': ['a1b2']},
    })
    expect(model?.kind === 'model' ? model.facts.floating : 'no model').toBe(floating)
    expect(model?.purl).toContain('pkg:mlflow/churn@3?')
  })

  it.each([
    [{}, 'mlflow-not-found'],
    [{'/model-versions/get': 403}, 'mlflow-refused'],
    [{'/model-versions/get': {model_version: {name: 'churn', version: '../x'}}}, 'mlflow-not-found'],
  ])('are a gap where the server does not tell: %j', async (answers, code) => {
    const {url} = await serve(answers)
    expect((await follow('3', {MLFLOW_TRACKING_URI: url})).gaps).toMatchObject([{path: 'models:/churn', stage: 'enrich', code}])
  })

  it("are asked of the user's own server with the user's own credentials, and of none without one", async () => {
    const {url, seen} = await serve({'/model-versions/get': {model_version: version}})
    await follow('3', {MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'secret'})
    expect(seen.map(({authorization}) => authorization)).toEqual([`Basic ${Buffer.from('ann:secret').toString('base64')}`])
    for (const uri of ['', 'file:///mlruns', 'sqlite:///x.db']) expect((await follow('3', {MLFLOW_TRACKING_URI: uri})).gaps).toEqual([])
  })
})
