import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {keptTexts} from '../../../../src/lib/text/kept-text.ts'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'policy-'))
  writeFileSync(join(cwd, 'w.bin'), 'weights')
})

async function verifyBy(policy: string | Buffer, name = 'policy.yaml', asked: object = {}) {
  writeFileSync(join(cwd, name), policy)
  const result = await verifyWith({targets: ['w.bin'], cwd, policy: name, ...asked})
  return {exit: exitOf(result), required: result.subjects[0]?.required}
}

const rule = (lines: string): string => `version: 1\nsigners:\n  - artifacts: [w.bin]\n${lines}`

describe('an identity policy', () => {
  it('may be YAML or JSON, and flags win over it', async () => {
    expect(await verifyBy(rule('    require: provenance\n'))).toEqual({exit: 1, required: 'provenance'})
    expect(await verifyBy('{"version": 1, "signers": [{"artifacts": ["w.bin"], "require": "provenance"}]}')).toEqual({
      exit: 1,
      required: 'provenance',
    })
    expect(await verifyBy(rule('    require: provenance\n'), 'policy.yaml', {require: 'digest'})).toEqual({
      exit: 1,
      required: 'digest',
    })
  })

  it.each<[string, string]>([
    ['a demand twice', rule('    require: provenance\n    require: signed\n')],
    ['a demand twice, one quoted', rule('    require: provenance\n    "require": signed\n')],
    ['a demand twice, one escaped', rule('    require: provenance\n    "\\u0072equire": signed\n')],
    [
      'a demand twice, in flow style',
      'version: 1\nsigners: [{artifacts: [w.bin], require: provenance, require: signed}]\n',
    ],
    [
      'a demand twice, in JSON',
      '{"version": 1, "signers": [{"artifacts": ["w.bin"], "require": "provenance", "require": "signed"}]}',
    ],
    [
      'a demand twice, in JSON, one escaped',
      '{"version": 1, "signers": [{"artifacts": ["w.bin"], "require": "provenance", "requir\\u0065": "signed"}]}',
    ],
    ['keys twice', rule('    keys: [a.pem]\n    keys: [b.pem]\n')],
    ['artifacts twice', rule('    artifacts: [other]\n')],
    ['signers twice', `${rule('    require: provenance\n')}signers: []\n`],
    ['a version twice', `version: 1\n${rule('')}`],
    [
      'a demand twice behind an anchor',
      'version: 1\nsigners:\n  - &rule {artifacts: [w.bin], require: provenance, require: signed}\n  - *rule\n',
    ],
    ['two documents', `${rule('    require: provenance\n')}---\n${rule('    require: signed\n')}`],
    ['a misspelt demand', rule('    requires: provenance\n')],
    ['an unknown demand', rule('    require: provenence\n')],
    ['a demand for form alone', rule('    require: form\n')],
    ['a demand that is a list', rule('    require: [provenance]\n')],
    ['no YAML', '{'],
    ['nothing', ''],
    ['nesting without end', `${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['another version', 'version: 2\nsigners: []\n'],
    ['signers that are no list', 'version: 1\nsigners: {artifacts: [w.bin]}\n'],
    ['signers that are text', 'version: 1\nsigners: w.bin\n'],
    ['no signers', 'version: 1\n'],
    ['artifacts that are a text', 'version: 1\nsigners: [{artifacts: w.bin}]\n'],
    ['an artifact that is a number', 'version: 1\nsigners: [{artifacts: [1]}]\n'],
    ['an artifact without a name', "version: 1\nsigners: [{artifacts: ['']}]\n"],
  ])('is refused with %s', async (_name, text) => {
    await expect(verifyBy(text)).rejects.toMatchObject({code: 'AIBOM_POLICY_INVALID', exit: 2})
  })

  it.each(['models/w.bin', './models/w.bin', 'models//w.bin', 'x/../models/w.bin'])(
    'has a rule for a path however it is typed: %s',
    async path => {
      for (const folder of ['models', 'x']) mkdirSync(join(cwd, folder))
      writeFileSync(join(cwd, 'models/w.bin'), 'weights')
      const rules =
        'version: 1\nsigners:\n  - {artifacts: [models/w.bin], require: provenance}\n  - {artifacts: ["**"], require: digest}\n'
      expect(await verifyBy(rules, 'policy.yaml', {targets: [path]})).toEqual({exit: 1, required: 'provenance'})
    },
  )

  it('has a rule for a folder with a slash behind it', async () => {
    mkdirSync(join(cwd, 'vendor/m'), {recursive: true})
    const rules =
      'version: 1\nsigners:\n  - {artifacts: [vendor/m], require: provenance}\n  - {artifacts: ["**"], require: digest}\n'
    expect(await verifyBy(rules, 'policy.yaml', {targets: ['vendor/m/']})).toEqual({exit: 1, required: 'provenance'})
  })

  it('says where a name is there twice', async () => {
    await expect(verifyBy(rule('    require: provenance\n    require: signed\n'))).rejects.toThrow(
      'policy.yaml:5: the name "require" is there twice',
    )
  })

  it('may include one by its address, which has no folder for keys', async () => {
    const cacheFolder = join(temporaryFolder(), 'cache')
    const include = (fetched: string): string => {
      keptTexts(join(cacheFolder, 'policies')).put(fetched)
      const sha256 = createHash('sha256').update(fetched).digest('hex')
      return `version: 1\ninclude: [{url: "https://policy.test/p.yaml", sha256: ${sha256}}]\n`
    }
    const asked = {cacheFolder}
    expect(await verifyBy(include(rule('    require: provenance\n')), 'aibom.policy.yaml', asked)).toMatchObject({
      required: 'provenance',
    })
    await expect(verifyBy(include(rule('    keys: [a.pem]\n')), 'aibom.policy.yaml', asked)).rejects.toMatchObject({
      code: 'AIBOM_POLICY_INVALID',
      exit: 2,
    })
  })

  it('takes many names in time', async () => {
    const names = Array.from({length: 60_000}, (_, index) => `n${index}: 1\n`).join('')
    await expect(verifyBy(names)).rejects.toMatchObject({code: 'AIBOM_POLICY_INVALID'})
  }, 60_000)
})
