import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {verifyWith} from '../../../support/verify.ts'

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')

let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'own-'))
})

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), content)
}

interface Own {
  readonly kind: string
  readonly ref: string
  readonly name?: string
  readonly digest?: string
  readonly properties?: Readonly<Record<string, string>>
  readonly components?: readonly object[]
}

/** A component as aibom writes it. */
function component({kind, ref, name = ref.slice(kind.length + 1), digest, properties = {}, components}: Own): object {
  const all = Object.entries({'aibom:kind': kind, ...properties})
  return {
    type: 'file',
    name,
    'bom-ref': ref,
    ...(digest !== undefined && {hashes: [{alg: 'SHA-256', content: digest}]}),
    evidence: {occurrences: [{location: 'app.py', line: 3}, {location: 'package-lock.json'}]},
    properties: all.map(([property, value]) => ({name: property, value})),
    ...(components !== undefined && {components}),
  }
}

async function verifyOwn(
  components: readonly object[],
  {
    metadata = [],
    subject = [],
    ...asked
  }: {metadata?: [string, string][]; subject?: [string, string][]; [name: string]: unknown} = {},
) {
  const bag = (entries: readonly [string, string][]) => entries.map(([name, value]) => ({name, value}))
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      component: {type: 'application', name: 'tiny', group: 'acme', properties: bag(subject)},
      properties: bag([['aibom:taxonomy', '1'], ...metadata]),
    },
    components,
  }
  put('aibom.cdx.json', JSON.stringify(document))
  const {subjects, ...result} = await verifyWith({
    targets: ['aibom.cdx.json'],
    cwd,
    artifacts: '.',
    require: 'digest',
    ...asked,
  })
  return {exit: exitOf({subjects, ...result}), document: subjects[0], files: subjects.slice(1)}
}

