import {createHash, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {legacyPreAuthEncoding, preAuthEncoding} from '../../../src/trust/sigstore/dsse.ts'
import {temporaryFolder} from '../../support/run.ts'
import {withValue} from '../../support/verdict.ts'
import {verifyWith} from '../../support/verify.ts'

/** A model of three files and a signature over them, made here step by step, so that each step can be made wrong. */
const files: Readonly<Record<string, string>> = {
  'a-b.txt': 'one',
  'a/b.txt': 'two',
  'weights.bin': 'three three three three',
}
const inToto = 'application/vnd.in-toto+json'
const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'prime256v1'})
const other = generateKeyPairSync('ec', {namedCurve: 'prime256v1'})

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const pemOf = (key: KeyObject): string => String(key.export({type: 'spki', format: 'pem'}))

type Json = Record<string, unknown>

interface Draft {
  resources: Json[]
  serialization: Json
  statement: Json
  payloadType: string
}

function draft(): Draft {
  return {
    resources: Object.entries(files).map(([name, text]) => ({name, algorithm: 'sha256', digest: sha256(text)})),
    serialization: {method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: []},
    statement: {_type: 'https://in-toto.io/Statement/v1', predicateType: 'https://model_signing/signature/v1.0'},
    payloadType: inToto,
  }
}

function rootOf({resources}: Draft, algorithm = 'sha256'): string {
  const root = createHash(algorithm)
  for (const {digest} of resources) root.update(Buffer.from(String(digest), 'hex'))
  return root.digest('hex')
}

function payloadOf(made: Draft): string {
  const {resources, serialization, statement} = made
  const subject = [{name: 'model', digest: {sha256: rootOf(made)}}]
  return JSON.stringify({subject, predicate: {serialization, resources}, ...statement})
}

function bundleOf(made: Draft, payload = payloadOf(made), key: KeyObject = privateKey): Json {
  const sig = sign('sha256', preAuthEncoding(made.payloadType, Buffer.from(payload)), key).toString('base64')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {publicKey: {hint: sha256(pemOf(publicKey))}, tlogEntries: []},
    dsseEnvelope: {
      payload: Buffer.from(payload).toString('base64'),
      payloadType: made.payloadType,
      signatures: [{sig, keyid: ''}],
    },
  }
}

let cwd = ''
let model = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'model-'))
  model = join(cwd, 'model')
  mkdirSync(join(model, 'a'), {recursive: true})
  for (const [name, text] of Object.entries(files)) writeFileSync(join(model, name), text)
  writeFileSync(join(cwd, 'maker.pub.pem'), pemOf(publicKey))
  writeFileSync(join(cwd, 'other.pub.pem'), pemOf(other.publicKey))
})

it('is a model behind a link to its folder, and is not its own extra file', async () => {
  writeFileSync(join(model, 'model.sig'), JSON.stringify(bundleOf(draft())))
  symlinkSync('model', join(cwd, 'current'))
  const {subjects} = await verifyWith({targets: ['current'], cwd, keys: ['maker.pub.pem']})
  expect(subjects).toMatchObject([{status: 'verified', notCovered: []}])
})

async function decide(bundle: Json | string, key = 'maker.pub.pem', ignore: string[] = []) {
  writeFileSync(join(model, 'model.sig'), typeof bundle === 'string' ? bundle : JSON.stringify(bundle))
  const {subjects, outcome} = await verifyWith({
    targets: ['model/model.sig'],
    artifact: 'model',
    cwd,
    keys: [key],
    ignore,
  })
  const [subject] = subjects
  if (subject === undefined) throw new Error('no verdict')
  return {...subject, outcome}
}

describe('a file that changes while the model is verified', () => {
  /** Runs once when the first file has been hashed. */
  async function decideWhile(change: () => void) {
    writeFileSync(join(model, 'model.sig'), JSON.stringify(bundleOf(draft())))
    let isDone = false
    const hashed = (): void => {
      if (!isDone) change()
      isDone = true
    }
    const {subjects} = await verifyWith({
      targets: ['model'],
      cwd,
      keys: ['maker.pub.pem'],
      progress: {walked: () => undefined, hashed},
    })
    return subjects[0]
  }

  function writeBack(name: string, text: string): void {
    const {atime, mtime} = statSync(join(model, name))
    writeFileSync(join(model, name), text)
    utimesSync(join(model, name), atime, mtime)
  }

  it.each<[string, () => void]>([
    ['with its times set back', () => writeBack('a-b.txt', 'EVL')],
    ['to another length, with its times set back', () => writeBack('a-b.txt', 'longer than before')],
    ['and back again', () => [writeBack('a-b.txt', 'EVL'), writeBack('a-b.txt', 'one')]],
    ['before it is read', () => writeBack('weights.bin', 'THREE three three thref')],
    ['by coming', () => writeFileSync(join(model, 'new.py'), '')],
    ['by going', () => rmSync(join(model, 'a-b.txt'))],
    [
      'by a rename and back',
      () => [
        renameSync(join(model, 'a-b.txt'), join(model, 'x')),
        renameSync(join(model, 'x'), join(model, 'a-b.txt')),
      ],
    ],
    [
      'by a copy in its place',
      () => [renameSync(join(model, 'a-b.txt'), join(cwd, 'x')), writeFileSync(join(model, 'a-b.txt'), 'one')],
    ],
  ])('is seen: %s', async (_name, change) => {
    expect(await decideWhile(change)).toMatchObject({status: 'invalid', code: 'file-changed'})
  })

  it('is not seen where nothing changes', async () => {
    expect(await decideWhile(() => undefined)).toMatchObject({status: 'verified'})
  })
})

