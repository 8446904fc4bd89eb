import {execFileSync} from 'node:child_process'
import {createHash, generateKeyPairSync} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {noProgress} from '../../../../src/pipeline/progress.ts'
import {sign} from '../../../../src/pipeline/sign/sign.ts'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {authority, issue, pemOf, signerUsage} from '../../../support/certificates.ts'
import {nothing} from '../../../support/der.ts'
import {freePort} from '../../../support/free-port.ts'
import {type StubFile, startStubHub, stubCommit} from '../../../support/hub.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys, writeModel} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'targets-'))
  writeKeys(cwd, 'maker', 'P-256')
  writeKeys(cwd, 'other', 'P-256')
})

const put = (path: string, content: string | Buffer): void => writeFileSync(join(cwd, path), content)

async function signed(target: string, more: object = {}): Promise<void> {
  const context = {
    cwd,
    env: {},
    cacheFolder: undefined,
    now: Date.now,
    signal: new AbortController().signal,
    progress: noProgress,
    toolVersion: '0',
  }
  const nothing = {
    certificate: undefined,
    chain: undefined,
    keyless: false,
    output: undefined,
    artifacts: [],
    ignore: [],
    offline: true,
    replace: false,
  }
  await sign({...context, ...nothing, target, key: 'maker.pem', ...more})
}

async function verifyOne(target: string, asked: object = {}) {
  const result = await verifyWith({targets: [target], cwd, keys: ['maker.pub.pem'], ...asked})
  return {exit: exitOf(result), ...result.subjects[0]}
}

