import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import type {VerifyResult} from '../../../../src/pipeline/verify/result.generated.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

const hex = (algorithm: string, content: string): string => createHash(algorithm).update(content).digest('hex')
const sha256 = (content: string): object => ({alg: 'SHA-256', content: hex('sha256', content)})

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'bom-'))
  mkdirSync(join(cwd, 'art'))
})

function put(path: string, content: string): void {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), content)
}

interface Stated {
  readonly name?: string
  readonly type?: string
  readonly places?: readonly (string | object)[]
  readonly hashes?: unknown
  readonly purl?: string
  readonly components?: readonly object[]
}

function component({name = 'w.bin', type = 'file', places = [], hashes = [sha256('right')], ...more}: Stated): object {
  const occurrences = places.map(place => (typeof place === 'string' ? {location: place} : place))
  return {type, name, 'bom-ref': name, hashes, ...(places.length > 0 && {evidence: {occurrences}}), ...more}
}

async function verifyBom(
  components: readonly object[],
  asked: object = {},
  more: object = {},
): Promise<VerifyResult & {exit: number}> {
  put('bom.json', JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, ...more}))
  const result = await verifyWith({targets: ['bom.json'], cwd, artifacts: 'art', require: 'digest', ...asked})
  return {...result, exit: exitOf(result)}
}

/** The answer about the one component. */
async function answerFor(stated: Stated): Promise<object> {
  const {subjects, exit} = await verifyBom([component(stated)])
  expect(subjects).toHaveLength(2)
  const {status, code} = subjects[1] ?? {}
  return {status, ...(code !== undefined && {code}), exit}
}

const verified = {status: 'verified', exit: 0}
const mismatch = {status: 'invalid', code: 'digest-mismatch', exit: 1}
const open = (code: string): object => ({status: 'unverifiable', code, exit: 3})