describe('a model signed by shards', () => {
  const shardSize = 8

  function sharded(): Draft {
    const made = draft()
    Object.assign(made.serialization, {method: 'shards', shard_size: shardSize})
    made.resources = Object.entries(files).flatMap(([name, text]) =>
      Array.from({length: Math.ceil(text.length / shardSize)}, (_, index) => {
        const part = text.slice(index * shardSize, (index + 1) * shardSize)
        return {
          name: `${name}:${index * shardSize}:${index * shardSize + part.length}`,
          algorithm: 'sha256-sharded-8',
          digest: sha256(part),
        }
      }),
    )
    return made
  }

  it('is verified part by part', async () => {
    expect(await decide(bundleOf(sharded()))).toMatchObject({status: 'verified', notCovered: []})
  })

  it('names an empty file, of which no part is signed', async () => {
    writeFileSync(join(model, '__init__.py'), '')
    writeFileSync(join(model, 'a', '__init__.py'), '')
    expect(await decide(bundleOf(sharded()))).toMatchObject({
      status: 'verified',
      notCovered: ['__init__.py', 'a/__init__.py'],
    })
  })

  it.each<[string, string, () => void]>([
    ['a file too much', 'file-extra', () => writeFileSync(join(model, 'extra'), 'x')],
    [
      'a folder of files too much',
      'file-extra',
      () => [mkdirSync(join(model, 'b')), writeFileSync(join(model, 'b/x'), 'x')],
    ],
    ['a signed file that was emptied', 'digest-mismatch', () => writeFileSync(join(model, 'weights.bin'), '')],
    [
      'a signed file cut at the end of a part',
      'digest-mismatch',
      () => writeFileSync(join(model, 'weights.bin'), 'three th'),
    ],
    [
      'a signed file with a part more',
      'digest-mismatch',
      () => writeFileSync(join(model, 'weights.bin'), `${files['weights.bin']}more`),
    ],
    [
      'parts that were swapped',
      'digest-mismatch',
      () => writeFileSync(join(model, 'weights.bin'), 'ree threthree three three'),
    ],
    ['a file that is gone', 'file-missing', () => rmSync(join(model, 'weights.bin'))],
  ])('is invalid with %s', async (_name, code, change) => {
    change()
    expect(await decide(bundleOf(sharded()))).toMatchObject({status: 'invalid', code})
  })

  it.each<[string, string, (made: Draft) => void]>([
    ['a part left out', 'digest-mismatch', made => made.resources.splice(3, 1)],
    ['the last part left out', 'digest-mismatch', made => made.resources.pop()],
    ['a part twice', 'manifest-inconsistent', made => made.resources.push({...made.resources[0]})],
    [
      'two parts that begin where another does',
      'manifest-inconsistent',
      made => made.resources.splice(1, 1, {...made.resources[0], digest: sha256('other')}),
    ],
    ['a part of three twice', 'manifest-inconsistent', made => made.resources.push({...made.resources[3]})],
    [
      'a part that overlaps',
      'digest-mismatch',
      made => Object.assign(made.resources[3] ?? {}, {name: 'weights.bin:4:12'}),
    ],
    [
      'a part that is longer than the size',
      'digest-mismatch',
      made => Object.assign(made.resources[3] ?? {}, {name: 'weights.bin:8:24'}),
    ],
    [
      'a part that names no range',
      'manifest-inconsistent',
      made => Object.assign(made.resources[0] ?? {}, {name: 'a-b.txt'}),
    ],
    [
      'a part that names half a range',
      'manifest-inconsistent',
      made => Object.assign(made.resources[0] ?? {}, {name: 'a-b.txt:0'}),
    ],
    ['a part of nothing', 'manifest-inconsistent', made => Object.assign(made.resources[0] ?? {}, {name: ':0:3'})],
    ['a size of nothing', 'serialization-unknown', made => Object.assign(made.serialization, {shard_size: 0})],
    ['a size of half a byte', 'serialization-unknown', made => Object.assign(made.serialization, {shard_size: 7.5})],
    ['a size that is text', 'serialization-unknown', made => Object.assign(made.serialization, {shard_size: '8'})],
    [
      'parts of another size than it says',
      'hash-algorithm',
      made => Object.assign(made.serialization, {shard_size: 9}),
    ],
  ])('is refused with %s', async (_name, code, forge) => {
    const made = sharded()
    forge(made)
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code})
  })

  // each part has the digest of the bytes that end where it ends: only its range is wrong
  it.each<[string, readonly (readonly [start: number, end: number, from?: number])[]]>([
    [
      'that begins late',
      [
        [0, 8],
        [8, 16],
        [17, 23, 16],
      ],
    ],
    [
      'that begins early',
      [
        [0, 8],
        [8, 16],
        [15, 23, 16],
      ],
    ],
    [
      'that is longer than the size',
      [
        [0, 8],
        [8, 23],
      ],
    ],
    [
      'that is short in the middle',
      [
        [0, 8],
        [8, 12],
        [12, 20],
        [20, 23],
      ],
    ],
    [
      'of no bytes at the end',
      [
        [0, 8],
        [8, 16],
        [16, 23],
        [23, 23],
      ],
    ],
    [
      'of fewer than no bytes',
      [
        [0, 8],
        [8, 16],
        [16, 23],
        [24, 23, 23],
      ],
    ],
    [
      'behind the end',
      [
        [0, 8],
        [8, 16],
        [16, 24],
      ],
    ],
  ])('is refused with a part %s, whatever its digest', async (_name, ranges) => {
    const made = sharded()
    const text = files['weights.bin'] ?? ''
    made.resources.splice(
      2,
      3,
      ...ranges.map(([start, end, from = start]) => ({
        name: `weights.bin:${start}:${end}`,
        algorithm: 'sha256-sharded-8',
        digest: sha256(text.slice(from, end)),
      })),
    )
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'digest-mismatch'})
  })
})

