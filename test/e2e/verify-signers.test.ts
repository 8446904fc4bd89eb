import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {readBom} from '../../src/bom/read/read.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {writeKeys} from '../support/signing.ts'
import {safetensors} from '../support/weights.ts'

const weights = 'models/tiny/model.safetensors'
const signature = 'app/models/tiny/model.sig'
const changes = async (before: string, after: string): Promise<[string, string][]> => {
  const {stdout} = await aibom(['diff', before, after, '--json'], {cwd})
  return JSON.parse(stdout).changes.map((change: {class: string; id: string}) => [change.id, change.class])
}
let cwd = ''

beforeAll(async () => {
  cwd = temporaryFolder()
  for (const name of ['ours', 'theirs']) writeKeys(cwd, name, 'P-256')
  const header = {w: {dtype: 'F32', shape: [1], data_offsets: [0, 4]}}
  put(`app/${weights}`, safetensors(header, 4))
  put('app/models/tiny/config.json', '{"model_type": "bert", "architectures": ["BertModel"]}')
  expect(await aibom(['generate', 'app', '-o', 'bom.cdx.json'], {cwd})).toMatchObject({exit: 0})
  expect(await verifyTo('unsigned.cdx.json', [])).toMatchObject({exit: 0})
  for (const name of ['ours', 'theirs']) {
    expect(await aibom(['sign', 'app/models/tiny', '--key', `${name}.pem`, '--replace'], {cwd})).toMatchObject({
      exit: 0,
    })
    expect(await verifyTo(`${name}.cdx.json`, ['--key', `${name}.pub.pem`])).toMatchObject({exit: 0})
  }
})

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), content)
}

function verifyTo(copy: string, flags: readonly string[], bom = 'bom.cdx.json'): ReturnType<typeof aibom> {
  return aibom(['verify', bom, '--artifacts', 'app', '--require', 'digest', '--write', copy, ...flags, '--json'], {cwd})
}

function verdictsOf(copy: string) {
  return readBom(readFileSync(join(cwd, copy), 'utf8'), copy).inventory.verdicts
}

describe('the verdicts that verify --write keeps', () => {
  it('read back as they were, of the weights and of the model that they are', () => {
    const verdict = {
      status: 'verified',
      signer: 'key ours.pub.pem',
      key: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      trust: 'the BOM, which says the digest; key ours.pub.pem',
      checked: ['SHA-256', 'the signature models/tiny/model.sig', 'signature', 'manifest', 'every signed file'],
      notCovered: [],
    }
    expect(verdictsOf('ours.cdx.json')).toEqual(
      [`weights:${weights}`, 'model:models/tiny'].map(id => ({
        asset: expect.stringContaining(id),
        verifier: 'aibom verify',
        verdict,
      })),
    )
  })

  it('have no signer where bytes equal a digest', () => {
    for (const {verdict} of verdictsOf('unsigned.cdx.json')) {
      expect(verdict).toMatchObject({status: 'verified', checked: ['SHA-256']})
      expect(verdict).not.toHaveProperty('signer')
    }
  })

  it('have no signer where a signature is there, and nobody was named', async () => {
    await verifyTo('unasked.cdx.json', [])
    expect(verdictsOf('unasked.cdx.json')[0]?.verdict).toMatchObject({
      status: 'verified',
      signature: 'unchecked',
      notCovered: ['the signature models/tiny/model.sig: no key and nobody is named'],
    })
    expect(verdictsOf('unasked.cdx.json')[0]?.verdict).not.toHaveProperty('signer')
  })

  it('take the place of earlier ones', async () => {
    const {declarations: _, ...document} = JSON.parse(readFileSync(join(cwd, 'ours.cdx.json'), 'utf8'))
    put('earlier.cdx.json', JSON.stringify(document))
    await verifyTo('again.cdx.json', [], 'earlier.cdx.json')
    expect(verdictsOf('again.cdx.json')).toHaveLength(2)
    for (const {verdict} of verdictsOf('again.cdx.json')) expect(verdict).not.toHaveProperty('signer')
  })
})