describe('the place that a BOM states', () => {
  it('is the one that is compared, whatever right copies there are elsewhere', async () => {
    put('art/decoy/w.bin', 'right')
    put('art/models/a/w.bin', 'wrong')
    expect(await answerFor({places: ['models/a/w.bin']})).toEqual(mismatch)
    put('art/models/a/w.bin', 'right')
    put('art/decoy/w.bin', 'wrong')
    expect(await answerFor({places: ['models/a/w.bin']})).toEqual(verified)
  })

  it('tells components apart that were swapped', async () => {
    put('art/a/w.bin', 'of b')
    put('art/b/w.bin', 'of a')
    const stated = [
      component({places: ['a/w.bin'], hashes: [sha256('of a')]}),
      component({places: ['b/w.bin'], hashes: [sha256('of b')]}),
    ]
    const {subjects, exit} = await verifyBom(stated)
    expect(subjects.slice(1)).toMatchObject([{code: 'digest-mismatch'}, {code: 'digest-mismatch'}])
    expect(exit).toBe(1)
  })

  it.each<[string, Stated, object]>([
    ['every one of several', {places: ['a/w.bin', 'b/w.bin']}, mismatch],
    ['every one of several, in the other order', {places: ['b/w.bin', 'a/w.bin']}, mismatch],
    ['one that is wrong before one that is missing', {places: ['gone/w.bin', 'b/w.bin']}, mismatch],
    ['one that is missing', {places: ['a/w.bin', 'gone/w.bin']}, open('artifact-missing')],
    ['written from the folder on', {places: ['./a/w.bin']}, verified],
    ['with backslashes', {places: ['a\\w.bin']}, verified],
    ['that leads out', {places: ['../art/a/w.bin']}, open('path-unsafe')],
    ['that leads out and in again', {places: ['a/../a/w.bin']}, open('path-unsafe')],
    ['that is absolute and elsewhere', {places: ['/etc/hostname']}, open('path-unsafe')],
    ['in another case', {places: ['A/w.bin']}, open('artifact-missing')],
    ['in another normal form', {places: ['cafe\u0301/w.bin']}, open('artifact-missing')],
    ['that is a folder', {places: ['a']}, open('special-file')],
    ['where a link leads out', {places: ['out.bin']}, open('symlink-escape')],
    ['where a link leads to right bytes inside', {places: ['in.bin']}, verified],
    ['where a link leads to wrong bytes inside', {places: ['in-wrong.bin']}, mismatch],
    ['where a link leads nowhere', {places: ['nowhere.bin']}, open('artifact-missing')],
    ['of a file in a folder that ignore files hide', {places: ['node_modules/w.bin']}, mismatch],
  ])('is looked at: %s', async (_name, stated, answer) => {
    put('art/a/w.bin', 'right')
    put('art/b/w.bin', 'wrong')
    put('art/caf\u00e9/w.bin', 'right')
    put('art/node_modules/w.bin', 'wrong')
    put('elsewhere.bin', 'right')
    symlinkSync('../elsewhere.bin', join(cwd, 'art/out.bin'))
    symlinkSync('a/w.bin', join(cwd, 'art/in.bin'))
    symlinkSync('b/w.bin', join(cwd, 'art/in-wrong.bin'))
    symlinkSync('nothing', join(cwd, 'art/nowhere.bin'))
    expect(await answerFor(stated)).toEqual(answer)
  })

  it('may have the separators of Windows, unless a file here has that name', async () => {
    put('art/a/w.bin', 'right')
    expect(await answerFor({places: ['a\\w.bin']})).toEqual(verified)
    put('art/a\\w.bin', 'right')
    expect(await answerFor({places: ['a\\w.bin']})).toEqual(open('path-unsafe'))
  })

  it('is wrong where neither a file nor a folder is', async () => {
    execFileSync('mkfifo', [join(cwd, 'art/w.bin')])
    expect(await answerFor({places: ['w.bin']})).toEqual({status: 'invalid', code: 'special-file', exit: 1})
  })

  it('may be absolute, inside the folder', async () => {
    put('art/a/w.bin', 'right')
    expect(await answerFor({places: [join(cwd, 'art/a/w.bin')]})).toEqual(verified)
  })

  it('is no line in which something is only named', async () => {
    put('art/app.py', 'load("w.bin")')
    put('art/w.bin', 'right')
    expect(await answerFor({places: [{location: 'app.py', line: 1}]})).toEqual(verified)
    expect(await answerFor({places: [{location: 'app.py', symbol: 'load'}]})).toEqual(verified)
    expect(await answerFor({places: [{location: 'app.py', offset: 6}]})).toEqual(verified)
  })

  it('is what it says where one of them is there', async () => {
    put('art/art/w.bin', 'right')
    const stated = [component({places: ['art/w.bin']}), component({name: 'v.bin', places: ['art/v.bin']})]
    put('art/v.bin', 'right')
    const {subjects} = await verifyBom(stated)
    expect(subjects.slice(1).map(({subject, status, code}) => [subject, status, code])).toEqual([
      ['w.bin', 'verified', undefined],
      ['v.bin', 'unverifiable', 'artifact-missing'],
    ])
  })

  it('begins with the name of the folder where the folder is a part of what the BOM is of', async () => {
    put('art/a/w.bin', 'right')
    const stated = [component({places: ['art/a/w.bin']}), component({name: 'other', places: ['lib/other.bin']})]
    const {subjects, exit} = await verifyBom(stated)
    expect(subjects).toMatchObject([
      {notChecked: ['1 file outside of the folder']},
      {subject: 'w.bin', status: 'verified'},
    ])
    const byName = [...stated, component({name: 'named.bin', hashes: [sha256('named')]})]
    put('art/named.bin', 'other')
    expect((await verifyBom(byName)).subjects[2]).toMatchObject({subject: 'named.bin', code: 'digest-mismatch'})
    put('art/named.bin', 'named')
    put('art/named.bin.d/named.bin.txt', 'other')
    expect((await verifyBom(byName)).subjects[2]).toMatchObject({subject: 'named.bin', status: 'verified'})
    const climbing = [component({places: ['art/../art/a/w.bin']})]
    expect((await verifyBom(climbing)).subjects[1]).toMatchObject({code: 'path-unsafe'})
    const both = [component({places: ['art/a/w.bin', 'lib/w.bin', 'lib/w-2.bin']})]
    expect((await verifyBom(both)).subjects).toMatchObject([
      {notChecked: ['2 files outside of the folder']},
      {status: 'verified'},
    ])
    expect(exit).toBe(0)
  })

  it('is told of the component in a copy, where none of its places is outside', async () => {
    put('art/a/w.bin', 'right')
    const stated = [component({places: ['art/a/w.bin']}), component({name: 'v', places: ['art/a/w.bin', 'lib/w.bin']})]
    await verifyBom(stated, {write: 'copy.json'})
    const {metadata} = JSON.parse(readFileSync(join(cwd, 'copy.json'), 'utf8'))
    const told = metadata.properties.filter(({name}: {name: string}) => name === 'aibom:verdict')
    expect(told).toMatchObject([{value: expect.stringContaining('asset=w.bin;')}])
  })
})