describe('what aibom states of files', () => {
  it.each<[string, Own, Record<string, string>, object]>([
    [
      'weights at their place',
      {kind: 'weights', ref: 'weights:m/w.bin', digest: sha256('right')},
      {'m/w.bin': 'right'},
      {status: 'verified'},
    ],
    [
      'weights that were changed',
      {kind: 'weights', ref: 'weights:m/w.bin', digest: sha256('right')},
      {'m/w.bin': 'wrong', 'w.bin': 'right'},
      {code: 'digest-mismatch'},
    ],
    [
      'weights that are gone',
      {kind: 'weights', ref: 'weights:m/w.bin', digest: sha256('right')},
      {'w.bin': 'right'},
      {code: 'artifact-missing'},
    ],
    [
      'weights under another bom-ref',
      {
        kind: 'weights',
        ref: 'weights:m/w.bin-2',
        name: 'w.bin',
        digest: sha256('right'),
        properties: {'aibom:id': 'weights:m/w.bin'},
      },
      {'m/w.bin': 'wrong'},
      {code: 'digest-mismatch'},
    ],
    [
      'weights in a folder that is called as what a hub has',
      {kind: 'weights', ref: 'weights:hf:acme/w.bin', digest: sha256('right')},
      {'hf:acme/w.bin': 'wrong'},
      {code: 'digest-mismatch'},
    ],
    [
      'a prompt in a file of its own',
      {kind: 'prompt', ref: 'prompt:AGENTS.md', digest: sha256('right')},
      {'AGENTS.md': 'right'},
      {status: 'verified'},
    ],
    [
      'a prompt with a byte order mark',
      {kind: 'prompt', ref: 'prompt:AGENTS.md', digest: sha256('right')},
      {'AGENTS.md': '\uFEFFright'},
      {status: 'verified'},
    ],
    [
      'a prompt that was changed',
      {kind: 'prompt', ref: 'prompt:AGENTS.md', digest: sha256('right')},
      {'AGENTS.md': 'wrong'},
      {code: 'digest-mismatch'},
    ],
    [
      'a manifest',
      {kind: 'dependency-manifest', ref: 'dependency-manifest:uv.lock', digest: sha256('right')},
      {'uv.lock': 'wrong'},
      {code: 'digest-mismatch'},
    ],
    [
      'a BOM on the way',
      {kind: 'bom', ref: 'bom:old.cdx.json', digest: sha256('right')},
      {'old.cdx.json': 'wrong'},
      {code: 'digest-mismatch'},
    ],
    [
      'weights where a pointer was, fetched since',
      {kind: 'weights', ref: 'weights:w.bin', digest: sha256('right'), properties: {'aibom:weights:present': 'false'}},
      {'w.bin': 'right'},
      {status: 'verified'},
    ],
    [
      'a pointer where weights were',
      {kind: 'weights', ref: 'weights:w.bin', digest: sha256('right'), properties: {'aibom:weights:present': 'true'}},
      {'w.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256('right')}\nsize 5\n`},
      {code: 'digest-mismatch'},
    ],
  ])('is compared: %s', async (_name, own, files, answer) => {
    for (const [path, content] of Object.entries(files)) put(path, content)
    expect((await verifyOwn([component(own)])).files).toMatchObject([answer])
  })

  it.each<[string, readonly [string, string][]]>([
    [
      'beside another digest of it',
      [
        ['SHA-256', 'sha256'],
        ['SHA-512', 'sha512'],
      ],
    ],
    ['by another algorithm', [['SHA-512', 'sha512']]],
  ])('has a digest of its text by SHA-256 alone, and none %s', async (_name, algorithms) => {
    put('AGENTS.md', '\uFEFFright')
    const hashes = algorithms.map(([alg, name]) => ({alg, content: createHash(name).update('right').digest('hex')}))
    const prompt = {...component({kind: 'prompt', ref: 'prompt:AGENTS.md'}), hashes}
    expect((await verifyOwn([prompt])).files).toMatchObject([{code: 'digest-mismatch'}])
  })

  it('is weights at every place that is stated of them', async () => {
    const stated = {
      ...component({kind: 'weights', ref: 'weights:m/w.bin', name: 'w.bin', digest: sha256('right')}),
      evidence: {occurrences: [{location: 'm/w.bin'}, {location: 'w.bin'}]},
    }
    put('m/w.bin', 'right')
    put('w.bin', 'right')
    expect(await verifyOwn([stated])).toMatchObject({exit: 0})
    put('w.bin', 'wrong')
    expect(await verifyOwn([stated])).toMatchObject({exit: 1, files: [{code: 'digest-mismatch'}]})
  })

  it('does not take a place that climbs for one in a folder beside the BOM', async () => {
    const beside = mkdtempSync(join(cwd, '../beside-'))
    writeFileSync(join(beside, 'w.bin'), 'right')
    const place = `../${basename(beside)}`
    const weights = component({kind: 'weights', ref: `weights:${place}/w.bin`, digest: sha256('right')})
    expect(await verifyOwn([weights], {artifacts: place})).toMatchObject({
      exit: 3,
      files: [{status: 'unverifiable', code: 'path-unsafe'}],
    })
  })

  it.each<[string, string, string[] | undefined]>([
    ['.', 'w.bin', undefined],
    ['m', 'm/w.bin', undefined],
    ['m/w.bin', 'm/w.bin', undefined],
    ['m', 'models/w.bin', ['1 model that is not in the folder']],
    ['other', 'm/w.bin', ['1 model that is not in the folder']],
  ])('knows the model %s by its file %s', async (folder, path, notChecked) => {
    put(path, 'right')
    const weights = component({kind: 'weights', ref: `weights:${path}`, digest: sha256('right')})
    const {document} = await verifyOwn([component({kind: 'model', ref: `model:${folder}`}), weights])
    expect(document?.notChecked).toEqual(notChecked)
  })

  it('knows a model by one of its files, whatever lies in other folders', async () => {
    const all = ['x/other.bin', 'm/w.bin', 'y/other.bin'].map(path => {
      put(path, path)
      return component({kind: 'weights', ref: `weights:${path}`, digest: sha256(path)})
    })
    const {exit, document, files} = await verifyOwn([component({kind: 'model', ref: 'model:m'}), ...all])
    expect({exit, count: files.length}).toEqual({exit: 0, count: 3})
    expect(document).not.toHaveProperty('notChecked')
  })

  it.each<[string, Own, string]>([
    ['a package', {kind: 'package', ref: 'package:npm/ai', digest: sha256('x')}, '1 package'],
    [
      'weights of a hosted model',
      {kind: 'weights', ref: 'weights:hf:acme/tiny@main/w.bin', digest: sha256('x')},
      '1 weight file that a registry has',
    ],
    [
      'a hosted model',
      {kind: 'model', ref: 'model:openai/gpt', digest: sha256('x')},
      '1 model that is not in the folder',
    ],
    [
      'a prompt in code',
      {kind: 'prompt', ref: 'prompt:app.py#SYSTEM', name: 'SYSTEM', digest: sha256('x')},
      '1 prompt inside another file',
    ],
    ['an agent', {kind: 'agent', ref: 'agent:app.py#triage'}, '1 component without a digest (agent:app.py#triage)'],
    [
      'a tool with a digest',
      {kind: 'tool', ref: 'tool:app.py#search', digest: sha256('x')},
      '1 component that is not a file',
    ],
  ])('is told: %s', async (_name, own, phrase) => {
    put('app.py', 'x')
    put('package-lock.json', '{}')
    expect(await verifyOwn([component(own)])).toMatchObject({exit: 0, files: [], document: {notChecked: [phrase]}})
    expect(await verifyOwn([component(own)], {strict: true})).toMatchObject({exit: 3})
  })

  it('is a model by its files', async () => {
    put('m/w.bin', 'right')
    const inner = component({kind: 'weights', ref: 'weights:m/w.bin', digest: sha256('right')})
    const byDigest = component({kind: 'model', ref: 'model:acme', digest: sha256('right'), components: [inner]})
    const byFolder = component({kind: 'model', ref: 'model:m'})
    const atRoot = component({kind: 'model', ref: 'model:.'})
    expect(await verifyOwn([byDigest, byFolder, atRoot])).toMatchObject({exit: 0, files: [{status: 'verified'}]})
    for (const one of [byDigest, byFolder, atRoot, component({kind: 'model', ref: 'model:m/w.bin'})]) {
      const {document} = await verifyOwn([one, ...(one === byDigest ? [] : [inner])])
      expect(document).not.toHaveProperty('notChecked')
    }
    for (const ref of ['model:other', 'model:w.bin', 'model:m/w', 'model:n']) {
      const elsewhere = component({kind: 'weights', ref: 'weights:x/n/m/w.bin', digest: sha256('right')})
      put('x/n/m/w.bin', 'right')
      expect(await verifyOwn([component({kind: 'model', ref}), inner, elsewhere])).toMatchObject({
        document: {notChecked: ['1 model that is not in the folder']},
      })
    }
    const other = component({kind: 'model', ref: 'model:m', digest: sha256('another'), components: [inner]})
    expect(await verifyOwn([other])).toMatchObject({document: {notChecked: ['1 model that is not in the folder']}})
  })

  it('counts digests of what it is of and of results, and not what a registry lists of a package', async () => {
    const hashes = [{alg: 'SHA-256', content: sha256('x')}]
    const listed = {
      externalReferences: [{type: 'distribution', url: 'w.bin', comment: 'aibom:distribution url=unknown', hashes}],
    }
    const report = {
      externalReferences: [{type: 'quality-metrics', url: 'w.bin', comment: 'aibom:test-report a named', hashes}],
    }
    const packages = component({kind: 'package', ref: 'package:npm/ai'})
    expect(await verifyOwn([{...packages, ...listed}])).toMatchObject({exit: 0, document: {notChecked: ['1 package']}})
    expect(await verifyOwn([{...packages, ...report}])).toMatchObject({
      document: {notChecked: ['1 digest outside of the components', '1 package']},
    })
  })

  it('counts the gaps', async () => {
    const metadata: [string, string][] = [
      ['aibom:gap', 'path=a'],
      ['aibom:gap', 'path=b'],
    ]
    expect(await verifyOwn([], {metadata})).toMatchObject({
      exit: 0,
      document: {notChecked: ['2 gaps of the inventory']},
    })
  })

  it('takes a pointer for what it was', async () => {
    put('w.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256('right')}\nsize 5\n`)
    const weights = {kind: 'weights', ref: 'weights:w.bin', properties: {'aibom:weights:present': 'false'}}
    expect(await verifyOwn([component({...weights, digest: sha256('right')})])).toMatchObject({
      exit: 0,
      files: [],
      document: {notChecked: ['1 weight file that is a Git LFS pointer here']},
    })
    expect(await verifyOwn([component({...weights, digest: sha256('other')})])).toMatchObject({
      exit: 1,
      files: [{code: 'digest-mismatch'}],
    })
  })
})

describe('what aibom states of a repository of the hub', () => {
  const gitOid = (content: string): string =>
    createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex')
  const subject: [string, string][] = [['aibom:source:scheme', 'hf']]

  function repository(lines: readonly string[], count = lines.length): object {
    const properties = [
      ...lines.map(value => ({name: 'aibom:hub:file', value})),
      {name: 'aibom:hub:files', value: String(count)},
    ]
    return {
      type: 'machine-learning-model',
      group: 'acme',
      name: 'tiny',
      'bom-ref': 'model:huggingface/acme/tiny',
      properties: [{name: 'aibom:kind', value: 'model'}, ...properties],
    }
  }

  beforeEach(() => {
    put('tiny/config.json', '{}')
    put('tiny/w.bin', 'right')
  })

  const listed = [
    `2 git:${gitOid('{}')} config.json`,
    `5 sha256:${sha256('right')} git:${'0'.repeat(40)} xet:${'0'.repeat(64)} w.bin`,
  ]

  it('is compared file by file', async () => {
    const {exit, files} = await verifyOwn([repository(listed)], {subject, artifacts: 'tiny'})
    expect(files).toMatchObject([
      {subject: 'config.json', kind: 'file', status: 'verified', checked: ['git object id (SHA-1)']},
      {subject: 'w.bin', status: 'verified', checked: ['SHA-256']},
    ])
    expect(exit).toBe(0)
  })

  it.each<[string, () => void, number, object]>([
    ['a changed small file', () => put('tiny/config.json', '[]'), 1, {code: 'digest-mismatch'}],
    ['a small file that is gone', () => rmSync(join(cwd, 'tiny/config.json')), 3, {code: 'artifact-missing'}],
  ])('tells %s', async (_name, change, exit, answer) => {
    change()
    const result = await verifyOwn([repository(listed)], {subject, artifacts: 'tiny'})
    expect(result.files[0]).toMatchObject(answer)
    expect(result.exit).toBe(exit)
  })

  const pointerTo = (content: string): string =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(content)}\nsize ${content.length}\n`
  it.each<[string, string, object]>([
    ['the pointer to listed weights', pointerTo('right'), {exit: 3, code: 'artifact-missing'}],
    ['the pointer to others', pointerTo('wrong'), {exit: 1, code: 'digest-mismatch'}],
  ])('tells %s in their place', async (_name, content, answer) => {
    put('tiny/w.bin', content)
    const weights = component({
      kind: 'weights',
      ref: 'weights:w.bin',
      digest: sha256('right'),
      properties: {'aibom:weights:present': 'false'},
    })
    const {exit, files} = await verifyOwn([repository(listed), weights], {subject, artifacts: 'tiny'})
    expect({exit, code: files[0]?.code}).toEqual(answer)
  })

  it('tells a large file from a pointer', async () => {
    const content = 'right'.repeat(1000)
    put('tiny/w.bin', content)
    const line = `${content.length} sha256:${sha256(content)} w.bin`
    expect(await verifyOwn([repository([line])], {subject, artifacts: 'tiny'})).toMatchObject({
      exit: 0,
      files: [{subject: 'w.bin', status: 'verified'}],
    })
  })

  it('may list a small file that is a pointer itself', async () => {
    put('tiny/w.bin', pointerTo('right'))
    const line = `${pointerTo('right').length} git:${gitOid(pointerTo('right'))} w.bin`
    expect(await verifyOwn([repository([line])], {subject, artifacts: 'tiny'})).toMatchObject({exit: 0})
  })

  it('has a digest of one of its files, or of nobody knows what', async () => {
    const withDigest = (content: string): object => ({
      ...repository(listed),
      hashes: [{alg: 'SHA-256', content: sha256(content)}],
    })
    const weights = component({kind: 'weights', ref: 'weights:w.bin', digest: sha256('right')})
    expect(await verifyOwn([withDigest('right'), weights], {subject, artifacts: 'tiny'})).toMatchObject({exit: 0})
    const both = ['right', 'wrong'].map(content => ({alg: 'SHA-256', content: sha256(content)}))
    for (const other of [withDigest('wrong'), {...repository(listed), hashes: both}]) {
      const {exit, files} = await verifyOwn([other, weights], {subject, artifacts: 'tiny'})
      expect({exit, code: files.at(-1)?.code}).toEqual({exit: 3, code: 'artifact-missing'})
    }
  })

  it('is told where it lists files and the BOM is of something else', async () => {
    put('tiny/w.bin', 'right')
    const model = {...repository(listed), hashes: [{alg: 'SHA-256', content: sha256('right')}]}
    const weights = component({kind: 'weights', ref: 'weights:w.bin', digest: sha256('right')})
    const {document} = await verifyOwn([model, weights], {artifacts: 'tiny'})
    expect(document?.notChecked).toEqual(['1 model that is not in the folder'])
  })

  it('is open where a listed file is a link that leads nowhere', async () => {
    rmSync(join(cwd, 'tiny/config.json'))
    symlinkSync('nowhere', join(cwd, 'tiny/config.json'))
    const {exit, files} = await verifyOwn([repository(listed)], {subject, artifacts: 'tiny'})
    expect({exit, code: files[0]?.code}).toEqual({exit: 3, code: 'artifact-missing'})
  })

  it('must be right where a component and the list state one file', async () => {
    const weights = (content: string): object =>
      component({kind: 'weights', ref: 'weights:w.bin', digest: sha256(content)})
    expect(await verifyOwn([repository(listed), weights('right')], {subject, artifacts: 'tiny'})).toMatchObject({
      exit: 0,
    })
    put('tiny/w.bin', 'other')
    expect(await verifyOwn([repository(listed), weights('other')], {subject, artifacts: 'tiny'})).toMatchObject({
      exit: 1,
    })
  })

  it('names other files, and files that it counts and does not list', async () => {
    put('tiny/modeling.py', 'import os')
    put('tiny/.git/config', '')
    put('tiny/.git/HEAD', '')
    put('tiny/sub/.git/x', '')
    const {exit, document} = await verifyOwn([repository(listed, 7)], {subject, artifacts: 'tiny'})
    expect(document).toMatchObject({
      notCovered: ['.git', 'modeling.py', 'sub/.git/x'],
      notChecked: ['3 files that are not in the BOM', '5 files that the BOM counts and does not list'],
    })
    expect(exit).toBe(0)
  })

  it('names a link to a folder elsewhere, into which nobody looks', async () => {
    put('elsewhere/modeling.py', 'import os')
    mkdirSync(join(cwd, 'tiny/empty'))
    symlinkSync('../elsewhere', join(cwd, 'tiny/code'))
    const {document} = await verifyOwn([repository(listed)], {subject, artifacts: 'tiny'})
    expect(document).toMatchObject({notCovered: ['code'], notChecked: ['1 file that is not in the BOM']})
  })

  it('leaves out the BOM itself and its signatures', async () => {
    put('aibom.cdx.json.sig', '')
    put('aibom.cdx.json.sigx', '')
    const {document} = await verifyOwn([repository([`2 git:${gitOid('{}')} tiny/config.json`])], {subject})
    expect(document).toMatchObject({notCovered: ['aibom.cdx.json.sigx', 'tiny/w.bin']})
  })

  it('is not what the BOM is of where its subject is something else', async () => {
    const {files, document} = await verifyOwn([repository(listed)], {artifacts: 'tiny'})
    expect(files).toEqual([])
    expect(document?.notChecked).toEqual(['1 model that is not in the folder'])
  })

  it.each<[string, readonly string[]]>([
    ['the first of two statements', [`2 git:${gitOid('[]')} config.json`, ...listed]],
    ['the second of two statements', [...listed, `2 git:${gitOid('[]')} config.json`]],
    ['the first of two digests', [`5 sha256:${sha256('evil')} w.bin`, ...listed]],
    ['the second of two digests', [...listed, `5 sha256:${sha256('evil')} w.bin`]],
    ['a size', [`3 git:${gitOid('{}')} config.json`, ...listed.slice(1)]],
    ['a size beside a right digest', [...listed, `6 sha256:${sha256('right')} w.bin`]],
  ])('is wrong where %s of a file is', async (_name, lines) => {
    expect(await verifyOwn([repository(lines)], {subject, artifacts: 'tiny'})).toMatchObject({exit: 1})
    const weights = component({kind: 'weights', ref: 'weights:w.bin', digest: sha256('right')})
    expect(await verifyOwn([repository(lines), weights], {subject, artifacts: 'tiny'})).toMatchObject({exit: 1})
  })

  it('is every component that is published as what the BOM is of', async () => {
    const second = repository([`5 sha256:${sha256('evil')} w.bin`])
    expect(await verifyOwn([repository(listed), second], {subject, artifacts: 'tiny'})).toMatchObject({exit: 1})
  })

  it('hides no other component behind its bom-ref', async () => {
    const weights = {
      ...component({kind: 'weights', ref: 'weights:v.bin', digest: sha256('right')}),
      'bom-ref': 'model:huggingface/acme/tiny',
    }
    put('tiny/v.bin', 'wrong')
    const properties = [
      {name: 'aibom:kind', value: 'weights'},
      {name: 'aibom:id', value: 'weights:v.bin'},
    ]
    expect(await verifyOwn([repository(listed), {...weights, properties}], {subject, artifacts: 'tiny'})).toMatchObject(
      {exit: 1},
    )
  })

  it.each<[string, string]>([
    ['without a size', `git:${gitOid('{}')} config.json`],
    ['with two digests of a kind', `2 git:${gitOid('{}')} git:${gitOid('[]')} config.json`],
    ['with two SHA-256', `5 sha256:${sha256('right')} sha256:${sha256('evil')} w.bin`],
    ['of nothing', ' '],
  ])('leaves the answer open where a line is written %s', async (_name, line) => {
    const {exit, files} = await verifyOwn([repository([...listed, line])], {subject, artifacts: 'tiny'})
    expect(files).toContainEqual(
      expect.objectContaining({subject: 'aibom.cdx.json#/components/0/properties/3', code: 'statement-malformed'}),
    )
    expect(exit).toBe(3)
  })

  it.each(['many', '-1', '2.5', '1e3', '9999999999'])(
    'leaves the answer open where it counts %s files',
    async count => {
      const {exit, files} = await verifyOwn([repository(listed, count as never)], {subject, artifacts: 'tiny'})
      expect(files).toContainEqual(expect.objectContaining({code: 'statement-malformed'}))
      expect(exit).toBe(3)
    },
  )

  it('takes no file of the list for another by a name that looks like a digest', async () => {
    const forged = `5 git:${gitOid('right')} sha256:${sha256('evil')} w.bin`
    const {exit} = await verifyOwn([repository([...listed, forged])], {subject, artifacts: 'tiny'})
    expect(exit).toBe(1)
  })
})
