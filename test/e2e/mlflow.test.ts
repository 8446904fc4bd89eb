import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {PackageURL} from 'packageurl-js'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'
import {
  factsPath,
  type LocalServer,
  type MlflowFacts,
  mlflowPassword,
  mlflowUser,
  readMlflowFacts,
  readRecording,
  replayMlflow,
} from '../support/mlflow.ts'
import {aibom, type Run, temporaryFolder} from '../support/run.ts'

/** Set by test/nightly/mlflow/run.ts: the same is then asked of a real server. */
const realUrl = process.env['AIBOM_TEST_MLFLOW_URL']
const facts = readMlflowFacts(process.env['AIBOM_TEST_MLFLOW_FACTS'] ?? factsPath)
const login = {MLFLOW_TRACKING_USERNAME: mlflowUser, MLFLOW_TRACKING_PASSWORD: mlflowPassword}

let url = ''
let replay: LocalServer | undefined

beforeAll(async () => {
  if (realUrl === undefined) replay = await replayMlflow(readRecording())
  url = replay?.url ?? realUrl ?? ''
})

afterAll(() => replay?.[Symbol.asyncDispose]())

function factsOf(name: string, version: string): MlflowFacts {
  const found = facts.find(each => each.name === name && each.version === version)
  if (found === undefined) throw new Error(`no facts of ${name} ${version}`)
  return found
}

/** A program that loads these, from its second line on. */
function application(...references: readonly string[]): string {
  const cwd = temporaryFolder()
  const loads = references.map((reference, index) => `m${index} = mlflow.pyfunc.load_model("${reference}")`)
  writeFileSync(join(cwd, 'app.py'), ['import mlflow', ...loads, ''].join('\n'))
  return cwd
}

async function components(run: Run): Promise<readonly UnknownRecord[]> {
  return recordsOf(asRecord(JSON.parse(run.stdout))?.['components'])
}

function find(all: readonly UnknownRecord[], name: string, version?: string): UnknownRecord {
  const found = all.filter(each => each['name'] === name && each['version'] === version)
  expect(found).toHaveLength(1)
  return found[0] ?? {}
}

function valuesOf(component: UnknownRecord, name: string): (string | undefined)[] {
  return recordsOf(component['properties']).flatMap(property =>
    property['name'] === name ? [asText(property['value'])] : [],
  )
}

function placesOf(component: UnknownRecord): string[] {
  return recordsOf(asRecord(component['evidence'])?.['occurrences']).map(each =>
    [each['location'], each['line']].filter(Boolean).join(':'),
  )
}

/** All that the server's MLmodel, list of files and registry say, as MLflow's own client has it. */
function expectFacts(component: UnknownRecord, expected: MlflowFacts): void {
  const {runId, modelId, modelUuid, source, artifacts, mlflowVersion, flavors, files, inputs = []} = expected
  const stated = {
    'aibom:mlflow:run-id': [runId],
    'aibom:mlflow:model-id': [modelId],
    'aibom:mlflow:model-uuid': [modelUuid],
    'aibom:mlflow:artifacts': [artifacts],
    'aibom:mlflow:version': [mlflowVersion],
    'aibom:mlflow:flavor': flavors,
    'aibom:mlflow:files': [String(files?.length)],
  }
  for (const [name, values] of Object.entries(stated)) expect([name, valuesOf(component, name)]).toEqual([name, values])
  expect(valuesOf(component, 'aibom:mlflow:file').sort()).toEqual([...(files ?? [])].sort())
  expect(valuesOf(component, 'aibom:mlflow:source')).toEqual([component['version'] === undefined ? artifacts : source])
  expect(valuesOf(component, 'aibom:mlflow:signature-inputs').flatMap(parse)).toEqual(inputs.flatMap(parse))
}

function parse(text: string | undefined): unknown {
  return JSON.parse(text ?? 'null')
}