describe('a component without a place', () => {
  it.each<[string, string, Record<string, string>, object]>([
    ['the one file of its name', 'w.bin', {'art/deep/w.bin': 'right'}, verified],
    ['every file of its name', 'w.bin', {'art/a/w.bin': 'right', 'art/b/w.bin': 'right'}, verified],
    ['no file of its name', 'w.bin', {'art/other.bin': 'right'}, open('artifact-missing')],
    ['a file whose name only ends like it', 'w.bin', {'art/new.w.bin': 'right'}, open('artifact-missing')],
    ['files that are all wrong', 'w.bin', {'art/a/w.bin': 'wrong', 'art/b/w.bin': 'wrong too'}, mismatch],
    [
      'a right and a wrong file: nobody says which',
      'w.bin',
      {'art/a/w.bin': 'right', 'art/b/w.bin': 'wrong'},
      open('digest-mismatch'),
    ],
    [
      'the file at its name, where that is a path',
      'a/w.bin',
      {'art/a/w.bin': 'wrong', 'art/x/a/w.bin': 'right'},
      mismatch,
    ],
    ['a file whose path ends with its name', 'a/w.bin', {'art/x/a/w.bin': 'right'}, verified],
    ['nothing without a name', '', {'art/w.bin': 'right'}, open('artifact-missing')],
  ])('is compared with %s', async (_name, name, files, answer) => {
    for (const [path, content] of Object.entries(files)) put(path, content)
    expect(await answerFor({name})).toEqual(answer)
  })

  it('is wrong where one file of its name is, and no other can be compared', async () => {
    put('elsewhere.bin', 'right')
    for (const folder of ['a', 'b', 'c']) mkdirSync(join(cwd, 'art', folder))
    for (const folder of ['a', 'c']) symlinkSync('../../elsewhere.bin', join(cwd, 'art', folder, 'w.bin'))
    put('art/b/w.bin', 'wrong')
    expect(await answerFor({})).toEqual(mismatch)
  })

  it('is not compared with a link that leads out', async () => {
    put('elsewhere.bin', 'right')
    symlinkSync('../elsewhere.bin', join(cwd, 'art/w.bin'))
    expect(await answerFor({})).toEqual(open('symlink-escape'))
  })
})

describe('digests', () => {
  const right = (alg: string, algorithm: string): object => ({alg, content: hex(algorithm, 'right')})
  const wrong = (alg: string, algorithm: string): object => ({alg, content: hex(algorithm, 'wrong')})

  it.each<[string, unknown, object]>([
    ['SHA-384', [right('SHA-384', 'sha384')], verified],
    ['SHA-512', [right('SHA-512', 'sha512')], verified],
    ['SHA3-256', [right('SHA3-256', 'sha3-256')], verified],
    ['SHA3-384, wrong', [wrong('SHA3-384', 'sha3-384')], mismatch],
    ['SHA3-512 wrong beside a right SHA-256', [sha256('right'), wrong('SHA3-512', 'sha3-512')], mismatch],
    ['BLAKE2b-512', [right('BLAKE2b-512', 'blake2b512')], verified],
    ['BLAKE3, wrong', [{alg: 'BLAKE3', content: '0'.repeat(64)}], mismatch],
    ['the weaker right, the stronger wrong', [sha256('right'), wrong('SHA-512', 'sha512')], mismatch],
    ['the stronger right, the weaker wrong', [wrong('SHA-1', 'sha1'), sha256('right')], mismatch],
    ['one algorithm twice, with contradicting digests', [sha256('right'), sha256('wrong')], mismatch],
    [
      'one algorithm twice, with contradicting digests, the right one last',
      [sha256('wrong'), sha256('right')],
      mismatch,
    ],
    ['MD5 and SHA-1 alone, right', [right('MD5', 'md5'), right('SHA-1', 'sha1')], open('hash-algorithm')],
    ['MD5 alone, wrong', [wrong('MD5', 'md5')], mismatch],
    ['capital letters', [{alg: 'SHA-256', content: hex('sha256', 'right').toUpperCase()}], verified],
    ['an empty digest', [{alg: 'SHA-256', content: ''}], {status: 'invalid', code: 'hash-length', exit: 1}],
    [
      'an empty digest beside a right one',
      [sha256('right'), {alg: 'SHA-512', content: ''}],
      {status: 'invalid', code: 'hash-length', exit: 1},
    ],
    [
      'a digest cut short',
      [{alg: 'SHA-256', content: hex('sha256', 'right').slice(0, 32)}],
      {status: 'invalid', code: 'hash-length', exit: 1},
    ],
    [
      'a digest with a space',
      [{alg: 'SHA-256', content: ` ${hex('sha256', 'right').slice(1)}`}],
      {status: 'invalid', code: 'hash-length', exit: 1},
    ],
    ['an algorithm of no specification', [{alg: 'sha256', content: hex('sha256', 'right')}], open('hash-algorithm')],
    [
      'an algorithm of no specification beside a right one',
      [sha256('right'), {alg: 'CRC32', content: '0'}],
      open('hash-algorithm'),
    ],
    [
      'an algorithm that is not computed, alone',
      [{alg: 'Streebog-256', content: '0'.repeat(64)}],
      open('hash-algorithm'),
    ],
    ['what is no digest at all', ['right'], open('hash-algorithm')],
  ])('%s', async (_name, hashes, answer) => {
    put('art/w.bin', 'right')
    expect(await answerFor({hashes})).toEqual(answer)
  })

  it('names the one that is not computed beside one that is', async () => {
    put('art/w.bin', 'right')
    const {subjects, exit} = await verifyBom([
      component({hashes: [sha256('right'), {alg: 'BLAKE2b-256', content: '0'.repeat(64)}]}),
    ])
    expect(subjects[1]).toMatchObject({
      status: 'verified',
      notCovered: ['the BLAKE2b-256 digest, which is not computed here'],
    })
    expect(exit).toBe(0)
  })
})