describe('a model signed with a key', () => {
  it('is verified, whatever the order in which its files are listed', async () => {
    const made = draft()
    made.resources.reverse()
    expect(await decide(bundleOf(made))).toMatchObject({
      ...{status: 'verified', signer: 'key maker.pub.pem', trust: 'key maker.pub.pem', outcome: 'met', notCovered: []},
      checked: ['signature', 'manifest', 'every signed file'],
    })
  })

  it('cannot be signed with a key of another kind', async () => {
    const {publicKey: rsa, privateKey: maker} = generateKeyPairSync('rsa', {modulusLength: 2048})
    writeFileSync(join(cwd, 'rsa.pub.pem'), pemOf(rsa))
    const bundle = withValue(bundleOf(draft(), undefined, maker), ['verificationMaterial', 'publicKey', 'hint'], '')
    expect(await decide(bundle, 'rsa.pub.pem')).toMatchObject({
      code: 'key-unsupported',
      message: 'model signatures are made with Ed25519 keys or keys on P-256, P-384 or P-521',
    })
  })

  it('lists what no signature covers', async () => {
    writeFileSync(join(model, 'loader.py'), 'print()')
    mkdirSync(join(model, '.git'))
    writeFileSync(join(model, '.git', 'config'), '')
    const made = draft()
    made.serialization['ignore_paths'] = ['loader.py']
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified', notCovered: ['.git/config', 'loader.py']})
  })

  it('is held against what it signs, though such files are left out as a rule or by its own list', async () => {
    writeFileSync(join(model, '.gitattributes'), 'right')
    writeFileSync(join(model, 'loader.py'), 'right')
    const made = draft()
    made.serialization['ignore_paths'] = ['loader.py']
    for (const name of ['.gitattributes', 'loader.py'])
      made.resources.push({name, algorithm: 'sha256', digest: sha256('right')})
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified', notCovered: []})
    for (const name of ['.gitattributes', 'loader.py']) {
      writeFileSync(join(model, name), 'wrong')
      expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'digest-mismatch'})
      writeFileSync(join(model, name), 'right')
    }
    rmSync(join(model, 'loader.py'))
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'file-missing'})
  })

  it('leaves out what the user takes out, signed or not, but not everything', async () => {
    const without = (...ignored: string[]) => decide(bundleOf(draft()), 'maker.pub.pem', ignored)
    writeFileSync(join(model, 'weights.bin'), 'changed')
    expect(await without('weights.bin')).toMatchObject({status: 'verified', notCovered: ['weights.bin']})
    rmSync(join(model, 'weights.bin'))
    expect(await without('weights.bin')).toMatchObject({status: 'verified', notCovered: ['weights.bin']})
    expect(await without('weights')).toMatchObject({status: 'invalid', code: 'file-missing'})
    expect(await without(...Object.keys(files))).toMatchObject({status: 'unverifiable', code: 'coverage'})
    writeFileSync(join(model, 'extra'), '')
    expect(await without(...Object.keys(files))).toMatchObject({status: 'invalid', code: 'file-extra'})
  })

  it.each([
    '',
    '.',
    './',
    '..',
    '/',
    '*',
    '**',
    'loader',
    'loader.p?',
    'LOADER.PY',
    './/loader.py',
    'a/../loader.py',
    'loader.py\0',
  ])('leaves out nothing but the very path: %j', async ignored => {
    writeFileSync(join(model, 'loader.py'), 'print()')
    const made = draft()
    made.serialization['ignore_paths'] = [ignored]
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'file-extra'})
  })

  it('does not leave out a .git below the top', async () => {
    mkdirSync(join(model, 'a', '.git'))
    writeFileSync(join(model, 'a', '.git', 'hook'), '')
    expect(await decide(bundleOf(draft()))).toMatchObject({status: 'invalid', code: 'file-extra'})
  })

  it.each<[string, string, () => void]>([
    ['a changed byte', 'digest-mismatch', () => writeFileSync(join(model, 'weights.bin'), 'three three three thref')],
    ['a truncated file', 'digest-mismatch', () => writeFileSync(join(model, 'weights.bin'), 'three')],
    ['a file too much', 'file-extra', () => writeFileSync(join(model, 'extra'), '')],
    ['a hidden file too much', 'file-extra', () => writeFileSync(join(model, '.hidden'), '')],
    ['a missing file', 'file-missing', () => rmSync(join(model, 'weights.bin'))],
    [
      'a file renamed in its case',
      'file-missing',
      () => renameSync(join(model, 'weights.bin'), join(model, 'Weights.bin')),
    ],
    ['a link among the files', 'symlink-not-allowed', () => symlinkSync('weights.bin', join(model, 'link'))],
    ['a link that leads nowhere', 'symlink-not-allowed', () => symlinkSync('nowhere', join(model, 'link'))],
    ['a linked folder', 'symlink-not-allowed', () => symlinkSync('a', join(model, 'linked'))],
  ])('tells %s', async (_name, code, change) => {
    change()
    expect(await decide(bundleOf(draft()))).toMatchObject({status: 'invalid', code, outcome: 'failed'})
  })

  it.each<[string, string, (made: Draft) => void]>([
    [
      'another predicate',
      'predicate-type',
      made => Object.assign(made.statement, {predicateType: 'https://slsa.dev/provenance/v1'}),
    ],
    [
      'another kind of statement',
      'statement-type',
      made => Object.assign(made.statement, {_type: 'https://example.com/v1'}),
    ],
    [
      'another spelling of what is ignored',
      'manifest-inconsistent',
      made => Object.assign(made.serialization, {ignorePaths: ['weights.bin']}),
    ],
    [
      'another spelling of a digest',
      'manifest-inconsistent',
      made => Object.assign(made.resources[0] ?? {}, {Digest: '0'}),
    ],
    [
      'another spelling of the resources',
      'manifest-inconsistent',
      made =>
        Object.assign(made.statement, {
          predicate: {serialization: made.serialization, resources: made.resources, Resources: []},
        }),
    ],
    ['another payload type', 'payload-type', made => Object.assign(made, {payloadType: 'text/plain'})],
    ['no resources', 'manifest-empty', made => Object.assign(made, {resources: []})],
    [
      'a resource that is no object',
      'manifest-inconsistent',
      made => Object.assign(made, {resources: [...made.resources, 'x']}),
    ],
    ['a resource twice', 'manifest-inconsistent', made => made.resources.push({...made.resources[0]})],
    [
      'a range where files are whole',
      'file-missing',
      made => Object.assign(made.resources[0] ?? {}, {name: 'a-b.txt:0:3'}),
    ],
    ['a resource without a name', 'path-unsafe', made => Object.assign(made.resources[0] ?? {}, {name: 7})],
    ['two subjects', 'manifest-inconsistent', made => Object.assign(made.statement, {subject: [{}, {}]})],
    [
      'a wrong digest of the whole',
      'manifest-inconsistent',
      made => Object.assign(made.statement, {subject: [{digest: {sha256: sha256('')}}]}),
    ],
    [
      'another digest of the whole that is wrong',
      'subject-digest',
      made => Object.assign(made.statement, {subject: [{digest: {sha256: rootOf(made), sha1: '0'.repeat(40)}}]}),
    ],
    [
      'a text in the place of the list of ignored paths',
      'manifest-inconsistent',
      made => Object.assign(made.serialization, {ignore_paths: 'a'}),
    ],
    [
      'ignored paths that are not text',
      'manifest-inconsistent',
      made => Object.assign(made.serialization, {ignore_paths: ['x', {}]}),
    ],
    [
      'links that are allowed by a text',
      'manifest-inconsistent',
      made => Object.assign(made.serialization, {allow_symlinks: 'true'}),
    ],
    ['an unknown method', 'serialization-unknown', made => Object.assign(made.serialization, {method: 'tree'})],
    ['md5', 'hash-algorithm', made => Object.assign(made.serialization, {hash_type: 'md5'})],
    [
      'an algorithm other than the manifest’s',
      'hash-algorithm',
      made => Object.assign(made.resources[0] ?? {}, {algorithm: 'blake3'}),
    ],
    ['a short digest', 'hash-length', made => Object.assign(made.resources[0] ?? {}, {digest: 'abcd'})],
    [
      'a digest in capitals',
      'hash-length',
      made => Object.assign(made.resources[0] ?? {}, {digest: sha256('one').toUpperCase()}),
    ],
    ...['../up', '/etc/passwd', 'a//b', './a', 'a/../b', 'a\\b', 'C:/x', 'a\0b', ''].map(
      (name): [string, string, (made: Draft) => void] => [
        `the name ${JSON.stringify(name)}`,
        'path-unsafe',
        made => Object.assign(made.resources[0] ?? {}, {name}),
      ],
    ),
    [
      'shards with a gap',
      'digest-mismatch',
      made =>
        shard(made, [
          [0, 8],
          [16, 23],
        ]),
    ],
    [
      'shards that end early',
      'digest-mismatch',
      made =>
        shard(made, [
          [0, 8],
          [8, 16],
        ]),
    ],
    [
      'overlapping shards',
      'digest-mismatch',
      made =>
        shard(made, [
          [0, 8],
          [4, 12],
          [12, 23],
        ]),
    ],
  ])('refuses %s, though rightly signed', async (_name, code, spoil) => {
    const made = draft()
    spoil(made)
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code})
  })

  it('is verified in shards', async () => {
    const made = draft()
    shard(made, [
      [0, 8],
      [8, 16],
      [16, 23],
    ])
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified'})
  })

  /** Every file in parts of 8 bytes; the large one in the parts given. */
  function shard(made: Draft, parts: [number, number][]): void {
    Object.assign(made.serialization, {method: 'shards', shard_size: 8})
    made.resources = Object.entries(files).flatMap(([name, text]) =>
      (name === 'weights.bin' ? parts : [[0, text.length] as const]).map(([start, end]) => ({
        name: `${name}:${start}:${end}`,
        algorithm: 'sha256-sharded-8',
        digest: sha256(text.slice(start, end)),
      })),
    )
  }

  it('may be signed in parts of one byte', async () => {
    const made = draft()
    Object.assign(made.serialization, {method: 'shards', shard_size: 1})
    made.resources = Object.entries(files).flatMap(([name, text]) =>
      [...text].map((sign, index) => ({
        name: `${name}:${index}:${index + 1}`,
        algorithm: 'sha256-sharded-1',
        digest: sha256(sign),
      })),
    )
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified'})
  })

  it('passes over what a killed run of aibom left, unless it was signed', async () => {
    const left = '.weights.bin.01234567-89ab-4def-8123-456789abcdef.tmp'
    writeFileSync(join(model, left), 'thr')
    const made = draft()
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified', notCovered: [left]})
    made.resources.unshift({name: left, algorithm: 'sha256', digest: sha256('thr')})
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified', notCovered: []})
    writeFileSync(join(model, left), 'other')
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'digest-mismatch'})
  })

  it('refuses names that stand twice in one object of the payload', async () => {
    const made = draft()
    const twice = payloadOf(made).replace('{"subject"', '{"_type":"x","subject"')
    expect(await decide(bundleOf(made, twice))).toMatchObject({status: 'invalid', code: 'statement-malformed'})
  })

  it('refuses another key, and one that the bundle brings itself', async () => {
    expect(await decide(bundleOf(draft()), 'other.pub.pem')).toMatchObject({status: 'invalid', code: 'key-mismatch'})
    const bytes = {...bundleOf(draft()), dsseEnvelope: undefined, messageSignature: {signature: 'AAAA'}}
    expect(await decide(bytes)).toMatchObject({status: 'invalid'})
    const forged = bundleOf(draft(), undefined, other.privateKey)
    forged['verificationMaterial'] = {
      publicKey: {rawBytes: Buffer.from(pemOf(other.publicKey)).toString('base64')},
      tlogEntries: [],
    }
    expect(await decide(forged)).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  it.each<[string, string, (bundle: Json) => unknown]>([
    ['no bundle at all', 'bundle-malformed', () => ''],
    ['a bundle that is cut off', 'bundle-malformed', bundle => JSON.stringify(bundle).slice(0, -9)],
    ['100,000 nested brackets', 'bundle-malformed', () => '['.repeat(100_000)],
    ['an unknown media type', 'bundle-malformed', bundle => ({...bundle, mediaType: 'application/json'})],
    ['no envelope', 'bundle-malformed', ({dsseEnvelope: _envelope, ...rest}) => rest],
    ['no material', 'bundle-malformed', bundle => ({...bundle, verificationMaterial: {}})],
    [
      'key and certificate at once',
      'bundle-malformed',
      bundle => ({...bundle, verificationMaterial: {publicKey: {}, certificate: {rawBytes: 'AA=='}}}),
    ],
    ['no signature', 'signature-missing', bundle => withSignatures(bundle, [])],
    ['an empty signature', 'signature-missing', bundle => withSignatures(bundle, [{sig: ''}])],
    ['two signatures', 'bundle-malformed', bundle => withSignatures(bundle, [{sig: 'AAAA'}, {sig: 'AAAA'}])],
    ['stray signs in base64', 'bundle-malformed', bundle => withSignatures(bundle, [{sig: 'AA AA!'}])],
    ['a signature of noise', 'signature-invalid', bundle => withSignatures(bundle, [{sig: 'AAAA'}])],
  ])('refuses %s', async (_name, code, spoil) => {
    const spoilt = spoil(bundleOf(draft()))
    expect(await decide(typeof spoilt === 'string' ? spoilt : JSON.stringify(spoilt))).toMatchObject({
      status: 'invalid',
      code,
    })
  })

  function withSignatures(bundle: Json, signatures: unknown): Json {
    return {...bundle, dsseEnvelope: Object.assign({}, bundle['dsseEnvelope'], {signatures})}
  }

  it('cannot be decided without a key, and is not invalid for that', async () => {
    writeFileSync(join(model, 'model.sig'), JSON.stringify(bundleOf(draft())))
    const {subjects, outcome} = await verifyWith({targets: ['model'], cwd})
    expect(subjects).toMatchObject([{status: 'unverifiable', code: 'key-missing'}])
    expect(outcome).toBe('undecided')
  })

  it('has a form, which no file is needed for', async () => {
    const formOf = async (made: Draft) => {
      writeFileSync(join(model, 'model.sig'), JSON.stringify(bundleOf(made)))
      const {subjects, outcome} = await verifyWith({targets: ['model/model.sig'], cwd, require: 'form'})
      return {...subjects[0], outcome}
    }
    rmSync(join(model, 'weights.bin'))
    expect(await formOf(draft())).toMatchObject({status: 'unverifiable', code: 'form-only', outcome: 'met'})
    const material = ['verificationMaterial', 'tlogEntries', 0]
    const logged = withValue(bundleOf(draft()), material, {logIndex: '1', kindVersion: {kind: 'dsse', version: 1}})
    writeFileSync(join(model, 'model.sig'), JSON.stringify(logged))
    const {subjects} = await verifyWith({targets: ['model/model.sig'], cwd, require: 'form'})
    expect(subjects).toMatchObject([{status: 'invalid'}])
    const made = draft()
    made.resources.push({...made.resources[0]})
    expect(await formOf(made)).toMatchObject({status: 'invalid', code: 'manifest-inconsistent', outcome: 'failed'})
  })

  it('is read from model.sig, whatever that is, before any other signature', async () => {
    const ask = () => verifyWith({targets: ['model'], cwd, keys: ['maker.pub.pem'], ignore: ['a.sigstore.json']})
    writeFileSync(join(model, 'a.sigstore.json'), JSON.stringify(bundleOf(draft())))
    expect((await ask()).subjects).toMatchObject([{status: 'verified'}])
    writeFileSync(join(model, 'model.sig'), 'none')
    expect((await ask()).subjects).toMatchObject([{status: 'invalid', code: 'bundle-malformed'}])
    truncateSync(join(model, 'model.sig'), 300 * 1024 * 1024)
    expect(await ask()).toMatchObject({
      outcome: 'undecided',
      subjects: [{status: 'unverifiable', code: 'AIBOM_FILE_TOO_LARGE'}],
    })
  })

  it('is read from another signature beside one that is broken', async () => {
    const right = JSON.stringify(bundleOf(draft()))
    writeFileSync(join(model, 'a.sigstore.json'), right.replace('"mediaType"', '"mediatype"'))
    writeFileSync(join(model, 'b.sigstore.json'), right)
    const {subjects} = await verifyWith({
      ...{targets: ['model'], cwd, keys: ['maker.pub.pem']},
      ignore: ['a.sigstore.json', 'b.sigstore.json'],
    })
    expect(subjects).toMatchObject([{status: 'verified'}])
  })

  it.each<[string, string, string]>([
    ['under a name that signatures do not have', 'a.txt', ''],
    ['below the top', 'a/a.sigstore.json', ''],
    ['behind 64 MB of blanks', 'a.sigstore.json', ' '.repeat(64 * 1024 * 1024)],
  ])('is not read from a signature %s', async (_name, path, blanks) => {
    writeFileSync(join(model, path), `${blanks}${JSON.stringify(bundleOf(draft()))}`)
    expect((await verifyWith({targets: ['model'], cwd, keys: ['maker.pub.pem']})).subjects).toMatchObject([
      {status: 'unsigned'},
    ])
  })

  it('is unsigned without a signature', async () => {
    const {subjects, outcome} = await verifyWith({targets: ['model'], cwd})
    expect(subjects).toMatchObject([{status: 'unsigned'}])
    expect(outcome).toBe('failed')
  })

  it('follows the hub cache’s links to its own blobs, and no others', async () => {
    const snapshot = join(cwd, 'models--acme--tiny', 'snapshots', 'abc')
    const blobs = join(cwd, 'models--acme--tiny', 'blobs')
    mkdirSync(join(snapshot, 'a'), {recursive: true})
    mkdirSync(blobs)
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(blobs, sha256(text)), text)
      symlinkSync(`${name.includes('/') ? '../' : ''}../../blobs/${sha256(text)}`, join(snapshot, name))
    }
    writeFileSync(join(snapshot, 'model.sig'), JSON.stringify(bundleOf(draft())))
    const ask = () => verifyWith({targets: [snapshot], cwd, keys: ['maker.pub.pem']})
    const [right] = (await ask()).subjects
    expect(right).toMatchObject({status: 'verified'})
    expect(right?.checked).toContain('links of the hub cache to its own blobs')
    rmSync(join(snapshot, 'weights.bin'))
    symlinkSync(join(model, 'weights.bin'), join(snapshot, 'weights.bin'))
    expect((await ask()).subjects).toMatchObject([{status: 'invalid', code: 'symlink-not-allowed'}])
  })
})

