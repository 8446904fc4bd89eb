import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {CheckResult} from '../../../../src/pipeline/changes/check-result.generated.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {checkFiles} from '../../../support/threats.ts'

const app = {
  'app.py': `from openai import OpenAI
from transformers import AutoModel
OpenAI().chat.completions.create(model="gpt-4o", messages=[])
AutoModel.from_pretrained("acme/tiny-bert", revision="4a4b7f1c9e0d2b3a5c6d7e8f90a1b2c3d4e5f607", trust_remote_code=True)
`,
}

/** What aibom says of the app by itself; these tests are about the policy. */
const builtIn = {'remote-code': 'off', 'model-deprecated': 'off', 'model-retired': 'off', 'hosted-alias': 'off'}

/** What `aibom check --no-baseline --policy` says of the app. */
function checkBy(policy: {readonly severities?: object; readonly [key: string]: unknown}): Promise<CheckResult> {
  const path = join(temporaryFolder(), 'p.yaml')
  writeFileSync(path, JSON.stringify({version: 1, ...policy, severities: {...builtIn, ...policy.severities}}))
  return checkFiles(app, {policy: path})
}

const rule = (when: string, severity = 'high'): {readonly rules: object[]} => ({
  rules: [{id: 'own-rule', when, severity, why: 'Because.', fix: 'Stop.'}],
})
const said = ({findings}: CheckResult): string[] => findings.map(({name, asset}) => `${name} ${asset}`)

describe('check with a policy', () => {
  it.each([
    ['providers', ['openai'], []],
    ['providers', ['anthropic'], ['provider-not-approved model:openai/gpt-4o', 'provider-not-approved service:openai']],
    ['providers', [], ['provider-not-approved model:openai/gpt-4o', 'provider-not-approved service:openai']],
    ['registries', ['huggingface'], []],
    ['registries', ['ollama'], ['registry-not-approved model:huggingface/acme/tiny-bert']],
    ['models', ['openai/*', 'hf:acme/tiny-*'], []],
    ['models', ['openai/*', 'tiny-bert'], ['model-not-approved model:huggingface/acme/tiny-bert']],
    [
      'models',
      ['gpt-4o', 'huggingface/acme/tiny-bert-evil', 'huggingface/**'],
      ['model-not-approved model:openai/gpt-4o'],
    ],
  ])('approves by the list of %s %j', async (list, names, expected) => {
    const result = await checkBy({approved: {[list]: names}, severities: {'runs-anything': 'off'}})
    expect(said(result).filter(name => name.includes('approved'))).toEqual(expected)
  })

  it('cannot decide on a license that nobody states, unless the policy says what then', async () => {
    const open = await checkBy({approved: {licenses: ['MIT']}})
    expect(open).toMatchObject({
      outcome: 'undecided',
      undecided: [{name: 'license-not-approved', asset: 'model:huggingface/acme/tiny-bert'}],
    })
    expect(await checkBy({approved: {licenses: ['MIT']}, undecided: 'high'})).toMatchObject({
      outcome: 'failed',
      undecided: [],
    })
    expect(await checkBy({approved: {licenses: ['MIT']}, undecided: 'low'})).toMatchObject({
      outcome: 'passed',
      findings: [{severity: 'low'}],
    })
    expect(await checkBy({approved: {licenses: ['MIT']}, severities: {'license-not-approved': 'off'}})).toMatchObject({
      outcome: 'passed',
      undecided: [],
    })
  })

  it('asks rules of its own, and shows what they say', async () => {
    const result = await checkBy(rule('asset.kind == "model" && asset.remoteCode && evidence.exists(e, e.line == 4)'))
    expect(result).toMatchObject({
      outcome: 'failed',
      findings: [
        {
          rule: 'own-rule',
          asset: 'model:huggingface/acme/tiny-bert',
          place: {path: 'app.py', line: 4},
          why: 'Because.',
          fix: 'Stop.',
        },
      ],
      policy: {sha256: expect.stringMatching(/^[0-9a-f]{64}$/)},
    })
  })

  it.each([
    ['an evaluation error', 'asset.kind == "model" && semver(asset.version, ">1")'],
    [
      'a rule that takes too long',
      `cel.bind(l, [${Array.from({length: 900}, (_, index) => index).join(',')}], l.all(a, l.all(b, l.all(c, a + b + c >= 0))))`,
    ],
    [
      'a rule that takes too much memory',
      `cel.bind(l, [${Array.from({length: 900}, () => '"x"').join(',')}], l.map(a, l.map(b, l.map(c, a + b + c))).size() == 0)`,
    ],
  ])(
    'never passes by %s, however little the rule matters',
    async (_name, when) => {
      const result = await checkBy(rule(when, 'info'))
      expect(result.outcome).toBe('undecided')
      expect(result.undecided[0]).toMatchObject({rule: 'own-rule', reason: 'not-decidable'})
    },
    60_000,
  )

  it('asks the other rules where one takes too long', async () => {
    const endless = `cel.bind(l, [${Array.from({length: 900}, (_, index) => index).join(',')}], l.all(a, l.all(b, l.all(c, a + b + c >= 0))))`
    const rules = [endless, 'asset.kind == "service"'].map((when, index) => ({
      id: `rule-${index}`,
      when,
      severity: 'high',
      why: 'w',
      fix: 'f',
    }))
    expect(await checkBy({rules})).toMatchObject({findings: [{rule: 'rule-1'}], undecided: [{rule: 'rule-0'}]})
  }, 60_000)

  it('puts aside what is waived until a day, and says when that has passed', async () => {
    const approved = {providers: []}
    const waiver = {rule: 'provider-not-approved', reason: 'trial', owner: 'the team', expires: '2099-01-31'}
    const waivers = ['service:openai', 'model:openai/*'].map(asset => ({...waiver, asset}))
    const result = await checkBy({approved, waivers})
    expect(result.outcome).toBe('passed')
    expect(result.waived).toMatchObject([
      {rule: 'AIB280', asset: 'model:openai/gpt-4o', reason: 'trial', owner: 'the team', expires: '2099-01-31'},
      {rule: 'AIB280', asset: 'service:openai'},
    ])
    const expired = await checkBy({approved, waivers: waivers.map(each => ({...each, expires: '2020-01-31'}))})
    expect(expired.outcome).toBe('failed')
    expect(expired.findings.filter(({name}) => name === 'waiver-expired')).toHaveLength(2)
    expect(expired.findings.at(-1)?.message).toContain('expired on 2020-01-31; its owner is the team')
  })

  it('waives nothing but what the pattern stands for', async () => {
    const waivers = [{rule: 'AIB280', asset: 'model:openai/gpt-4', reason: 'r', owner: 'o', expires: '2099-01-31'}]
    expect(said(await checkBy({approved: {providers: []}, waivers}))).toHaveLength(2)
  })
})