describe('what is not compared', () => {
  const nested = (depth: number, inner: object): object =>
    depth === 0
      ? inner
      : component({name: `n${depth}`, type: 'library', hashes: [], components: [nested(depth - 1, inner)]})

  it('is told in one line', async () => {
    const {subjects, exit} = await verifyBom([
      component({name: 'nohash', hashes: []}),
      component({
        name: 'ai',
        type: 'library',
        purl: 'pkg:npm/ai@1.0.0',
        places: ['package-lock.json'],
        hashes: [sha256('x')],
      }),
      component({name: 'torch', type: 'library', purl: 'pkg:pypi/torch@1', hashes: []}),
      component({name: 'acme/bert', type: 'machine-learning-model', hashes: [sha256('x')]}),
      component({name: 'squad', type: 'data', hashes: [sha256('x')]}),
    ])
    expect(subjects).toMatchObject([
      {
        status: 'unsigned',
        notChecked: [
          '1 component that is not a file',
          '1 component without a digest (nohash)',
          '1 model that is not in the folder',
          '2 packages',
        ],
      },
    ])
    expect(exit).toBe(0)
  })

  it('is open where digests are no list', async () => {
    const {subjects, exit} = await verifyBom([component({name: 'nolist', hashes: {alg: 'SHA-256', content: 'x'}})])
    expect(subjects[1]).toMatchObject({
      subject: 'bom.json#/components/0/hashes',
      status: 'unverifiable',
      code: 'statement-malformed',
    })
    expect(exit).toBe(3)
  })

  it('names some of what has no digest', async () => {
    const named = (count: number) =>
      verifyBom(Array.from({length: count}, (_, index) => component({name: `n${index}`, hashes: []})))
    expect((await named(8)).subjects[0]?.notChecked).toEqual([
      '8 components without a digest (n0, n1, n2, n3, n4, n5, n6, n7)',
    ])
    expect((await named(9)).subjects[0]?.notChecked).toEqual([
      '9 components without a digest (n0, n1, n2, n3, n4, n5, n6, n7, …)',
    ])
  })

  it('leaves the answer open where the run is strict', async () => {
    put('art/w.bin', 'right')
    const stated = [component({}), component({name: 'nohash', hashes: []})]
    expect(await verifyBom(stated)).toMatchObject({outcome: 'met'})
    expect(await verifyBom(stated, {strict: true})).toMatchObject({outcome: 'undecided', exit: 3})
    expect(await verifyBom([component({})], {strict: true})).toMatchObject({outcome: 'met', exit: 0})
    put('art/w.bin', 'wrong')
    expect(await verifyBom(stated, {strict: true})).toMatchObject({outcome: 'failed', exit: 1})
  })

  it('is never a component because of how deep it is nested', async () => {
    put('art/deep', 'wrong')
    const {subjects, exit} = await verifyBom([nested(40, component({name: 'deep'}))])
    expect(subjects[1]).toMatchObject({subject: 'deep', code: 'digest-mismatch'})
    expect(exit).toBe(1)
  })

  it('refuses a document that nests without end', async () => {
    const {subjects, exit} = await verifyBom([nested(200, component({name: 'deep'}))])
    expect(subjects).toMatchObject([{status: 'invalid', code: 'bundle-malformed'}])
    expect(exit).toBe(1)
  })

  it('is not the subject of another tool’s BOM, nor what is in it', async () => {
    put('art/w.bin', 'wrong')
    put('art/inner', 'wrong')
    const subject = component({components: [component({name: 'inner'})]})
    const {subjects} = await verifyBom([], {}, {metadata: {component: subject}})
    expect(subjects.slice(1)).toMatchObject([
      {subject: 'w.bin', code: 'digest-mismatch'},
      {subject: 'inner', code: 'digest-mismatch'},
    ])
  })
})