describe('a file', () => {
  it('is unsigned where no signature is beside it', async () => {
    put('w.bin', 'weights')
    expect(await verifyOne('w.bin')).toMatchObject({
      exit: 1,
      subject: 'w.bin',
      kind: 'file',
      status: 'unsigned',
      code: 'signature-missing',
    })
  })

  it('is verified by the signature beside it', async () => {
    put('w.bin', 'weights')
    await signed('w.bin')
    expect(await verifyOne('w.bin')).toMatchObject({
      exit: 0,
      subject: 'w.bin',
      status: 'verified',
      signer: 'key maker.pub.pem',
    })
    expect(await verifyOne('w.bin', {keys: ['other.pub.pem']})).toMatchObject({exit: 1, code: 'key-mismatch'})
    put('w.bin', 'changed')
    expect(await verifyOne('w.bin')).toMatchObject({exit: 1, code: 'digest-mismatch'})
  })

  it.each(['w.sig.bin', 'w.json.bin'])('is no signature for its name: %s', async name => {
    put(name, 'weights')
    expect(await verifyOne(name)).toMatchObject({kind: 'file', status: 'unsigned'})
  })

  it('is verified by the key that a policy names, unless another one is given', async () => {
    put('w.bin', 'weights')
    await signed('w.bin')
    put('policy.yaml', 'version: 1\nsigners:\n  - artifacts: [w.bin]\n    keys: [maker.pub.pem]\n')
    expect(await verifyOne('w.bin', {keys: [], policy: 'policy.yaml'})).toMatchObject({
      exit: 0,
      status: 'verified',
      signer: 'key maker.pub.pem',
    })
    expect(await verifyOne('w.bin', {keys: ['other.pub.pem'], policy: 'policy.yaml'})).toMatchObject({
      exit: 1,
      code: 'key-mismatch',
    })
    put('policy.yaml', 'version: 1\nsigners:\n  - artifacts: [w.bin]\n    keys: [other.pub.pem]\n')
    expect(await verifyOne('w.bin', {keys: [], policy: 'policy.yaml'})).toMatchObject({exit: 1, code: 'key-mismatch'})
  })

  it('is verified by the authority that a policy names, unless another one is given', async () => {
    const [root, other] = [1, 2].map(at => issue({name: `root ${at}`, extensions: authority}))
    const leaf = issue({name: 'leaf', ...(root !== undefined && {issuer: root}), extensions: signerUsage})
    put('root.pem', pemOf(root?.der ?? nothing))
    put('other.pem', pemOf(other?.der ?? nothing))
    put('leaf.crt', pemOf(leaf.der))
    put('leaf.pem', String(leaf.privateKey.export({type: 'pkcs8', format: 'pem'})))
    put('w.bin', 'weights')
    await signed('w.bin', {key: 'leaf.pem', certificate: 'leaf.crt'})
    put('policy.yaml', 'version: 1\nsigners:\n  - artifacts: [w.bin]\n    roots: [root.pem]\n')
    const asked = {keys: [], policy: 'policy.yaml'}
    expect(await verifyOne('w.bin', asked)).toMatchObject({exit: 0, status: 'verified'})
    expect(await verifyOne('w.bin', {...asked, roots: ['other.pem']})).toMatchObject({
      exit: 1,
      code: 'untrusted-chain',
    })
  })

  it.each<[string, string | Buffer]>([
    ['is no JSON', '{'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is text', 'MEUCIQ=='],
    ['is not UTF-8', Buffer.from([0xff, 0xfe])],
    ['has a name twice', '{"mediaType": "a", "mediaType": "b"}'],
    ['says nothing', '{}'],
    ['has text behind it', '{} {}'],
    ['has a byte order mark', '\uFEFF{}'],
  ])('is invalid where the signature beside it %s', async (_name, content) => {
    put('w.bin', 'weights')
    put('w.bin.sig', content)
    expect(await verifyOne('w.bin')).toMatchObject({exit: 1, status: 'invalid', code: 'bundle-malformed'})
  })

  it('is the user’s mistake where it is not there', async () => {
    await expect(verifyOne('nothing')).rejects.toMatchObject({code: 'AIBOM_TARGET_NOT_FOUND', exit: 2})
  })
})

describe('a bundle over bytes', () => {
  const bom = '{"bomFormat": "CycloneDX", "specVersion": "1.6"}'
  const bundle = 'bom.json.sigstore.json'

  beforeEach(async () => {
    put('bom.json', bom)
    await signed('bom.json')
  })

  it('is held against a file, or against its digest', async () => {
    expect(await verifyOne('bom.json')).toMatchObject({exit: 0, kind: 'bom', status: 'verified'})
    expect(await verifyOne(bundle, {artifact: 'bom.json'})).toMatchObject({
      exit: 0,
      subject: 'bom.json',
      status: 'verified',
    })
    expect(await verifyOne(bundle, {artifact: 'bom.json', keys: ['other.pub.pem']})).toMatchObject({
      exit: 1,
      code: 'key-mismatch',
    })
    put('other.json', '{}')
    expect(await verifyOne(bundle, {artifact: 'other.json'})).toMatchObject({exit: 1, status: 'invalid'})
    expect(await verifyOne(bundle, {digests: [`sha256:${sha256('another')}`]})).toMatchObject({
      exit: 3,
      status: 'unverifiable',
    })
  })

  it('may be made with an Ed25519 key', async () => {
    const {publicKey, privateKey} = generateKeyPairSync('ed25519')
    put('ed.pem', String(privateKey.export({type: 'pkcs8', format: 'pem'})))
    put('ed.pub.pem', String(publicKey.export({type: 'spki', format: 'pem'})))
    await signed('bom.json', {key: 'ed.pem', replace: true})
    const asked = {artifact: 'bom.json', keys: ['ed.pub.pem']}
    expect(await verifyOne(bundle, asked)).toMatchObject({exit: 0, status: 'verified'})
    put('bom.json', `${bom} `)
    expect(await verifyOne(bundle, asked)).toMatchObject({exit: 1, code: 'signature-invalid'})
  })

  it('is invalid for a BOM that was changed by a space', async () => {
    put('bom.json', `${bom} `)
    expect(await verifyOne('bom.json')).toMatchObject({exit: 1, status: 'invalid'})
    expect(await verifyOne('bom.json', {require: 'digest'})).toMatchObject({exit: 1, status: 'invalid'})
  })

  it('is the first of its usual names, and the others are told', async () => {
    put('bom.json.sig', '{')
    put('bom.json.bundle', '{')
    const notCovered = ['another signature beside it: bom.json.sig', 'another signature beside it: bom.json.bundle']
    expect(await verifyOne('bom.json')).toMatchObject({exit: 0, status: 'verified', notCovered})
  })

  it('is alone, with nothing to tell besides', async () => {
    expect(await verifyOne('bom.json')).toMatchObject({exit: 0, status: 'verified', notCovered: []})
  })

  it('is not looked at beside a signature in the BOM, and that is told', async () => {
    put('bom.json', '{"bomFormat": "CycloneDX", "signature": {"algorithm": "HS256", "value": "AAAA"}}')
    expect(await verifyOne('bom.json')).toMatchObject({
      notCovered: ['the signature beside it: the one in it was verified'],
    })
  })

  it.each<[string, object]>([
    ['a digest without its algorithm', {digests: [sha256('a')]}],
    ['a digest cut short', {digests: ['sha256:abcd']}],
    ['an algorithm that proves nothing', {digests: [`md5:${'0'.repeat(32)}`]}],
    ['a file and a digest', {artifact: 'bom.json', digests: [`sha256:${sha256('a')}`]}],
    ['an empty identity', {identity: ' '}],
    ['an empty issuer', {issuer: ''}],
    ['a time that is none', {at: 'yesterday'}],
    ['a time with words', {at: 'maker 2026'}],
    ['a number', {at: '1'}],
    ['a day that does not exist', {at: '2026-02-31'}],
    ['a publisher without a repository', {publisher: 'github'}],
    ['a publisher without a kind', {publisher: ':acme/tiny'}],
    ['a publisher without a repository before its workflow', {publisher: 'github::release.yml'}],
  ])('is not verified by %s', async (_name, asked) => {
    await expect(verifyOne(bundle, asked)).rejects.toMatchObject({code: 'AIBOM_USAGE', exit: 2})
  })

  it.each<[string, object, string]>([
    ['an artifact that is not there', {artifact: 'nothing'}, 'AIBOM_FILE_NOT_FOUND'],
    ['roots without a certificate', {roots: ['bom.json']}, 'AIBOM_CERTIFICATE_INVALID'],
    ['registry keys that are none', {registryKeys: 'bom.json.sigstore.json'}, 'AIBOM_REGISTRY_KEYS_INVALID'],
    ['a trusted root that is none', {trustedRoot: 'maker.pub.pem'}, 'AIBOM_TRUSTED_ROOT_INVALID'],
  ])('is the user’s mistake with %s', async (_name, asked, code) => {
    await expect(verifyOne(bundle, asked)).rejects.toMatchObject({code, exit: 2})
  })

  it('gets its verdicts written into a copy of the BOM', async () => {
    const subject = {type: 'machine-learning-model', name: 'm', 'bom-ref': 'm'}
    put(
      'plain.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        metadata: {component: subject},
        components: [],
      }),
    )
    await verifyOne('plain.json', {write: 'told.json'})
    expect(JSON.parse(readFileSync(join(cwd, 'told.json'), 'utf8')).declarations.claims).toMatchObject([
      {target: 'm', predicate: expect.stringMatching(/^unsigned: signature-missing/)},
    ])
    await signed('plain.json')
    await verifyOne('plain.json', {write: 'told.json'})
    expect(readFileSync(join(cwd, 'told.json'), 'utf8')).toContain('verified: signed by key maker.pub.pem')
    symlinkSync('.', join(cwd, 'here'))
    symlinkSync('plain.json', join(cwd, 'link.json'))
    for (const write of ['plain.json', 'here/plain.json', 'link.json'])
      await expect(verifyOne('plain.json', {write})).rejects.toMatchObject({code: 'AIBOM_USAGE'})
    await expect(verifyOne('plain.json', {artifacts: 'tiny', pointer: '/'})).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
    })
    await expect(verifyOne(bundle, {artifact: 'bom.json', write: 'told.json'})).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
    })
    await expect(verifyWith({targets: ['plain.json', 'bom.json'], cwd, write: 'told.json'})).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
    })
  })
})