describe('a signed snapshot in the hub’s cache', () => {
  const blobOf = (name: string, repository = 'models--acme--tiny'): string =>
    join(cwd, repository, 'blobs', sha256(files[name] ?? ''))
  const snapshotOf = (...path: string[]): string => join(cwd, 'models--acme--tiny', 'snapshots', 'abc', ...path)

  beforeEach(() => {
    mkdirSync(snapshotOf('a'), {recursive: true})
    for (const repository of ['models--acme--tiny', 'models--evil--tiny'])
      mkdirSync(join(cwd, repository, 'blobs'), {recursive: true})
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(blobOf(name), text)
      writeFileSync(blobOf(name, 'models--evil--tiny'), text)
      symlinkSync(blobOf(name), snapshotOf(name))
    }
    const signature = join(cwd, 'models--acme--tiny', 'blobs', sha256('model.sig'))
    writeFileSync(signature, JSON.stringify(bundleOf(draft())))
    symlinkSync(`../../blobs/${sha256('model.sig')}`, snapshotOf('model.sig'))
  })

  /** In place of the weights. */
  function relink(target: string): void {
    rmSync(snapshotOf('weights.bin'))
    symlinkSync(target, snapshotOf('weights.bin'))
  }

  it('is verified, its signature being a link as all its files are', async () => {
    const ask = () => verifyWith({targets: [snapshotOf()], cwd, keys: ['maker.pub.pem']})
    expect(await ask()).toMatchObject({subjects: [{status: 'verified', notCovered: []}]})
    symlinkSync(join(cwd, 'models--acme--tiny', 'blobs', sha256('model.sig')), snapshotOf('model.py'))
    expect(await ask()).toMatchObject({subjects: [{status: 'invalid', code: 'file-extra'}]})
  })

  it.each<[string, string, () => unknown]>([
    ['a blob of another repository', 'symlink-not-allowed', () => relink(blobOf('weights.bin', 'models--evil--tiny'))],
    [
      'a blob by way of another repository',
      'digest-mismatch',
      () => [relink(`../../../models--evil--tiny/../models--acme--tiny/blobs/${sha256('one')}`)],
    ],
    [
      'a blob that is a link itself',
      'symlink-not-allowed',
      () => [rmSync(blobOf('weights.bin')), symlinkSync(join(model, 'weights.bin'), blobOf('weights.bin'))],
    ],
    [
      'a blob that was changed',
      'digest-mismatch',
      () => writeFileSync(blobOf('weights.bin'), 'three three three THREE'),
    ],
    ['a blob that is gone', 'symlink-not-allowed', () => rmSync(blobOf('weights.bin'))],
    ['another file of the snapshot', 'digest-mismatch', () => relink('a-b.txt')],
    ['the folder of the blobs', 'symlink-not-allowed', () => relink('../../blobs')],
    ['itself', 'symlink-not-allowed', () => relink('weights.bin')],
    [
      'blobs in a folder that is a link',
      'symlink-not-allowed',
      () => [
        renameSync(join(cwd, 'models--acme--tiny', 'blobs'), join(cwd, 'moved')),
        symlinkSync(join(cwd, 'moved'), join(cwd, 'models--acme--tiny', 'blobs')),
      ],
    ],
    [
      'a snapshot that is none',
      'symlink-not-allowed',
      () => renameSync(join(cwd, 'models--acme--tiny'), join(cwd, 'tiny')),
    ],
  ])('is refused where a link leads to %s', async (_name, code, change) => {
    change()
    const target = existsSync(snapshotOf()) ? snapshotOf() : join(cwd, 'tiny', 'snapshots', 'abc')
    const {subjects} = await verifyWith({targets: [target], cwd, keys: ['maker.pub.pem']})
    expect(subjects).toMatchObject([{status: 'invalid', code}])
  })
})