describe('what a BOM states wrongly', () => {
  it.each<[string, readonly unknown[], object, string]>([
    ['a component that is no object', ['w.bin'], {}, '/components/0'],
    ['a component that is nothing', [component({}), null], {}, '/components/1'],
    ['a component that is a list', [[component({})]], {}, '/components/0'],
    [
      'a nested component that is no object',
      [component({name: 'a', type: 'library', components: ['x' as never]})],
      {},
      '/components/0/components/0',
    ],
    ['components that are no list', [], {components: component({})}, '/components'],
    ['nested components that are no list', [{...component({}), components: {}}], {}, '/components/0/components'],
    ['metadata that are no object', [], {metadata: [{component: component({})}]}, '/metadata'],
    ['a subject that is no object', [], {metadata: {component: [component({})]}}, '/metadata/component'],
    [
      'a component of the subject that is no object',
      [],
      {metadata: {component: {components: [1]}}},
      '/metadata/component/components/0',
    ],
    ['evidence that is no object', [{...component({}), evidence: ['w.bin']}], {}, '/components/0/evidence'],
    [
      'occurrences that are no list',
      [{...component({}), evidence: {occurrences: {location: 'w.bin'}}}],
      {},
      '/components/0/evidence/occurrences',
    ],
    [
      'an occurrence that is no object',
      [component({places: ['w.bin', ['a']]})],
      {},
      '/components/0/evidence/occurrences/1',
    ],
    [
      'an occurrence without a place',
      [component({places: ['w.bin', {location: 7}]})],
      {},
      '/components/0/evidence/occurrences/1',
    ],
  ])('leaves the answer open, and is named: %s', async (_name, components, more, pointer) => {
    put('art/w.bin', 'right')
    const {subjects, exit} = await verifyBom(components as object[], {}, more)
    expect(subjects).toContainEqual(
      expect.objectContaining({
        subject: `bom.json#${pointer}`,
        status: 'unverifiable',
        code: 'statement-malformed',
        met: false,
      }),
    )
    expect(exit).toBe(3)
  })

  it('is nothing where it is null', async () => {
    put('art/w.bin', 'right')
    const nothing = {...component({}), components: null, evidence: null}
    expect(await verifyBom([nothing], {}, {metadata: null})).toMatchObject({
      exit: 0,
      counts: {verified: 1, unverifiable: 0},
    })
    expect(
      await verifyBom([{...nothing, evidence: {occurrences: null}}], {}, {metadata: {component: null}}),
    ).toMatchObject({exit: 0})
  })

  it('stands beside what is wrong, which says more', async () => {
    put('art/w.bin', 'wrong')
    expect(await verifyBom([component({}), 7 as never])).toMatchObject({exit: 1, counts: {invalid: 1, unverifiable: 1}})
  })
})

