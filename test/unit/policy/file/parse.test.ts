import {describe, expect, it} from 'vitest'
import {parsePolicy} from '../../../../src/policy/file/parse.ts'

const waiver = {rule: 'asset-added', asset: 'model:openai/gpt-4o', reason: 'r', owner: 'o', expires: '2027-01-31'}
const inYaml = (value: object): string => JSON.stringify({version: 1, ...value})

describe('parsePolicy', () => {
  it('reads a whole policy', () => {
    const {file} = parsePolicy(
      `version: 1
approved:
  providers: [openai, azure-*]
  licenses: []
signers:
  - artifacts: ["hf:org/*"]
    identity: release@example.com
    issuer: https://accounts.example.com
severities: {prompt-changed: critical, asset-removed: off}
undecided: high
waivers:
  - {rule: asset-added, asset: "model:openai/*", reason: trial, owner: team, expires: 2027-01-31}
rules:
  - id: no-telemetry
    when: asset.kind == "service"
    severity: low
    why: w
    fix: f
`,
      'p.yaml',
    )
    expect(file.severities).toEqual({'prompt-changed': 'critical', 'asset-removed': 'off'})
    expect(file.waivers?.[0]?.expires).toBe('2027-01-31')
  })

  it.each([
    ['no version', 'approved: {}\n', 'p.yaml:1:1: version is missing', undefined],
    ['a newer version', 'version: 2\n', 'p.yaml:1:1: 2 is not 1', undefined],
    ['an empty file', '', 'p.yaml: a map is expected, and nothing is there', undefined],
    ['no YAML', 'version: 1\n\tx: [', 'p.yaml:2', undefined],
    ['a key that is written twice', 'version: 1\nrules: []\nrules: []\n', 'twice', undefined],
    ['marks of a merge', 'version: 1\n<<<<<<< HEAD\n', 'p.yaml:2:1: an unresolved merge conflict', undefined],
    ['an unknown key', 'version: 1\nserverities: {}\n', 'p.yaml:2:1: the key "serverities" is not known', 'severities'],
    [
      'an unknown key inside',
      'version: 1\napproved:\n  provider: [openai]\n',
      'p.yaml:3:3: the key "provider" is not known',
      'providers',
    ],
    [
      'a severity that is none',
      'version: 1\nseverities:\n  prompt-changed: hgih\n',
      'p.yaml:3:3: "hgih" is not one of',
      'high',
    ],
    [
      'a text where a list belongs',
      'version: 1\napproved: {models: openai}\n',
      'a list is expected, and "openai" is there',
      undefined,
    ],
    [
      'YAML’s bare word for false',
      'version: 1\nseverities: {prompt-changed: false}\n',
      'false is not one of',
      undefined,
    ],
    ['a pattern that matches everything', inYaml({approved: {models: ['**']}}), 'matches everything', undefined],
    ['a pattern of separators and stars', inYaml({approved: {models: ['**/*']}}), 'matches everything', undefined],
    ['a waiver of everything', inYaml({waivers: [{...waiver, asset: '*:**'}]}), 'matches everything', undefined],
    ['a waiver without an owner', inYaml({waivers: [{...waiver, owner: undefined}]}), 'owner is missing', undefined],
    ['a waiver with a blank reason', inYaml({waivers: [{...waiver, reason: ' '}]}), 'it is empty', undefined],
    ['a day that does not exist', inYaml({waivers: [{...waiver, expires: '2027-02-30'}]}), 'is not a day', undefined],
    ['an include of nothing', inYaml({include: [{}]}), 'either file or url', undefined],
    [
      'an include by url without a digest',
      inYaml({include: [{url: 'https://example.com/p.yaml'}]}),
      'needs the SHA-256',
      undefined,
    ],
    [
      'an include by http',
      inYaml({include: [{url: 'http://example.com/p', sha256: 'a'.repeat(64)}]}),
      'not an https address',
      undefined,
    ],
    [
      'a rule with an id of its own kind',
      inYaml({rules: [{id: 'No', when: 'true', severity: 'low', why: 'w', fix: 'f'}]}),
      'lower-case words',
      undefined,
    ],
    [
      'a signer with two identities',
      inYaml({signers: [{artifacts: ['a'], identity: 'a', identityPattern: 'a*'}]}),
      'exclude each other',
      undefined,
    ],
    ['a signer of no artifact', inYaml({signers: [{artifacts: []}]}), 'the list is empty', undefined],
  ])('refuses %s', (_name, text, message, suggestion) => {
    const refusal = expect.objectContaining({
      code: 'AIBOM_POLICY_INVALID',
      exit: 2,
      message: expect.stringContaining(suggestion === undefined ? message : `did you mean ${suggestion}?`),
    })
    expect(() => parsePolicy(text, 'p.yaml')).toThrow(refusal)
    expect(() => parsePolicy(text, 'p.yaml')).toThrow(message)
  })

  it('names the first problem of the file, whatever the order of the schema', () => {
    expect(() => parsePolicy('version: 1\nrulez: []\napproved: {model: []}\n', 'p.yaml')).toThrow('p.yaml:2:1')
  })
})