describe('a model signature of another kind', () => {
  const legacy = (subject: Json[]): Draft => {
    const made = draft()
    Object.assign(made.statement, {predicateType: 'https://model_signing/Digests/v0.1', subject})
    return made
  }
  const digests = Object.entries(files).map(([name, text]) => ({name, digest: {sha256: sha256(text)}}))

  it('may list its files as subjects, as model-signing 0.2 did', async () => {
    expect(await decide(bundleOf(legacy(digests)))).toMatchObject({status: 'verified'})
    expect(await decide(bundleOf(legacy(digests.slice(1))))).toMatchObject({status: 'invalid', code: 'file-extra'})
    expect((await decide(bundleOf(legacy([])))).status).toBe('invalid')
  })

  it('could not be verified where other digests are stated that are not compared', async () => {
    const [first, ...rest] = digests
    for (const other of ['sha512', 'sha1', 'unknown']) {
      const subject = {...first, digest: {...first?.digest, [other]: '0'}}
      expect(await decide(bundleOf(legacy([subject, ...rest])))).toMatchObject({
        status: 'unverifiable',
        code: 'hash-algorithm',
      })
    }
    const made = draft()
    const whole = {sha256: rootOf(made), sha512: rootOf(made, 'sha512')}
    Object.assign(made.statement, {subject: [{name: 'model', digest: whole}]})
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified'})
    Object.assign(made.statement, {subject: [{name: 'model', digest: {...whole, unknown: '0'}}]})
    expect(await decide(bundleOf(made))).toMatchObject({status: 'unverifiable', code: 'hash-algorithm'})
  })

  it.each(['sha256', 'sha384'])('may be signed in the encoding of model-signing 0.2, by %s on P-384', async hash => {
    const wide = generateKeyPairSync('ec', {namedCurve: 'P-384'})
    writeFileSync(join(cwd, 'maker.pub.pem'), pemOf(wide.publicKey))
    const made = legacy(digests)
    const payload = Buffer.from(payloadOf(made))
    const sig = sign(hash, legacyPreAuthEncoding(made.payloadType, payload), wide.privateKey).toString('base64')
    const bundle = withValue(bundleOf(made), ['dsseEnvelope', 'signatures', 0, 'sig'], sig)
    const hinted = withValue(bundle, ['verificationMaterial', 'publicKey', 'hint'], sha256(pemOf(wide.publicKey)))
    expect(await decide(hinted)).toMatchObject({
      status: 'verified',
      checked: expect.arrayContaining(['legacy encoding of model-signing 0.2']),
    })
    expect(
      (await decide(withValue(hinted, ['dsseEnvelope', 'payload'], Buffer.from(`${payload} `).toString('base64'))))
        .status,
    ).toBe('invalid')
  })

  it('may hash its files by BLAKE2b', async () => {
    const made = draft()
    Object.assign(made.serialization, {hash_type: 'blake2b'})
    made.resources = Object.entries(files).map(([name, text]) => ({
      name,
      algorithm: 'blake2b',
      digest: createHash('blake2b512').update(text).digest('hex'),
    }))
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified'})
  })

  it('may allow links, which must stay inside', async () => {
    const made = draft()
    Object.assign(made.serialization, {allow_symlinks: true})
    made.resources.push({name: 'link', algorithm: 'sha256', digest: sha256(files['weights.bin'] ?? '')})
    symlinkSync('weights.bin', join(model, 'link'))
    expect(await decide(bundleOf(made))).toMatchObject({status: 'verified'})
    rmSync(join(model, 'link'))
    writeFileSync(join(cwd, 'outside'), files['weights.bin'] ?? '')
    symlinkSync('../outside', join(model, 'link'))
    expect(await decide(bundleOf(made))).toMatchObject({status: 'invalid', code: 'symlink-escape'})
  })

  it('names what is ignored, but no folder', async () => {
    mkdirSync(join(model, 'logs/empty'), {recursive: true})
    writeFileSync(join(model, 'logs/run.txt'), 'x')
    expect(await decide(bundleOf(draft()), 'maker.pub.pem', ['logs'])).toMatchObject({
      status: 'verified',
      notCovered: ['logs/run.txt'],
    })
  })
})