describe(`aibom generate --online with MLFLOW_TRACKING_URI, ${realUrl === undefined ? 'answers as recorded' : 'a real server'}`, () => {
  it('is what versions, aliases, stages and the newest stand for today, with what their MLmodel says', async () => {
    const logged = factsOf('churn', '1').modelId ?? ''
    const cwd = application(
      'models:/churn/2',
      'models:/churn@champion',
      'models:/churn/Production',
      'models:/prix élevés/latest',
      'models:/elsewhere/1',
      `models:/${logged}`,
    )
    const run = await aibom(['generate', '--online', '-o', '-'], {cwd, env: {MLFLOW_TRACKING_URI: url, ...login}})
    const all = await components(run)
    const [first, second, prices, elsewhere] = [
      find(all, 'churn', '1'),
      find(all, 'churn', '2'),
      find(all, 'prix élevés', '1'),
      find(all, 'elsewhere', '1'),
    ]
    expect(run.exit).toBe(0)
    expectFacts(first, factsOf('churn', '1'))
    expectFacts(second, factsOf('churn', '2'))
    expectFacts(prices, factsOf('prix élevés', '1'))
    expectFacts(find(all, logged), factsOf('churn', '1'))
    expect(all.filter(({type}) => type === 'machine-learning-model')).toHaveLength(5)
    expect(placesOf(second)).toEqual(['app.py:2', 'app.py:3', 'models:/churn/2', 'models:/churn/2/MLmodel:2'])
    expect(placesOf(first)).toContain('app.py:4')
    expect(second['description']).toBe('Who will leave: second try')
    expect(valuesOf(first, 'aibom:mlflow:stage')).toEqual(['Production'])
    expect(valuesOf(first, 'aibom:model:floating')).toEqual(['true'])
    expect(valuesOf(elsewhere, 'aibom:mlflow:artifacts')).toEqual(['s3://bucket.invalid/models/1'])
    expect(run.stdout).not.toContain('token=secret')
    expect(run.stdout).toContain('mlflow-elsewhere')
    const {name, version, qualifiers} = PackageURL.fromString(String(prices['purl']))
    const {runId, modelUuid} = factsOf('prix élevés', '1')
    expect({name, version, qualifiers}).toEqual({
      name: 'prix élevés',
      version: '1',
      qualifiers: {repository_url: url, run_id: runId, model_uuid: modelUuid},
    })
    const packages = all.flatMap(each =>
      String(each['purl']).startsWith('pkg:pypi/') ? [`${each['name']}==${each['version']}`] : [],
    )
    expect(packages.sort()).toEqual([...new Set(facts.flatMap(({requirements = []}) => requirements))].sort())
    expect(
      all.filter(each => String(each['bom-ref']).startsWith('weights:')).flatMap(each => recordsOf(each['hashes'])),
    ).toEqual([])
  })

  it('says what is not registered, and exits 3', async () => {
    const cwd = application(
      'models:/churn/9',
      'models:/churn@gone',
      'models:/gone/1',
      'models:/gone/Staging',
      `models:/m-${'0'.repeat(32)}`,
    )
    const run = await aibom(['generate', '--online', '--json'], {cwd, env: {MLFLOW_TRACKING_URI: url, ...login}})
    const gaps = recordsOf(asRecord(JSON.parse(run.stdout))?.['gaps'])
    expect(run.exit).toBe(3)
    expect(gaps.map(({path, code}) => `${code} ${path}`)).toEqual(
      ['churn/9', 'churn@gone', 'gone/1', 'gone@Staging', `m-${'0'.repeat(32)}`].map(
        name => `mlflow-not-found models:/${name}`,
      ),
    )
  })

  it('says that the server refused who is not logged in', async () => {
    const cwd = application('models:/churn/2')
    const run = await aibom(['generate', '--online'], {cwd, env: {MLFLOW_TRACKING_URI: url}})
    expect(run.exit).toBe(3)
    expect(run.stdout).toContain('mlflow-refused')
    expect(run.stdout).toContain('models:/churn/2 of MLflow: the server answered 401')
  })
})

describe('aibom generate mlflow:', () => {
  it('is the model with the digests of what was fetched whole, the same as those of its files in a folder', async () => {
    const expected = factsOf('prix élevés', '1')
    const run = await aibom(['generate', 'mlflow:prix élevés/1', '-o', '-'], {
      env: {MLFLOW_TRACKING_URI: url, ...login},
    })
    expect(run.exit).toBe(0)
    const model = find(await components(run), 'prix élevés', '1')
    expectFacts(model, expected)
    const [weights] = recordsOf(model['components'])
    expect(weights).toMatchObject({
      name: 'python_model.pkl',
      hashes: [{alg: 'SHA-256', content: expected.digests?.['python_model.pkl']}],
    })
  })
})
