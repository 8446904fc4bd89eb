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
    expect(bad).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('weights.bin differs from the file that was signed'),
    })
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

describe('a signature that could not be verified, or would do harm, is not written', () => {
  const refused = async (target: string, flags: readonly string[], code: string): Promise<void> => {
    const {exit, stderr} = await aibom(['sign', target, '--key', 'p256.pem', ...flags], {cwd})
    expect(exit, stderr).toBe(2)
    expect(stderr).toContain(code)
  }

  it.each(['.', './', '', '/', '../x', '/etc', 'a/../w', 'C:x'])('with --ignore %j', async path => {
    await refused(writeModel(cwd, 'model-ignore'), ['--ignore', path], 'is not a path inside the model')
  })

  it.each(['a\\b', 'C:x'])('of a file called %s', async name => {
    const model = writeModel(cwd, `model-${name.length}`)
    writeFileSync(join(cwd, model, name), 'x')
    await refused(model, [], 'AIBOM_MODEL_NAME')
  })

  it('over a key, weights or a BOM', async () => {
    const model = writeModel(cwd, 'model-over')
    writeFileSync(join(cwd, 'kept.pem'), readFileSync(join(cwd, 'p256.pem')))
    for (const output of ['kept.pem', `${model}/weights.bin`]) {
      const before = readFileSync(join(cwd, output))
      await refused(model, ['--replace', '--output', output], 'AIBOM_SIGNATURE_EXISTS')
      expect(readFileSync(join(cwd, output))).toEqual(before)
    }
    await refused(model, ['--output', '-'], 'AIBOM_USAGE')
  })

  it('over a signed statement, unless it is to be replaced', async () => {
    writeFileSync(join(cwd, 's.json'), '{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"x"}')
    expect((await aibom(['sign', 's.json', '--key', 'p256.pem'], {cwd})).exit).toBe(0)
    await refused('s.json', [], 'AIBOM_SIGNATURE_EXISTS')
    expect((await aibom(['sign', 's.json', '--key', 'p256.pem', '--replace'], {cwd})).exit).toBe(0)
  })

  it('by one of two keys', async () => {
    writeFileSync(join(cwd, 'two.pem'), ['p256.pem', 'p384.pem'].map(name => readFileSync(join(cwd, name))).join(''))
    const {exit, stderr} = await aibom(['sign', writeModel(cwd, 'model-two'), '--key', 'two.pem'], {cwd})
    expect({exit, stderr}).toMatchObject({exit: 2, stderr: expect.stringContaining('more than one private key')})
  })

  it('of a BOM with a name twice, or with a file that is not there', async () => {
    writeFileSync(join(cwd, 'twice.json'), '{"bomFormat":"X","bomFormat":"CycloneDX","specVersion":"1.6","version":1}')
    await refused('twice.json', [], 'AIBOM_BOM_INVALID')
    writeFileSync(join(cwd, 'once.json'), '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}')
    await refused('once.json', ['--artifact', 'absent.bin'], '--artifact absent.bin is not a file')
  })
})
