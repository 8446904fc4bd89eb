import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys, writeModel} from '../support/signing.ts'

const leftovers = [
  '.model.sig.0f0f0f0f-0000-4000-8000-000000000000.tmp',
  '.bom.cdx.json.0f0f0f0f-0000-4000-8000-000000000001.tmp',
  'weights.bin.0123456789abcdef.part',
  '.aibom.0123456789abcdef.0123456789abcdef.4711-89abcdef.part',
]

/** What killed runs may leave: part of a BOM, of a model, and a whole signature. */
function leave(folder: string, content = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}'): void {
  for (const name of leftovers) writeFileSync(join(folder, name), content)
}

let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  writeKeys(cwd, 'key', 'P-256')
})

describe('what killed runs leave behind', () => {
  it('is no part of a source', async () => {
    mkdirSync(join(cwd, 'source'))
    writeFileSync(
      join(cwd, 'source/app.py'),
      'import openai\nopenai.OpenAI().responses.create(model="gpt-4o", input="x")\n',
    )
    const before = await aibom(['generate', 'source', '-o', '-', '-q'], {cwd})
    leave(join(cwd, 'source'))
    expect(await aibom(['generate', 'source', '-o', '-', '-q'], {cwd})).toEqual(before)
  })

  it('is no part of a signed model, neither when it is signed nor when it is verified', async () => {
    const model = join(cwd, writeModel(cwd, 'model'))
    leave(model)
    expect(await aibom(['sign', 'model', '--key', 'key.pem'], {cwd})).toMatchObject({exit: 0})
    const {dsseEnvelope} = JSON.parse(readFileSync(join(model, 'model.sig'), 'utf8'))
    expect(Buffer.from(dsseEnvelope.payload, 'base64').toString()).not.toMatch(/0f0f0f0f|\.part/)
    const verified = await aibom(['verify', 'model', '--key', 'key.pub.pem'], {cwd})
    expect(verified).toMatchObject({exit: 0, stdout: expect.stringContaining(leftovers[0] ?? '')})
    for (const name of leftovers) rmSync(join(model, name))
    expect(await aibom(['verify', 'model', '--key', 'key.pub.pem'], {cwd})).toMatchObject({exit: 0})
  })

  it('is not taken for the signature of a model', async () => {
    const model = join(cwd, writeModel(cwd, 'other'))
    expect(await aibom(['sign', 'other', '--key', 'key.pem'], {cwd})).toMatchObject({exit: 0})
    leave(model, readFileSync(join(model, 'model.sig'), 'utf8'))
    expect(await aibom(['verify', 'other', '--key', 'key.pub.pem'], {cwd})).toMatchObject({exit: 0})
  })

  it('is verified where somebody has signed it', async () => {
    const model = join(cwd, writeModel(cwd, 'third'))
    writeFileSync(join(model, 'config.tmp'), 'signed')
    expect(await aibom(['sign', 'third', '--key', 'key.pem'], {cwd})).toMatchObject({exit: 0})
    writeFileSync(join(model, 'new.tmp'), 'not signed')
    expect(await aibom(['verify', 'third', '--key', 'key.pub.pem'], {cwd})).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('file-extra new.tmp'),
    })
  })
})

describe.each(['SIGKILL', 'SIGTERM'] as const)('a run that %s ends', signal => {
  it.each([
    ['generate', ['generate', 'model', '-o', 'out.json']],
    ['sign', ['sign', 'model', '--key', 'key.pem', '-o', 'out.json', '--replace']],
  ])('of %s leaves the output of before, or a whole one', async (_name, words) => {
    const folder = temporaryFolder()
    writeKeys(folder, 'key', 'P-256')
    writeModel(folder, 'model')
    expect(await aibom(words, {cwd: folder})).toMatchObject({exit: 0})
    const whole = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))
    for (const afterMs of [100, 300]) {
      await aibom(words, {cwd: folder, started: process => void setTimeout(() => process.kill(signal), afterMs)})
      expect(Object.keys(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')))).toEqual(Object.keys(whole))
    }
    expect(await aibom(words, {cwd: folder})).toMatchObject({exit: 0})
    expect(readdirSync(join(folder, 'model')).some(name => name.endsWith('.tmp'))).toBe(false)
  })
})