describe('an external reference with a digest', () => {
  const references = (url: unknown, content = 'right'): object => ({
    externalReferences: [{type: 'distribution', url, hashes: [sha256(content)]}],
  })
  const bare = (more: object): object => ({type: 'library', name: 'tiny', 'bom-ref': 'tiny', ...more})

  beforeEach(() => {
    put('art/w.bin', 'right')
    put('art/my models/w.bin', 'right')
    put('art/100%.bin', 'right')
  })

  it.each<[string, unknown, string, object]>([
    ['to a file', 'w.bin', 'right', verified],
    ['to a file from the folder on', './w.bin', 'right', verified],
    ['to a file whose name is encoded', 'my%20models/w.bin', 'right', verified],
    ['to a file whose name cannot be decoded', '100%.bin', 'right', verified],
    ['to a part of a file', 'w.bin#header', 'right', verified],
    ['to other bytes', 'w.bin', 'wrong', mismatch],
    ['to other bytes, with a query', 'w.bin?download=true', 'wrong', mismatch],
    ['to a file that is not there', 'gone.bin', 'right', open('artifact-missing')],
    ['out of the folder', '../bom.json', 'right', open('path-unsafe')],
    ['out of the folder, encoded', '%2e%2e/bom.json', 'right', open('path-unsafe')],
  ])('%s, of a component', async (_name, url, content, answer) => {
    const {subjects, exit} = await verifyBom([bare(references(url, content))])
    const {status, code} = subjects[1] ?? {}
    expect({status, ...(code !== undefined && {code}), exit}).toEqual(answer)
    expect(subjects[1]).toMatchObject({subject: url, kind: 'file', required: 'digest'})
  })

  it.each<[string, object]>([
    ['the document', references('w.bin', 'wrong')],
    ['the subject', {metadata: {component: bare(references('w.bin', 'wrong'))}}],
    ['a service', {services: [{name: 's', ...references('w.bin', 'wrong')}]}],
    ['a tool', {metadata: {tools: {components: [bare(references('w.bin', 'wrong'))]}}}],
  ])('is compared at %s', async (_name, more) => {
    const {subjects, exit} = await verifyBom([], {}, more)
    expect(subjects[1]).toMatchObject({subject: 'w.bin', code: 'digest-mismatch'})
    expect(exit).toBe(1)
  })

  it('states every digest, and none where it has none', async () => {
    const [both] = [
      {externalReferences: [{url: 'w.bin', hashes: [sha256('right'), {alg: 'SHA-1', content: hex('sha1', 'wrong')}]}]},
    ]
    expect(await verifyBom([bare(both)])).toMatchObject({exit: 1})
    const none = {
      externalReferences: [
        {type: 'website', url: 'w.bin'},
        {type: 'website', url: 'gone', hashes: []},
      ],
    }
    expect((await verifyBom([component({}), bare(none)])).subjects.map(({subject}) => subject)).toEqual([
      'bom.json',
      'w.bin',
    ])
  })

  it.each<[string, object]>([
    ['an address', references('https://example.com/w.bin', 'x')],
    ['an address without a scheme', references('//example.com/w.bin', 'x')],
    ['a name', references('urn:uuid:w.bin', 'x')],
    ['a file of this machine', references('file:///w.bin', 'x')],
    ['nothing', references('', 'x')],
    ['the document itself', references('#tiny', 'x')],
    ['no address', references(7, 'x')],
  ])('to %s is told', async (_name, more) => {
    const {subjects, exit} = await verifyBom([component({})], {}, more)
    expect(subjects).toMatchObject([
      {notChecked: ['1 digest outside of the components']},
      {subject: 'w.bin', status: 'verified'},
    ])
    expect(exit).toBe(0)
    expect(await verifyBom([component({})], {strict: true}, more)).toMatchObject({exit: 3})
  })

  it.each<[string, object]>([
    ['a tool', {metadata: {tools: {components: [component({})]}}}],
    ['an ancestor', {components: [component({}), bare({pedigree: {ancestors: [component({})]}})]}],
    ['a part of a formulation', {formulation: [{components: [component({})]}]}],
  ])('is not the only one that is told: the digest of %s', async (_name, more) => {
    expect((await verifyBom([component({})], {}, more)).subjects[0]?.notChecked).toContain(
      '1 digest outside of the components',
    )
  })
})

