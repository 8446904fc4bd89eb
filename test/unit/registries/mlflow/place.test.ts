import {describe, expect, it} from 'vitest'
import {addressOf} from '../../../../src/registries/mlflow/describe.ts'
import {servedFolder} from '../../../../src/registries/mlflow/place.ts'
import {
  formatMlflowReference,
  isLoggedModelId,
  parseMlflowReference,
} from '../../../../src/registries/mlflow/reference.ts'
import {readMlflowSettings} from '../../../../src/registries/mlflow/settings.ts'

const server = {endpoint: 'https://ml.example.org/base', origin: 'https://ml.example.org'}

describe('servedFolder', () => {
  it.each([
    ['mlflow-artifacts:/1/run/artifacts/model', '1/run/artifacts/model'],
    ['mlflow-artifacts:///1/run/', '1/run'],
    ['mlflow-artifacts://ml.example.org/1/run', '1/run'],
    ['https://ml.example.org/base/api/2.0/mlflow-artifacts/artifacts/1/run', '1/run'],
    ['mlflow-artifacts:/1/prix élevés', '1/prix élevés'],
    ['mlflow-artifacts://other.example.org/1/run', undefined],
    ['https://other.example.org/base/api/2.0/mlflow-artifacts/artifacts/1/run', undefined],
    ['https://ml.example.org/other/1/run', undefined],
    ['mlflow-artifacts:/', undefined],
    ['mlflow-artifacts:/1/../../x', undefined],
    ['mlflow-artifacts:/1/a?b', undefined],
    ['mlflow-artifacts:/1\\..\\x', undefined],
    ['s3://bucket/1', undefined],
    ['dbfs:/1', undefined],
    ['file:///etc', undefined],
    ['/var/mlflow/1', undefined],
    [`mlflow-artifacts:${'/'.repeat(100_000)}`, undefined],
  ])('%s', (uri, expected) => {
    expect(servedFolder(uri, server)).toBe(expected)
  })
})

describe('readMlflowSettings', () => {
  it.each([
    [{MLFLOW_TRACKING_URI: 'http://a:5000/x//'}, ['http://a:5000/x', 'http://a:5000/x'], []],
    [{MLFLOW_TRACKING_URI: 'http://a', MLFLOW_REGISTRY_URI: ' http://b '}, ['http://b', 'http://a'], []],
    [{MLFLOW_TRACKING_URI: 'http://a', MLFLOW_REGISTRY_URI: ''}, ['http://a', 'http://a'], []],
    [{MLFLOW_TRACKING_URI: 'file:///x', MLFLOW_REGISTRY_URI: 'http://b'}, ['http://b', 'http://b'], []],
    [{MLFLOW_TRACKING_URI: 'http://ann:a%20b@a'}, ['http://a', 'http://a'], [['http://a', `Basic ${btoa('ann:a b')}`]]],
    [{MLFLOW_TRACKING_URI: 'http://ann:%zz@a'}, ['http://a', 'http://a'], [['http://a', `Basic ${btoa('ann:%zz')}`]]],
    [
      {MLFLOW_TRACKING_URI: 'http://a', MLFLOW_TRACKING_TOKEN: 't'},
      ['http://a', 'http://a'],
      [['http://a', 'Bearer t']],
    ],
  ])('%j', (env, endpoints, authorizations) => {
    const settings = readMlflowSettings(env)
    expect([settings?.registry.endpoint, settings?.tracking.endpoint]).toEqual(endpoints)
    expect([...(settings?.authorizations ?? [])]).toEqual(authorizations)
  })

  it.each([
    {},
    {MLFLOW_TRACKING_URI: 'databricks'},
    {MLFLOW_TRACKING_URI: 'http://a', MLFLOW_REGISTRY_URI: 'databricks-uc'},
  ])('none: %j', env => {
    expect(readMlflowSettings(env)).toBeUndefined()
  })
})

describe('parseMlflowReference', () => {
  it.each([
    ['mlflow:churn/2', 'models:/churn/2'],
    ['mlflow:churn@champion', 'models:/churn@champion'],
    ['mlflow:prix élevés', 'models:/prix élevés'],
  ])('%s', (text, expected) => {
    expect(formatMlflowReference(parseMlflowReference(text))).toBe(expected)
  })

  it.each([
    'mlflow:',
    'mlflow:a/b/c',
    "mlflow:a'b/1",
    'mlflow:../1',
    'mlflow:a/',
    'mlflow:a@b c',
    `mlflow:${'a'.repeat(300)}`,
  ])('refuses %s', text => {
    expect(() => parseMlflowReference(text)).toThrow(expect.objectContaining({code: 'AIBOM_SOURCE_INVALID'}))
  })
})

it.each([
  [`m-${'0a'.repeat(16)}`, true],
  ['m-0a', false],
  ['churn', false],
])('isLoggedModelId(%s)', (name, expected) => {
  expect(isLoggedModelId(name)).toBe(expected)
})

it.each([
  ['s3://ann:secret@bucket/1?token=secret#x', 's3://***@bucket/1'],
  ['mlflow-artifacts:/1/0a0b', 'mlflow-artifacts:/1/0a0b'],
  [undefined, undefined],
])('addressOf(%s) keeps no secret', (uri, expected) => {
  expect(addressOf(uri)).toBe(expected)
})
