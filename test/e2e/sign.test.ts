import {spawnSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'
import {writeKeys, writeModel} from '../support/signing.ts'

const python = process.env['AIBOM_TEST_MODEL_SIGNING'] ?? 'model_signing'
const hasPython = spawnSync(python, ['--version']).status === 0
const schemaOf = (command: string) =>
  new Ajv().compile(JSON.parse(readFileSync(join(projectRoot, `schemas/${command}.result.schema.json`), 'utf8')))

let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  writeKeys(cwd, 'p256', 'P-256')
  writeKeys(cwd, 'p384', 'P-384')
  writeKeys(cwd, 'p521', 'P-521')
})

describe.each(['p256', 'p384', 'p521'])('a model signed with a %s key', key => {
  it('is verified, and is not after a change', async () => {
    const model = writeModel(cwd, `model-${key}`)
    const signed = await aibom(['sign', model, '--key', `${key}.pem`, '--json'], {cwd})
    expect(signed.exit, signed.stdout).toBe(0)
    expect(schemaOf('sign')(JSON.parse(signed.stdout))).toBe(true)
    const good = await aibom(['verify', model, '--key', `${key}.pub.pem`, '--json'], {cwd})
    expect(good.exit, good.stdout).toBe(0)
    expect(schemaOf('verify')(JSON.parse(good.stdout))).toBe(true)
    if (hasPython) {
      const words = ['verify', 'key', model, '--signature', `${model}/model.sig`, '--public_key', `${key}.pub.pem`]
      expect(spawnSync(python, words, {cwd, encoding: 'utf8'}).status).toBe(0)
    }
    writeFileSync(join(cwd, model, 'weights.bin'), 'weightz')
    const bad = await aibom(['verify', model, '--key', `${key}.pub.pem`], {cwd})
    expect(bad).toMatchObject({exit: 1, stdout: expect.stringContaining('digest-mismatch weights.bin')})
  })
})

describe.skipIf(!hasPython)('a model that PyPI’s model-signing signed', () => {
  it('is verified', async () => {
    const model = writeModel(cwd, 'model-python')
    const words = ['sign', 'key', model, '--private_key', 'p384.pem', '--signature', `${model}/model.sig`]
    expect(spawnSync(python, words, {cwd, encoding: 'utf8'}).status).toBe(0)
    expect(await aibom(['verify', model, '--key', 'p384.pub.pem'], {cwd})).toMatchObject({exit: 0})
  })
})

describe('a signed BOM', () => {
  it('is verified by its bytes, and attested to the file it is about', async () => {
    const bom = {bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: []}
    writeFileSync(join(cwd, 'bom.cdx.json'), JSON.stringify(bom))
    writeFileSync(join(cwd, 'w.bin'), 'weights')
    const before = readFileSync(join(cwd, 'bom.cdx.json'))
    expect(await aibom(['sign', 'bom.cdx.json', '--key', 'p256.pem', '--artifact', 'w.bin'], {cwd})).toMatchObject({
      exit: 0,
    })
    expect(readFileSync(join(cwd, 'bom.cdx.json'))).toEqual(before)
    expect(await aibom(['verify', 'bom.cdx.json', '--key', 'p256.pub.pem'], {cwd})).toMatchObject({exit: 0})
    const attestation = [
      'verify',
      'bom.cdx.json.att.sigstore.json',
      '--key',
      'p256.pub.pem',
      '--predicate-type',
      'https://cyclonedx.org/bom',
    ]
    expect(await aibom([...attestation, '--artifact', 'w.bin'], {cwd})).toMatchObject({exit: 0})
    const other = await aibom([...attestation, '--artifact', 'p256.pem', '--format', 'sarif'], {cwd})
    expect(other.exit).toBe(1)
    expect(JSON.parse(other.stdout).runs[0].results).toMatchObject([{ruleId: 'verify/subject-digest', level: 'error'}])
    writeFileSync(join(cwd, 'bom.cdx.json'), JSON.stringify(bom, null, 1))
    expect(await aibom(['verify', 'bom.cdx.json', '--key', 'p256.pub.pem'], {cwd})).toMatchObject({exit: 1})
  })
})