describe('what other tools say of things that are no plain files', () => {
  it.each<[string, Stated, Record<string, string>, object | undefined]>([
    [
      'an archive of a package at its place',
      {type: 'library', name: 'ai', purl: 'pkg:npm/ai@1', places: ['vendor/ai-1.0.0.tgz']},
      {'art/vendor/ai-1.0.0.tgz': 'wrong'},
      mismatch,
    ],
    [
      'the lock file that names a package',
      {type: 'library', name: 'ai', purl: 'pkg:npm/ai@1', places: ['package-lock.json']},
      {'art/package-lock.json': '{}'},
      undefined,
    ],
    [
      'the folder of a package',
      {type: 'library', name: 'ai', purl: 'pkg:npm/ai@1', places: ['node_modules/ai']},
      {'art/node_modules/ai/x': ''},
      undefined,
    ],
    [
      'a file that has the name of a package',
      {type: 'library', name: 'ai', purl: 'pkg:npm/ai@1'},
      {'art/ai': 'wrong'},
      undefined,
    ],
    [
      'the manifest that names a package without a purl',
      {type: 'library', name: 'ai', places: ['requirements.txt']},
      {'art/requirements.txt': 'ai'},
      undefined,
    ],
    [
      'a library at its place',
      {type: 'library', name: 'libai.so', places: ['lib/libai.so']},
      {'art/lib/libai.so': 'wrong'},
      mismatch,
    ],
    [
      'a model at its place',
      {type: 'machine-learning-model', name: 'bert', places: ['m/model.safetensors']},
      {'art/m/model.safetensors': 'wrong'},
      mismatch,
    ],
    [
      'the code that names a model',
      {type: 'machine-learning-model', name: 'bert', places: ['train.py']},
      {'art/train.py': 'bert'},
      undefined,
    ],
    [
      'a model that has the name of a file',
      {type: 'machine-learning-model', name: 'w.bin'},
      {'art/w.bin': 'wrong'},
      mismatch,
    ],
    [
      'data at its place',
      {type: 'data', name: 'train.csv', places: ['data/train.csv']},
      {'art/data/train.csv': 'wrong'},
      mismatch,
    ],
    [
      'data at its place, whatever has its name elsewhere',
      {type: 'data', name: 'train.csv', places: ['a/train.csv']},
      {'art/a/train.csv': 'right', 'art/b/train.csv': 'wrong'},
      verified,
    ],
    ['a file that has a purl', {purl: 'pkg:generic/w.bin'}, {'art/w.bin': 'wrong'}, mismatch],
    [
      'a Git LFS pointer in the place of weights',
      {places: ['w.bin']},
      {'art/w.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${hex('sha256', 'right')}\nsize 5\n`},
      mismatch,
    ],
  ])('%s', async (_name, stated, files, answer) => {
    for (const [path, content] of Object.entries(files)) put(path, content)
    if (answer !== undefined) return expect(await answerFor(stated)).toEqual(answer)
    const {subjects, exit} = await verifyBom([component(stated)])
    expect(subjects).toMatchObject([
      {notChecked: [expect.stringMatching(/^1 (?:package|model that is not in the folder)$/)]},
    ])
    expect(exit).toBe(0)
  })
})

describe('the signature of a BOM', () => {
  it('is wanted unless digests are all that is', async () => {
    put('art/w.bin', 'right')
    expect(await verifyBom([component({})])).toMatchObject({
      exit: 0,
      subjects: [
        {status: 'unsigned', met: true},
        {status: 'verified', required: 'digest'},
      ],
    })
    expect(await verifyBom([component({})], {require: undefined})).toMatchObject({
      exit: 1,
      subjects: [{status: 'unsigned', met: false}, {met: true}],
    })
    expect(await verifyBom([component({})], {require: 'signed'})).toMatchObject({exit: 1})
  })

  it('counts where it is there and wrong, whatever is wanted', async () => {
    put('art/w.bin', 'right')
    const signature = {signature: {algorithm: 'HS256', value: 'AAAA'}}
    const {subjects, exit} = await verifyBom([component({})], {}, signature)
    expect(subjects[0]).toMatchObject({status: 'invalid', met: false})
    expect(exit).toBe(1)
  })

  it('cannot stand for digests: without a file nothing is compared', async () => {
    expect(await verifyBom([])).toMatchObject({
      exit: 3,
      subjects: [{status: 'unverifiable', code: 'artifact-missing', message: 'it states no file'}],
    })
    expect(await verifyBom([component({})], {artifacts: undefined})).toMatchObject({
      exit: 3,
      subjects: [{code: 'artifact-missing', message: expect.stringContaining('--artifacts DIR')}],
    })
  })

  it.each([
    'components/0',
    '/components/00',
    '/components/',
    '/components/1e0',
    '/components/-',
    '/__proto__',
    '/components/0/name',
  ])('is of no part at %s', async pointer => {
    await expect(verifyBom([component({})], {pointer, artifacts: undefined})).rejects.toMatchObject({
      code: 'AIBOM_USAGE',
    })
  })

  it('is of the whole, and tells parts that are signed for themselves', async () => {
    const signature = {algorithm: 'ES256', value: 'AAAA'}
    const {subjects} = await verifyBom([{...component({}), signature}], {artifacts: undefined})
    const notCovered = [expect.stringContaining('only /components/0 carry signatures')]
    expect(subjects).toMatchObject([{status: 'unverifiable', notCovered}])
  })

  it('is asked for strictly though the document has a mark of XML in it', async () => {
    put('bom.json', '{"bomFormat": "CycloneDX", "version": 1, "description": "<bom \\ud800", "components": []}')
    const {subjects} = await verifyWith({targets: ['bom.json'], cwd})
    expect(subjects).toMatchObject([{status: 'invalid', code: 'bundle-malformed'}])
  })

  it('is of the part at a pointer', async () => {
    expect(await verifyBom([component({})], {pointer: '/components/0', artifacts: undefined})).toMatchObject({
      subjects: [{subject: 'bom.json#/components/0'}],
    })
    expect(await verifyBom([component({})], {pointer: '/', artifacts: undefined})).toMatchObject({
      subjects: [{subject: 'bom.json'}],
    })
  })
})

describe('the folder with the files', () => {
  it('is the user’s mistake where it is not there', async () => {
    await expect(verifyBom([component({})], {artifacts: 'nowhere'})).rejects.toMatchObject({
      code: 'AIBOM_TARGET_NOT_FOUND',
      exit: 2,
    })
  })

  it('may be a store, whose files have the names that it gives them', async () => {
    const content = 'GGUF weights'
    const digest = hex('sha256', content)
    const descriptor = (mediaType: string, text: string, annotations?: object): object => {
      put(`art/blobs/sha256/${hex('sha256', text)}`, text)
      return {
        mediaType,
        digest: `sha256:${hex('sha256', text)}`,
        size: text.length,
        ...(annotations !== undefined && {annotations}),
      }
    }
    const layer = descriptor('application/vnd.acme.layer', content, {'org.opencontainers.image.title': 'w.gguf'})
    const manifestType = 'application/vnd.oci.image.manifest.v1+json'
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: descriptor('application/vnd.oci.empty.v1+json', '{}'),
      layers: [layer],
    })
    const listed = descriptor(manifestType, manifest)
    put('art/oci-layout', '{"imageLayoutVersion": "1.0.0"}')
    put('art/index.json', JSON.stringify({schemaVersion: 2, manifests: [listed]}))
    const place = `sha256-${hex('sha256', manifest).slice(0, 12)}/w.gguf`
    const stated = component({name: 'w.gguf', places: [place], hashes: [{alg: 'SHA-256', content: digest}]})
    expect(await verifyBom([stated])).toMatchObject({exit: 0, subjects: [{}, {status: 'verified'}]})
    put(`art/blobs/sha256/${digest}`, 'GGUF EVIL   ')
    expect(await verifyBom([stated])).toMatchObject({exit: 1, subjects: [{}, {code: 'digest-mismatch'}]})
  })

  it('may be the one file', async () => {
    put('w.bin', 'right')
    expect(await verifyBom([component({places: ['w.bin']})], {artifacts: 'w.bin'})).toMatchObject({exit: 0})
    put('w.bin', 'wrong')
    expect(await verifyBom([component({places: ['w.bin']})], {artifacts: 'w.bin'})).toMatchObject({exit: 1})
  })
})