describe('a model folder', () => {
  beforeEach(() => {
    writeModel(cwd, 'tiny')
  })

  it('is unsigned without a signature', async () => {
    expect(await verifyOne('tiny')).toMatchObject({
      exit: 1,
      kind: 'model',
      status: 'unsigned',
      notCovered: ['every file'],
    })
  })

  it('is verified by the signature in it, whatever other JSON is beside', async () => {
    put('tiny/a.json', '{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json"')
    await signed('tiny')
    expect(await verifyOne('tiny')).toMatchObject({exit: 0, status: 'verified'})
    expect(await verifyOne('tiny/model.sig', {require: 'form'})).toMatchObject({exit: 0, code: 'form-only'})
    const path = join(cwd, 'tiny/model.sig')
    const bundle = JSON.parse(readFileSync(path, 'utf8'))
    bundle.verificationMaterial.tlogEntries = [{logIndex: '1'}]
    writeFileSync(path, JSON.stringify(bundle))
    expect(await verifyOne('tiny/model.sig', {require: 'form'})).toMatchObject({exit: 1, code: 'tlog-inclusion'})
  })

  it('is decided by model.sig, though another signature is listed before it', async () => {
    await signed('tiny')
    await signed('tiny', {key: 'other.pem', output: 'tiny/a.sig'})
    expect(await verifyOne('tiny')).toMatchObject({exit: 1, status: 'invalid', code: 'file-extra'})
    expect(await verifyOne('tiny', {ignore: ['a.sig']})).toMatchObject({
      exit: 0,
      status: 'verified',
      notCovered: ['a.sig'],
    })
    expect(await verifyOne('tiny', {keys: ['other.pub.pem']})).toMatchObject({exit: 1, code: 'key-mismatch'})
  })

  it('is not what was signed with a pipe in it', async () => {
    await signed('tiny')
    execFileSync('mkfifo', [join(cwd, 'tiny/pipe')])
    expect(await verifyOne('tiny')).toMatchObject({exit: 1, status: 'invalid', code: 'special-file'})
  })

  it('has a verdict where its signature is no file', async () => {
    mkdirSync(join(cwd, 'tiny/model.sig'))
    expect(await verifyOne('tiny')).toMatchObject({exit: 1, status: 'unsigned'})
  })

  it('gives every target its answer', async () => {
    await signed('tiny')
    put('broken.sig', '{')
    const {subjects} = await verifyWith({
      targets: ['broken.sig', 'tiny', 'tiny/weights.bin'],
      cwd,
      keys: ['maker.pub.pem'],
    })
    expect(subjects.map(({status}) => status)).toEqual(['invalid', 'verified', 'unsigned'])
  })
})