describe('diff of verified copies', () => {
  it.each([
    ['another key', 'ours', 'theirs', 'signer-changed'],
    ['a signature that is gone', 'ours', 'unsigned', 'signature-lost'],
    ['a signature that came', 'unsigned', 'ours', 'signed'],
    ['that nobody looked at the signature', 'ours', 'bom', 'signature-unchecked'],
    ['that a signature is there and nobody was named', 'ours', 'unasked', 'signature-unchecked'],
  ])('says %s', async (_what, before, after, said) => {
    expect(await changes(`${before}.cdx.json`, `${after}.cdx.json`)).toEqual([
      ['model:models/tiny', said],
      [`weights:${weights}`, said],
    ])
  })

  it('knows a key whatever its file is called', async () => {
    put('renamed.pem', readFileSync(join(cwd, 'theirs.pub.pem')))
    await verifyTo('renamed.cdx.json', ['--key', 'renamed.pem'])
    expect(await changes('theirs.cdx.json', 'renamed.cdx.json')).toEqual([])
  })
})

describe('check with signers', () => {
  const found = async (copy: string, keys: string): Promise<{exit: number | null; rules: string[]}> => {
    const rule = {artifacts: ['models/**'], keys: [`${keys}.pub.pem`], require: 'signed'}
    put('policy.yaml', JSON.stringify({version: 1, signers: [rule]}))
    const flags = ['--policy', 'policy.yaml', '--no-baseline', '--json']
    const {exit, stdout} = await aibom(['check', `${copy}.cdx.json`, ...flags], {cwd})
    const rules = JSON.parse(stdout).findings.map(({rule: id}: {rule: string}) => id)
    return {exit, rules: rules.filter((id: string) => id === 'AIB287')}
  }

  it.each([
    ['ours', 'ours', 0, 0],
    ['theirs', 'ours', 1, 2],
    ['unsigned', 'ours', 1, 2],
  ])('finds in the copy verified by %s what %s did not sign', async (copy, keys, exit, findings) => {
    const answer = await found(copy, keys)
    expect(answer).toMatchObject({exit})
    expect(answer.rules).toHaveLength(findings)
  })
})

describe('a signature of files that a BOM states', () => {
  it('is invalid by another key, and after a change of any signed file', async () => {
    const other = await verifyTo('x.cdx.json', ['--key', 'ours.pub.pem'])
    expect(other.exit).toBe(1)
    expect(JSON.parse(other.stdout).subjects).toMatchObject([{}, {status: 'invalid', code: 'key-mismatch'}])
    put('app/models/tiny/config.json', '{"model_type": "bert", "architectures": ["Another"]}')
    const changed = await verifyTo('x.cdx.json', ['--key', 'theirs.pub.pem'])
    expect(changed.exit).toBe(1)
    expect(JSON.parse(changed.stdout).subjects).toMatchObject([{}, {status: 'invalid', code: 'digest-mismatch'}])
  })

  it('covers no file that it leaves out', async () => {
    rmSync(join(cwd, signature))
    const sign = ['sign', 'app/models/tiny', '--key', 'ours.pem', '--ignore', 'model.safetensors']
    expect(await aibom(sign, {cwd})).toMatchObject({exit: 0})
    const {exit, stdout} = await verifyTo('left.cdx.json', ['--key', 'ours.pub.pem'])
    expect(exit, stdout).toBe(0)
    const [, component] = JSON.parse(stdout).subjects
    expect(component).toMatchObject({status: 'verified', level: 'self-computed'})
    expect(component.notCovered).toContain('the signature models/tiny/model.sig, which does not cover it')
    expect(verdictsOf('left.cdx.json')[0]?.verdict).not.toHaveProperty('signer')
    rmSync(join(cwd, signature))
  })

  it('may be beside the file', async () => {
    const sign = await aibom(['sign', `app/${weights}`, '--key', 'ours.pem'], {cwd})
    expect(sign.exit, sign.stdout).toBe(0)
    const {exit, stdout} = await verifyTo('beside.cdx.json', ['--key', 'ours.pub.pem'])
    expect(exit, stdout).toBe(0)
    expect(JSON.parse(stdout).subjects).toMatchObject([{}, {status: 'verified', signer: 'key ours.pub.pem'}])
  })
})