describe('a name that some programs take for another field', () => {
  const other = component({name: 'evil.bin', hashes: [sha256('evil')]})

  it.each<[string, object, string]>([
    ['a second list of components', {Components: [other]}, '/Components'],
    ['the list of components in capitals alone', {components: undefined, COMPONENTS: [other]}, '/COMPONENTS'],
    ['a second subject', {metadata: {component: {}, Component: other}}, '/metadata/Component'],
    ['a second list of digests', {components: [{...component({}), Hashes: []}]}, '/components/0/Hashes'],
    [
      'a second value of a digest',
      {components: [component({hashes: [{...sha256('right'), Content: 'x'}]})]},
      '/components/0/hashes/0/Content',
    ],
    [
      'a second place',
      {components: [component({places: [{location: 'w.bin', Location: 'x'}]})]},
      '/components/0/evidence/occurrences/0/Location',
    ],
    ['a second reference', {External_References: []}, '/External_References'],
    ['a long s', {'component\u017f': [other]}, '/component\u017f'],
  ])('could not be verified: %s', async (_name, more, pointer) => {
    put('art/w.bin', 'right')
    const {subjects, exit} = await verifyBom([component({places: ['w.bin']})], {}, more)
    expect(subjects).toContainEqual(
      expect.objectContaining({subject: `bom.json#${pointer}`, status: 'unverifiable', code: 'statement-malformed'}),
    )
    expect(exit).toBe(3)
  })

  it('is no matter where it is like none', async () => {
    put('art/w.bin', 'right')
    const more = {services: [{name: 'x', 'x-trust-boundary': true}], annotations: [], $schema: 'x'}
    expect((await verifyBom([component({places: ['w.bin']})], {}, more)).exit).toBe(0)
  })
})

describe('a file that many components state', () => {
  it('is read once: all of them are answered in seconds', async () => {
    const content = 'x'.repeat(32 * 1024 * 1024)
    put('art/w.bin', content)
    const one = {places: ['w.bin'], hashes: [sha256(content), {alg: 'SHA-512', content: hex('sha512', content)}]}
    const wrong = {...one, hashes: [sha256('other')]}
    const {subjects} = await verifyBom([...Array.from({length: 5000}, () => component(one)), component(wrong)])
    const statuses = subjects.slice(1).map(({status}) => status)
    expect(statuses).toEqual([...Array.from({length: 5000}, () => 'verified'), 'invalid'])
  }, 60_000)

  it('is asked for every digest that any of them states', async () => {
    put('art/w.bin', 'right')
    const ofWeak = component({places: ['w.bin'], hashes: [{alg: 'MD5', content: hex('md5', 'wrong')}]})
    const {subjects} = await verifyBom([component({places: ['w.bin']}), ofWeak])
    expect(subjects.slice(1)).toMatchObject([{status: 'verified'}, {status: 'invalid', code: 'digest-mismatch'}])
  })
})