describe('a folder that cannot be read', () => {
  it('is an open answer, and keeps no other target from its own', async () => {
    const step = 'd'.repeat(250)
    const deep = `for (let count = 0; count < 20; count++) {
      require('node:fs').mkdirSync('${step}')
      process.chdir('${step}')
    }`
    execFileSync(process.execPath, ['-e', deep], {cwd: mkdirSync(join(cwd, 'deep'), {recursive: true})})
    writeFileSync(join(cwd, 'bom.json'), JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6'}))
    writeFileSync(join(cwd, 'w.bin'), 'weights')
    const {subjects, outcome} = await verifyWith({targets: ['bom.json', 'w.bin'], cwd, artifacts: 'deep'}).finally(() =>
      execFileSync('rm', ['-r', join(cwd, 'deep')]),
    )
    expect(outcome).toBe('failed')
    expect(subjects).toMatchObject([
      {subject: 'bom.json', kind: 'target', status: 'unverifiable', code: 'AIBOM_FOLDER_UNREADABLE'},
      {subject: 'w.bin', status: 'unsigned'},
    ])
  })
})

describe('a repository of the hub', () => {
  const weights = 'not really weights'
  const plain: Record<string, StubFile> = {
    'README.md': {content: '# Tiny'},
    'model.bin': {content: weights, sha256: sha256(weights)},
  }

  async function verifyHub(files: Record<string, StubFile>, asked: object = {}) {
    const {url} = await startStubHub({'acme/tiny': {files}})
    const result = await verifyWith({
      targets: ['hf:acme/tiny'],
      cwd,
      keys: ['maker.pub.pem'],
      offline: false,
      env: {HF_ENDPOINT: url, HOME: cwd},
      ...asked,
    })
    return {exit: exitOf(result), subjects: result.subjects}
  }

  it('is unsigned, and each file is what the hub declares', async () => {
    expect(await verifyHub(plain)).toMatchObject({
      exit: 1,
      subjects: [{status: 'unsigned'}, {level: 'registry-asserted'}, {status: 'verified'}],
    })
    expect(await verifyHub(plain, {require: 'digest'})).toMatchObject({
      exit: 0,
      subjects: [{subject: `hf:acme/tiny@${stubCommit}`}, {}, {}],
    })
  })

  it('is invalid where bytes are not those declared', async () => {
    const files = {...plain, 'model.bin': {content: weights, sha256: 'f'.repeat(64)}}
    expect(await verifyHub(files, {require: 'digest'})).toMatchObject({
      exit: 1,
      subjects: [{code: 'digest-mismatch'}, {met: true}, {met: false}],
    })
  })

  it('is verified by the signature in it', async () => {
    await signed(writeModel(cwd, 'tiny'))
    const paths = ['weights.bin', 'sub/vocab.txt', 'sub-1.txt', 'leer é.txt', 'model.sig']
    const files = Object.fromEntries(paths.map(path => [path, {content: readFileSync(join(cwd, 'tiny', path))}]))
    expect(await verifyHub(files)).toMatchObject({
      exit: 0,
      subjects: [{status: 'verified', signer: 'key maker.pub.pem'}],
    })
    const digestsAlone = await verifyHub(files, {keys: [], require: 'digest'})
    expect(digestsAlone.exit).toBe(0)
    expect(digestsAlone.subjects[0]).toMatchObject({
      level: 'registry-asserted',
      notCovered: ['the signature in it: no key and nobody is named'],
    })
    expect(await verifyHub(files, {keys: ['other.pub.pem'], require: 'digest'})).toMatchObject({
      exit: 1,
      subjects: [{code: 'key-mismatch'}],
    })
    expect(await verifyHub(files, {keys: []})).toMatchObject({exit: 3, subjects: [{code: 'key-missing'}]})
    const rooted = issue({name: 'root', extensions: authority})
    put('root.pem', pemOf(rooted.der))
    for (const somebody of [
      {identity: 'maker@acme.example'},
      {issuer: 'https://a.example'},
      {identityPattern: '*@acme.example'},
      {roots: ['root.pem']},
    ]) {
      const {exit, subjects} = await verifyHub(files, {keys: [], require: 'digest', ...somebody})
      expect(subjects).toMatchObject([{status: 'invalid', code: 'key-mismatch'}])
      expect(exit).toBe(1)
    }
    const other = await verifyHub({...files, 'weights.bin': {content: weights, sha256: 'f'.repeat(64)}})
    expect(other).toMatchObject({exit: 1, subjects: [{code: 'digest-mismatch'}, {}, {}, {}, {}, {}]})
    expect(await verifyHub({...files, 'extra.py': {content: 'import os'}})).toMatchObject({
      exit: 1,
      subjects: [{code: 'file-extra'}],
    })
  })

  it('may hold nothing but a signature, which then is wrong', async () => {
    await signed(writeModel(cwd, 'tiny'))
    const files = {'model.sig': {content: readFileSync(join(cwd, 'tiny/model.sig'))}}
    expect(await verifyHub(files)).toMatchObject({exit: 1, subjects: [{status: 'invalid', code: 'file-missing'}]})
  })

  it('is open where a file beside the signature cannot be fetched', async () => {
    await signed(writeModel(cwd, 'tiny'))
    const paths = ['weights.bin', 'sub/vocab.txt', 'sub-1.txt', 'leer é.txt', 'model.sig']
    const files = Object.fromEntries(paths.map(path => [path, {content: readFileSync(join(cwd, 'tiny', path))}]))
    const {exit, subjects} = await verifyHub({...files, 'lost.bin': {content: 'x', isMissing: true}})
    expect(exit).toBe(3)
    expect(subjects[0]).toMatchObject({status: 'unverifiable', code: 'registry-unreachable'})
    expect(subjects.filter(({status}) => status !== 'verified').map(({subject}) => subject)).toEqual([
      `hf:acme/tiny@${stubCommit}`,
      `hf:acme/tiny@${stubCommit}/lost.bin`,
    ])
  })

  it('is invalid where a name leads out', async () => {
    expect(await verifyHub({...plain, '../evil': {content: 'x'}})).toMatchObject({
      exit: 1,
      subjects: [{status: 'invalid', code: 'path-unsafe'}],
    })
  })

  it('is the user’s mistake where the hub has none of that name', async () => {
    const hub = await startStubHub({})
    const asked = {targets: ['hf:acme/none'], cwd, offline: false, env: {HF_ENDPOINT: hub.url, HOME: cwd}}
    await expect(verifyWith(asked)).rejects.toMatchObject({exit: 2})
  })

  it('is open where the hub does not answer', async () => {
    const {subjects, outcome} = await verifyWith({
      ...{targets: ['hf:acme/tiny'], cwd, keys: ['maker.pub.pem'], offline: false},
      env: {HF_ENDPOINT: `http://127.0.0.1:${await freePort()}`, HOME: cwd},
    })
    expect(outcome).toBe('undecided')
    expect(subjects).toMatchObject([{subject: 'hf:acme/tiny', status: 'unverifiable'}])
  })

  it('needs the network', async () => {
    await expect(verifyHub(plain, {offline: true})).rejects.toMatchObject({code: 'AIBOM_OFFLINE', exit: 2})
  })
})
