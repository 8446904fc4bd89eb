import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {namesOfPackage, namesOfTarget} from '../../../src/pipeline/verify/policy.ts'
import {parseIdentityPolicy, ruleFor} from '../../../src/trust/identity-policy.ts'
import {projectRoot, temporaryFolder} from '../../support/run.ts'
import {verifyWith} from '../../support/verify.ts'

const matchesSchema = new Ajv().compile(
  JSON.parse(readFileSync(join(projectRoot, 'schemas/identity-policy.schema.json'), 'utf8')),
)

const policy = {
  version: 1,
  signers: [
    {artifacts: ['hf:acme/*'], identity: 'models@acme.test', issuer: 'https://accounts.acme.test'},
    {
      artifacts: ['pkg:npm/@acme/*'],
      identity: 'https://github.com/acme/js/.github/workflows/release.yml@refs/heads/main',
      require: 'provenance',
    },
    {artifacts: ['models/**'], keys: ['maker.pub.pem'], require: 'signed'},
  ],
}

describe('an identity policy', () => {
  it.each([
    ['hf:acme/tiny-bert', 0],
    ['hf:acme-evil/tiny-bert', undefined],
    ['xhf:acme/tiny-bert', undefined],
    ['hf:acme/a/b', undefined],
    ['pkg:npm/@acme/tools', 1],
    ['pkg:npm/@acmex/tools', undefined],
    ['pkg:npm/acme', undefined],
    ['models/a/b/weights.bin', 2],
    ['modelsx/a', undefined],
  ])('names for %s the rule %s', (name, index) => {
    expect(matchesSchema(policy)).toBe(true)
    const rules = parseIdentityPolicy(policy, 'policy.yaml')
    expect(ruleFor(rules, [name])).toBe(index === undefined ? undefined : rules[index])
  })

  it('takes the first rule of which one pattern matches one name', () => {
    const rules = parseIdentityPolicy(
      {version: 1, signers: [{artifacts: ['a/*', 'b/*']}, {artifacts: ['b/*', 'c/*']}]},
      'policy.yaml',
    )
    expect(ruleFor(rules, ['b/x'])).toBe(rules[0])
    expect(ruleFor(rules, ['x', 'c/x'])).toBe(rules[1])
    expect(ruleFor(rules, ['x', 'y'])).toBeUndefined()
    expect(ruleFor(rules, [])).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['no object', 'signers: []'],
    ['another version', {...policy, version: 2}],
    ['a misspelt name', {version: 1, signers: [{artifacts: ['*'], identiy: 'x'}]}],
    ['a misspelt name at the top', {version: 1, signers: [], signer: []}],
    ['a name and a pattern of it', {version: 1, signers: [{artifacts: ['*'], identity: 'x', identityPattern: 'x*'}]}],
    ['a rule for nothing', {version: 1, signers: [{artifacts: []}]}],
    ['an empty identity', {version: 1, signers: [{artifacts: ['*'], identity: ''}]}],
    ['a number for a name', {version: 1, signers: [{artifacts: ['*'], issuer: 7}]}],
    ['an unknown demand', {version: 1, signers: [{artifacts: ['*'], require: 'everything'}]}],
  ])('is refused with %s, by the reader as by the schema', (_name, value) => {
    expect(() => parseIdentityPolicy(value, 'policy.yaml')).toThrow(
      expect.objectContaining({code: 'AIBOM_POLICY_INVALID'}),
    )
    expect(matchesSchema(value)).toBe(false)
  })

  it('demands of a folder what its rule says', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'weights.bin'), 'weights')
    writeFileSync(
      join(cwd, 'policy.yaml'),
      'version: 1\nsigners:\n  - artifacts: [weights.*]\n    require: provenance\n',
    )
    const {subjects} = await verifyWith({targets: ['weights.bin'], cwd, policy: 'policy.yaml'})
    expect(subjects).toMatchObject([{status: 'unsigned', required: 'provenance', met: false}])
  })
})

describe('names for a policy', () => {
  it('are of a hub snapshot also the repository’s', () => {
    expect(namesOfTarget('/cache/models--acme--tiny-bert/snapshots/abc')).toContain('hf:acme/tiny-bert')
    expect(namesOfTarget('./models--acme--tiny-bert')).not.toContain('hf:acme/tiny-bert')
  })

  it.each([
    ['pkg:npm/%40acme/tools@1.0.0', ['pkg:npm/@acme/tools@1.0.0', 'pkg:npm/@acme/tools']],
    ['pkg:npm/sigstore@1.0.0', ['pkg:npm/sigstore@1.0.0', 'pkg:npm/sigstore']],
  ])('are of %s with the version and without', (purl, names) => {
    expect(namesOfPackage(purl)).toEqual(names)
  })
})
