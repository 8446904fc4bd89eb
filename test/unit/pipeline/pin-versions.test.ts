import {expect, it} from 'vitest'
import {makeModel} from '../../../src/inventory/make.ts'
import {pinVersions} from '../../../src/pipeline/link/pin-versions.ts'

const evidence = {
  detector: 'code',
  technique: 'syntax',
  path: 'app.py',
  level: 'used',
  scope: 'product',
  confidence: 1,
} as const

it('puts versions in the place of names that move, in assets and relationships, and leaves the others', () => {
  const model = (revision: string) => makeModel('churn', [evidence], {registry: 'mlflow', revision})
  const relationships = [
    {from: 'subject', to: 'model:mlflow/churn@champion', kind: 'depends-on'},
    {from: 'model:mlflow/churn@gone', to: 'subject', kind: 'depends-on'},
  ] as const
  const pinned = pinVersions(
    {assets: [model('champion'), model('2'), model('gone')], relationships},
    new Map([['model:mlflow/churn@champion', '2']]),
  )
  expect(pinned.assets.map(({version}) => version)).toEqual(['2', '2', 'gone'])
  expect(pinned.assets[0]).toMatchObject({facts: {revision: 'champion', floating: true}})
  expect(pinned.relationships?.map(({from, to}) => [from, to])).toEqual([
    ['subject', 'model:mlflow/churn@2'],
    ['model:mlflow/churn@gone', 'subject'],
  ])
})
