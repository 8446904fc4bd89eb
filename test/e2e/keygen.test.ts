import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/keygen.result.schema.json'), 'utf8'))

describe('aibom keygen', () => {
  it.each(['p256', 'ed25519'])('makes a %s pair that signs and verifies a model, a file and a BOM', async type => {
    const cwd = temporaryFolder()
    const made = await aibom(['keygen', 'own', '--type', type, '--json'], {cwd})
    expect(new Ajv().validate(schema, JSON.parse(made.stdout))).toBe(true)
    if (process.platform !== 'win32') expect(statSync(join(cwd, 'own.pem')).mode & 0o77).toBe(0)
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, 'model/weights.bin'), 'weights')
    writeFileSync(join(cwd, 'bom.json'), '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}')
    for (const [target, signature] of [
      ['model', 'model'],
      ['bom.json', 'bom.json'],
    ] as const) {
      expect(await aibom(['sign', target, '--key', 'own.pem'], {cwd})).toMatchObject({exit: 0})
      const good = await aibom(['verify', signature, '--key', 'own.pub.pem'], {cwd})
      expect(good.stdout).toContain('1 verified, 0 invalid')
    }
    writeFileSync(join(cwd, 'model/weights.bin'), 'changed')
    expect(await aibom(['verify', 'model', '--key', 'own.pub.pem'], {cwd})).toMatchObject({exit: 1})
  })

  it('encrypts the key with the passphrase, and overwrites nothing', async () => {
    const cwd = temporaryFolder()
    const env = {AIBOM_KEY_PASSPHRASE: 'correct horse'}
    expect(await aibom(['keygen', 'own'], {cwd, env})).toMatchObject({exit: 0})
    const pem = readFileSync(join(cwd, 'own.pem'), 'utf8')
    expect(pem).toContain('ENCRYPTED PRIVATE KEY')
    const again = await aibom(['keygen', 'own'], {cwd})
    expect(again).toMatchObject({exit: 2, stderr: expect.stringContaining('AIBOM_OUTPUT_EXISTS')})
    expect(readFileSync(join(cwd, 'own.pem'), 'utf8')).toBe(pem)
    writeFileSync(join(cwd, 'w.bin'), 'w')
    expect(await aibom(['sign', 'w.bin', '--key', 'own.pem'], {cwd, env})).toMatchObject({exit: 0})
    expect(await aibom(['sign', 'w.bin', '--key', 'own.pem'], {cwd})).toMatchObject({exit: 2})
  })
})

describe('aibom sign', () => {
  it('keeps a signature that is there, and the signature of the folder around', async () => {
    const cwd = temporaryFolder()
    await aibom(['keygen', 'own'], {cwd})
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, 'model/weights.bin'), 'weights')
    await aibom(['sign', 'model', '--key', 'own.pem'], {cwd})
    const twice = await aibom(['sign', 'model', '--key', 'own.pem'], {cwd})
    expect(twice).toMatchObject({exit: 2, stderr: expect.stringContaining('AIBOM_SIGNATURE_EXISTS')})
    expect(await aibom(['sign', 'model', '--key', 'own.pem', '--replace'], {cwd})).toMatchObject({exit: 0})
    const inside = await aibom(['sign', 'model/weights.bin', '--key', 'own.pem'], {cwd})
    expect(inside).toMatchObject({exit: 2, stderr: expect.stringContaining('AIBOM_SIGNED_FOLDER')})
    expect(
      await aibom(['sign', 'model/weights.bin', '--key', 'own.pem', '--output', 'weights.sig'], {cwd}),
    ).toMatchObject({exit: 0})
    expect(await aibom(['verify', 'model', '--key', 'own.pub.pem'], {cwd})).toMatchObject({exit: 0})
  })
})
