import {createHash, generateKeyPairSync} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {VerifyResult} from '../../../../src/pipeline/verify/result.generated.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {integrityOf, keysRoute, signedVersion} from '../../../support/signing-registry.ts'
import {verifyWith} from '../../../support/verify.ts'

type Subject = VerifyResult['subjects'][number]

const good = integrityOf('good')
const evil = integrityOf('evil')
const archive = 'https://registry.npmjs.org/good/-/good-1.0.0.tgz'

async function verifyFile(name: string, content: string, routes: Readonly<Record<string, Route>>, more: object = {}) {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, name), content)
  await using registry = await startRegistry(routes)
  const text = content.replaceAll('{REGISTRY}', registry.url)
  writeFileSync(join(cwd, name), text)
  return await verifyWith({targets: [name], cwd, offline: false, registry: registry.url, index: registry.url, ...more})
}

function npmLock(packages: Readonly<Record<string, object>>): string {
  return JSON.stringify({name: 'app', lockfileVersion: 3, packages: {'': {name: 'app'}, ...packages}})
}

const npmRoutes = {...keysRoute, ...signedVersion('good', '1.0.0', 'good'), ...signedVersion('evil', '1.0.0', 'evil')}

async function verifyNpm(packages: Readonly<Record<string, object>>, more: object = {}): Promise<VerifyResult> {
  return verifyFile('package-lock.json', npmLock(packages), npmRoutes, more)
}

function answerOf({subjects}: VerifyResult): Pick<Subject, 'status' | 'code'> {
  const [subject] = subjects
  if (subject === undefined || subjects.length !== 1)
    throw new Error(`one subject was expected, not ${subjects.length}`)
  return subject
}

describe('verify of package-lock.json holds every entry against the registry', () => {
  it('believes an entry whose every digest is the registry’s', async () => {
    const result = await verifyNpm({'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good}})
    expect(answerOf(result)).toMatchObject({status: 'verified', checked: ['locked digest', 'registry signature']})
    expect(result.outcome).toBe('met')
  })

  it.each<[string, object]>([
    ['other bytes', {version: '1.0.0', resolved: archive, integrity: evil}],
    ['no digest', {version: '1.0.0', resolved: archive}],
    ['no digest and no address', {version: '1.0.0'}],
    ['a weak digest alone', {version: '1.0.0', resolved: archive, integrity: integrityOf('good', 'sha1')}],
    ['an unreadable digest', {version: '1.0.0', resolved: archive, integrity: 'sha512-AAAA'}],
  ])('does not let a right entry hide a second one with %s', async (_name, second) => {
    const first = {version: '1.0.0', resolved: archive, integrity: good}
    for (const packages of [
      {'node_modules/good': first, 'node_modules/x/node_modules/good': second},
      {'node_modules/good': second, 'node_modules/x/node_modules/good': first},
    ]) {
      expect((await verifyNpm(packages)).outcome).not.toBe('met')
    }
  })

  it.each<[string, object, string, string]>([
    ['two SHA-512 of which one is the registry’s', {integrity: `${evil} ${good}`}, 'invalid', 'digest-mismatch'],
    ['the same in the other order', {integrity: `${good} ${evil}`}, 'invalid', 'digest-mismatch'],
    [
      'a right SHA-512 beside a wrong SHA-1',
      {integrity: `${good} ${integrityOf('evil', 'sha1')}`},
      'invalid',
      'digest-mismatch',
    ],
    [
      'a right SHA-1 beside a wrong SHA-512',
      {integrity: `${evil} ${integrityOf('good', 'sha1')}`},
      'invalid',
      'digest-mismatch',
    ],
    ['SHA-1 alone, right', {integrity: integrityOf('good', 'sha1')}, 'unverifiable', 'digest-weak'],
    ['SHA-1 alone, wrong', {integrity: integrityOf('evil', 'sha1')}, 'invalid', 'digest-mismatch'],
    [
      'SHA-384 alone, of which the registry has none',
      {integrity: integrityOf('good', 'sha384')},
      'unverifiable',
      'digest-missing',
    ],
    ['no digest', {}, 'unverifiable', 'digest-missing'],
    ['a digest that is not one', {integrity: 'sha512-*'}, 'unverifiable', 'digest-missing'],
    [
      'the archive of another package',
      {resolved: 'https://registry.npmjs.org/evil/-/evil-1.0.0.tgz'},
      'invalid',
      'origin-mismatch',
    ],
    [
      'the archive of another version',
      {resolved: 'https://registry.npmjs.org/good/-/good-0.9.0.tgz', integrity: good},
      'invalid',
      'origin-mismatch',
    ],
    [
      'a path that climbs out of its package',
      {resolved: `${archive}/../../../evil/-/evil-1.0.0.tgz`},
      'invalid',
      'origin-mismatch',
    ],
    [
      'an archive at another host',
      {resolved: 'https://evil.example/good/-/good-1.0.0.tgz', integrity: good},
      'unverifiable',
      'origin-unknown',
    ],
    [
      'the registry’s name as a user',
      {resolved: 'https://registry.npmjs.org@evil.example/good/-/good-1.0.0.tgz', integrity: good},
      'unverifiable',
      'origin-unknown',
    ],
    [
      'the registry’s name before another',
      {resolved: 'https://registry.npmjs.org.evil.example/good/-/good-1.0.0.tgz', integrity: good},
      'unverifiable',
      'origin-unknown',
    ],
    [
      'the registry at another port',
      {resolved: 'https://registry.npmjs.org:8443/good/-/good-1.0.0.tgz', integrity: good},
      'unverifiable',
      'origin-unknown',
    ],
    [
      'a git repository',
      {resolved: `git+ssh://git@github.com/evil/x.git#${'a'.repeat(40)}`},
      'unverifiable',
      'origin-unknown',
    ],
    ['an archive on the disk', {resolved: 'file:../good.tgz', integrity: good}, 'unverifiable', 'origin-unknown'],
    ['no version', {version: undefined, integrity: good}, 'unverifiable', 'version-missing'],
    [
      'a version that the registry does not have',
      {version: '9.9.9', resolved: undefined, integrity: good},
      'unverifiable',
      'not-found',
    ],
  ])('answers %s', async (_name, fields, status, code) => {
    const result = await verifyNpm({'node_modules/good': {version: '1.0.0', resolved: archive, ...fields}})
    expect(answerOf(result)).toMatchObject({status, code})
    expect(result.outcome).toBe(status === 'invalid' ? 'failed' : 'undecided')
  })

  it('takes addresses in the registry that was named, with and without a path of its own', async () => {
    const packages = {
      'node_modules/good': {version: '1.0.0', resolved: '{REGISTRY}/good/-/good-1.0.0.tgz', integrity: good},
    }
    expect(answerOf(await verifyNpm(packages))).toMatchObject({status: 'verified'})
  })

  it('takes the address that the registry itself gives for the archive', async () => {
    const resolved = '{REGISTRY}/download/good/1.0.0/abc'
    const routes = {
      ...keysRoute,
      ...signedVersion('good', '1.0.0', 'good', {tarball: 'https://registry.example/download/good/1.0.0/abc'}),
    }
    const lock = npmLock({'node_modules/good': {version: '1.0.0', resolved, integrity: good}})
    expect(answerOf(await verifyFile('package-lock.json', lock, routes))).toMatchObject({status: 'verified'})
  })

  it('takes an alias for the package that it stands for', async () => {
    const packages = {'node_modules/other': {name: 'good', version: '1.0.0', resolved: archive, integrity: good}}
    expect(answerOf(await verifyNpm(packages))).toMatchObject({subject: 'pkg:npm/good@1.0.0', status: 'verified'})
  })

  it('leaves out folders of the project and what another archive brings along', async () => {
    const result = await verifyNpm({
      'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good, dependencies: {inside: '^2.0.0'}},
      'node_modules/good/node_modules/inside': {version: '2.0.0', inBundle: true, dependencies: {deeper: '*'}},
      'node_modules/good/node_modules/deeper': {version: '2.0.0', inBundle: true},
      'packages/own': {name: 'own', version: '1.0.0'},
      'node_modules/own': {resolved: 'packages/own', link: true},
    })
    expect(result.subjects.map(({subject}) => subject)).toEqual(['pkg:npm/good@1.0.0'])
  })

  it.each([
    ['of another package', {name: 'evil'}],
    ['of another version', {version: '1.0.1'}],
    ['of a name that is no text', {name: ['good']}],
  ])('does not take the document %s for the one that it asked for', async (_name, other) => {
    const [path = '', route] = Object.entries(signedVersion('good', '1.0.0', 'good'))[0] ?? []
    const routes = {...keysRoute, [path]: {json: {...Object(route).json, ...other}}}
    const lock = npmLock({'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good}})
    for (const unsigned of [{}, {'/-/npm/v1/keys': {json: {keys: []}}}]) {
      const answer = answerOf(await verifyFile('package-lock.json', lock, {...routes, ...unsigned}))
      expect(answer).toMatchObject({status: 'invalid', code: 'registry-answer'})
    }
  })

  it('names a link to an address, and to a folder elsewhere', async () => {
    for (const resolved of [archive, 'git+ssh://git@github.com/evil/x.git', 'file:../evil', '../evil', '/evil']) {
      const result = await verifyNpm({
        'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good},
        'node_modules/evil': {resolved, link: true},
      })
      expect(result.outcome).toBe('undecided')
      expect(result.subjects.map(({code}) => code)).toContain('lock-entry')
    }
  })

  it('believes nobody that he is bundled where nothing bundles him', async () => {
    const result = await verifyNpm({'node_modules/good': {version: '1.0.0', inBundle: true}})
    expect(answerOf(result)).toMatchObject({status: 'unverifiable', code: 'digest-missing'})
  })

  it.each<[string, object]>([
    ['nobody beside him needs him', {'node_modules/good/node_modules/evil': {version: '1.0.0', inBundle: true}}],
    [
      'only another one needs him that nobody bundles',
      {
        'node_modules/good/node_modules/evil': {version: '1.0.0', inBundle: true, dependencies: {evil2: '*'}},
        'node_modules/good/node_modules/evil2': {version: '1.0.0', inBundle: true, dependencies: {evil: '*'}},
      },
    ],
    ['he lies elsewhere', {'node_modules/evil': {version: '1.0.0', inBundle: true}}],
    [
      'he has bytes of his own',
      {
        'node_modules/good/node_modules/inside': {
          version: '1.0.0',
          inBundle: true,
          integrity: evil,
          resolved: 'https://evil.example/x.tgz',
        },
      },
    ],
    [
      'who bundles him is a folder',
      {
        'packages/own': {name: 'own', version: '1.0.0', dependencies: {evil: '*'}},
        'packages/own/node_modules/evil': {version: '1.0.0', inBundle: true},
      },
    ],
  ])('believes nobody that he is bundled where %s', async (_name, more) => {
    const first = {version: '1.0.0', resolved: archive, integrity: good, dependencies: {inside: '*'}}
    expect((await verifyNpm({'node_modules/good': first, ...more})).outcome).not.toBe('met')
  })

  it('holds both readings of a lock of version 2 against the registry', async () => {
    const right = {version: '1.0.0', resolved: archive, integrity: good}
    const lock = (dependencies: object): string =>
      JSON.stringify({lockfileVersion: 2, packages: {'': {}, 'node_modules/good': right}, dependencies})
    const asked = (dependencies: object): Promise<VerifyResult> =>
      verifyFile('package-lock.json', lock(dependencies), npmRoutes)
    expect(answerOf(await asked({good: right}))).toMatchObject({status: 'verified'})
    expect((await asked({good: {...right, integrity: evil}})).outcome).toBe('failed')
    expect(
      (await asked({good: right, evil: {version: '1.0.0', resolved: 'https://evil.example/evil-1.0.0.tgz'}})).outcome,
    ).not.toBe('met')
    expect(
      (await asked({good: {...right, dependencies: {evil: {version: 'https://evil.example/x.tgz'}}}})).outcome,
    ).not.toBe('met')
    expect((await asked({good: 'nothing'})).outcome).toBe('undecided')
  })

  it('takes nothing for JSON that npm would mend', async () => {
    const one = (integrity: string): string =>
      `{"lockfileVersion": 3, "packages": {"node_modules/good": ${JSON.stringify({version: '1.0.0', resolved: archive, integrity})}}}`
    const conflict = `/*\n<<<<<<< ours\n*/\n${one(good)}\n/*\n=======\n${one(evil)}\n>>>>>>> theirs\n*/\n`
    for (const text of [conflict, one(good).replace('}}}', '},}}'), `${one(good)} // x`]) {
      const result = await verifyFile('package-lock.json', text, npmRoutes)
      expect(result.subjects).toContainEqual(expect.objectContaining({code: 'lock-entry', status: 'unverifiable'}))
      expect(result.outcome).toBe('undecided')
    }
  })

  it('counts entries that name no package', async () => {
    const result = await verifyNpm({
      'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good},
      'node_modules/bad name': {version: '1.0.0', resolved: archive, integrity: good},
    })
    expect(result.outcome).toBe('undecided')
    expect(result.subjects).toContainEqual(expect.objectContaining({subject: 'bad name', code: 'lock-entry'}))
  })

  it('does not choose between two entries of one name', async () => {
    const one = (integrity: string): string => JSON.stringify({version: '1.0.0', resolved: archive, integrity})
    const text = `{"lockfileVersion": 3, "packages": {"node_modules/good": ${one(evil)}, "node_modules/good": ${one(good)}}}`
    const result = await verifyFile('package-lock.json', text, npmRoutes)
    expect(result.outcome).toBe('undecided')
    expect(result.subjects.map(({code}) => code)).toContain('lock-entry')
  })

  it.each<[string, string, string]>([
    [
      'bun.lock',
      'a name twice',
      `{"lockfileVersion": 1, "packages": {"good": ["good@1.0.0", "", {}, "${evil}"], "good": ["good@1.0.0", "", {}, "${good}"],}}`,
    ],
    [
      'deno.lock',
      'a name twice',
      `{"version": "5", "npm": {"good@1.0.0": {"integrity": "${evil}"}, "good@1.0.0": {"integrity": "${good}"}}}`,
    ],
    [
      'deno.lock',
      'packages in two places',
      `{"version": "5", "packages": {"npm": {"good@1.0.0": {"integrity": "${good}"}}}, "npm": {"evil@1.0.0": {"integrity": "${good}"}}}`,
    ],
    [
      'pnpm-lock.yaml',
      'a key twice',
      `lockfileVersion: '9.0'\npackages:\n  good@1.0.0:\n    resolution: {integrity: ${evil}}\n  good@1.0.0:\n    resolution: {integrity: ${good}}\nsnapshots:\n  good@1.0.0: {}\n`,
    ],
    [
      'yarn.lock',
      'one descriptor in two blocks',
      ['good@1, good@2', 'good@1']
        .map(
          (key, at) => `${key}:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${at === 0 ? evil : good}\n`,
        )
        .join('\n'),
    ],
    [
      'yarn.lock',
      'a field twice',
      `good@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${evil}\n  integrity ${good}\n`,
    ],
    [
      'yarn.lock',
      'a section twice',
      `good@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n  dependencies:\n    good "1"\n  dependencies:\n    good "^1"\n`,
    ],
  ])('does not choose in %s with %s', async (name, _what, text) => {
    expect((await verifyFile(name, text, npmRoutes)).outcome).not.toBe('met')
  })

  it.each<[string, string]>([
    ['bun.lock', `{"lockfileVersion": 1, "packages": {"good": ["good@1.0.0", "", {}, "${good}"],}}`],
    ['deno.lock', `{"version": "5", "npm": {"good@1.0.0": {"integrity": "${good}"}}}`],
    ['deno.lock', `{"version": "3", "packages": {"npm": {"good@1.0.0": {"integrity": "${good}"}}}}`],
    [
      'pnpm-lock.yaml',
      `lockfileVersion: '9.0'\npackages:\n  good@1.0.0:\n    resolution: {integrity: ${good}}\nsnapshots:\n  good@1.0.0: {}\n`,
    ],
    [
      'yarn.lock',
      `good@1, good@^1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n  dependencies:\n    good "1"\n`,
    ],
  ])('believes %s where all is right', async (name, text) => {
    expect(answerOf(await verifyFile(name, text, npmRoutes))).toMatchObject({status: 'verified'})
  })

  it('asks for a provenance where a builder is demanded', async () => {
    const result = await verifyNpm(
      {'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good}},
      {identity: 'https://github.com/acme/good'},
    )
    expect(answerOf(result)).toMatchObject({status: 'unsigned', code: 'signature-missing'})
    expect(result.outcome).toBe('failed')
  })

  it('counts jsr packages and modules by URL of deno.lock', async () => {
    const lock = {
      version: '5',
      npm: {'good@1.0.0': {integrity: good}},
      jsr: {'@std/path@1.0.0': {}},
      remote: {'https://deno.land/x/a.ts': 'abc'},
    }
    const result = await verifyFile('deno.lock', JSON.stringify(lock), npmRoutes)
    expect(result.subjects.map(({subject, status}) => [subject, status])).toEqual([
      ['pkg:npm/good@1.0.0', 'verified'],
      ['jsr:@std/path@1.0.0', 'unverifiable'],
      ['https://deno.land/x/a.ts', 'unverifiable'],
    ])
  })
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The simple page of `good`: a wheel and a source distribution of 1.0 and of 2.0. */
const page: Readonly<Record<string, Route>> = {
  '/simple/good/': {
    json: {
      files: [
        {filename: 'good-1.0-py3-none-any.whl', hashes: {sha256: sha256('wheel')}},
        {filename: 'good-1.0.tar.gz', hashes: {sha256: sha256('sdist'), md5: 'd41d8cd98f00b204e9800998ecf8427e'}},
        {filename: 'good-2.0.tar.gz', hashes: {sha256: sha256('newer')}},
        {filename: 'good-2.0-py3-none-any.whl', hashes: {sha256: sha256('newer wheel')}},
        {filename: 'evil-1.0.tar.gz', hashes: {sha256: sha256('foreign')}},
      ],
    },
  },
}

const hash = (text: string, algorithm = 'sha256'): string =>
  `--hash=${algorithm}:${createHash(algorithm).update(text).digest('hex')}`

describe('verify of Python locks holds every file against the index', () => {
  it('believes the index where every locked file is one of its own, and says that nobody signed', async () => {
    const result = await verifyFile('requirements.txt', `good==1.0 ${hash('wheel')} ${hash('sdist')}\n`, page)
    expect(answerOf(result)).toMatchObject({
      status: 'verified',
      level: 'registry-asserted',
      checked: ['locked digests'],
      trust: expect.stringMatching(/^index http:/),
    })
  })

  it('takes a digest by an algorithm that the index uses for some of its files', async () => {
    const some = {filename: 'good-1.0.zip', hashes: {sha256: sha256('zip'), sha512: hash('zip', 'sha512').slice(14)}}
    const route = page['/simple/good/'] as {json: {files: object[]}}
    const files = {'/simple/good/': {json: {files: [...route.json.files, some]}}}
    const result = await verifyFile('requirements.txt', `good==1.0 ${hash('zip', 'sha512')}\n`, files)
    expect(answerOf(result)).toMatchObject({status: 'verified', checked: ['locked digests']})
  })

  it.each<[string, string, string, string]>([
    [
      'a second file that the index does not have',
      `good==1.0 ${hash('wheel')} ${hash('evil')}`,
      'invalid',
      'digest-mismatch',
    ],
    ['a file of another version', `good==1.0 ${hash('wheel')} ${hash('newer')}`, 'invalid', 'digest-mismatch'],
    ['a file of another project', `good==1.0 ${hash('wheel')} ${hash('foreign')}`, 'invalid', 'digest-mismatch'],
    [
      'an algorithm that the index does not use',
      `good==1.0 ${hash('wheel')} ${hash('sdist', 'sha512')}`,
      'unverifiable',
      'digest-missing',
    ],
    ['MD5 alone', 'good==1.0 --hash=md5:d41d8cd98f00b204e9800998ecf8427e', 'unverifiable', 'digest-missing'],
    ['MD5 alone, wrong', 'good==1.0 --hash=md5:00000000000000000000000000000000', 'invalid', 'digest-mismatch'],
    ['no digest', 'good==1.0', 'unverifiable', 'digest-missing'],
    ['no exact version', `good>=1.0 ${hash('wheel')}`, 'unverifiable', 'version-missing'],
    [
      'another index',
      `--index-url https://evil.example/simple\ngood==1.0 ${hash('wheel')}`,
      'unverifiable',
      'origin-unknown',
    ],
    [
      'an archive by its address',
      `good @ https://evil.example/good-1.0.tar.gz ${hash('sdist')}`,
      'unverifiable',
      'origin-unknown',
    ],
    ['a git repository', 'good @ git+https://github.com/evil/good@v1', 'unverifiable', 'origin-unknown'],
    ['a project that the index does not have', `other==1.0 ${hash('wheel')}`, 'unverifiable', 'not-found'],
  ])('answers %s', async (_name, line, status, code) => {
    const result = await verifyFile('requirements.txt', `${line}\n`, page)
    expect(answerOf(result)).toMatchObject({status, code})
    expect(result.outcome).toBe(status === 'invalid' ? 'failed' : 'undecided')
  })

  it('takes the address of the index that was named', async () => {
    const result = await verifyFile(
      'requirements.txt',
      `--index-url {REGISTRY}/simple\ngood==1.0 ${hash('wheel')}\n`,
      page,
    )
    expect(answerOf(result)).toMatchObject({status: 'verified'})
  })

  it.each([
    ['an included file', '-r more.txt'],
    ['constraints that it includes', '-c limits.txt'],
    ['a line that is not a requirement', '== 1.0 good'],
  ])('counts %s', async (_name, line) => {
    const result = await verifyFile('requirements.txt', `${line}\ngood==1.0 ${hash('wheel')}\n`, page)
    expect(result.outcome).toBe('undecided')
    expect(result.counts).toMatchObject({verified: 1, unverifiable: 1})
  })

  it('demands of each file that somebody vouches for it where a publisher is named', async () => {
    const result = await verifyFile('requirements.txt', `good==1.0 ${hash('wheel')}\n`, page, {
      publisher: 'github:acme/good:release.yml',
    })
    expect(answerOf(result)).toMatchObject({status: 'unsigned', code: 'signature-missing'})
    expect(result.outcome).toBe('failed')
  })

  const poetry = (files: readonly string[]): string =>
    `[[package]]\nname = "good"\nversion = "1.0"\nfiles = [${files.join(', ')}]\n\n[metadata]\nlock-version = "2.0"\n`
  const file = (name: string, text: string): string => `{file = "${name}", hash = "sha256:${sha256(text)}"}`

  it.each<[string, readonly string[], string]>([
    [
      'files under their own names',
      [file('good-1.0-py3-none-any.whl', 'wheel'), file('good-1.0.tar.gz', 'sdist')],
      'verified',
    ],
    [
      'two files with each other’s digests',
      [file('good-1.0-py3-none-any.whl', 'sdist'), file('good-1.0.tar.gz', 'wheel')],
      'invalid',
    ],
    [
      'a right file beside one of unknown name',
      [file('good-1.0.tar.gz', 'sdist'), file('good-1.0.zip', 'sdist')],
      'invalid',
    ],
    [
      'a wheel of another version',
      [file('good-1.0.tar.gz', 'sdist'), file('good-2.0-py3-none-any.whl', 'newer wheel')],
      'invalid',
    ],
    [
      'a file without a digest',
      [file('good-1.0.tar.gz', 'sdist'), '{file = "good-1.0-py3-none-any.whl"}'],
      'unverifiable',
    ],
  ])('holds %s of poetry.lock by name', async (_name, files, status) => {
    expect(answerOf(await verifyFile('poetry.lock', poetry(files), page)).status).toBe(status)
  })
})

describe('a Python lock that says one thing in two places', () => {
  const right = sha256('sdist')
  const two = (format: string, key: string): string =>
    `[[package]]\nname = "good"\nversion = "1.0"\nfiles = [{file = "good-1.0.tar.gz", hash = "sha256:${right}"}]\n\n[metadata]\nlock-version = "2.0"\n\n[metadata.files]\n${key} = [{file = "good-1.0.tar.gz", hash = "sha256:${format}"}]\n`

  it.each([
    ['poetry.lock', 'good'],
    ['pdm.lock', '"good 1.0"'],
  ])('must be right in both: %s', async (name, key) => {
    expect(answerOf(await verifyFile(name, two(right, key), page))).toMatchObject({status: 'verified'})
    expect(answerOf(await verifyFile(name, two(sha256('evil'), key), page))).toMatchObject({
      status: 'invalid',
      code: 'digest-mismatch',
    })
  })

  it('counts where Pipfile.lock has a name twice', async () => {
    const entry = (hash: string): string => `{"hashes": ["sha256:${hash}"], "version": "==1.0"}`
    const lock = (entries: string): string => `{"_meta": {}, "default": {${entries}}}`
    expect((await verifyFile('Pipfile.lock', lock(`"good": ${entry(right)}`), page)).outcome).toBe('met')
    const result = await verifyFile(
      'Pipfile.lock',
      lock(`"good": ${entry(sha256('evil'))}, "good": ${entry(right)}`),
      page,
    )
    expect(result.outcome).toBe('undecided')
    expect(result.subjects.map(({code}) => code)).toContain('lock-entry')
  })

  it('leaves out a folder, and not what names files besides', async () => {
    const lock = (more: string): string =>
      `lock-version = "1.0"\n\n[[packages]]\nname = "good"\nversion = "1.0"\nsdist = {name = "good-1.0.tar.gz", hashes = {sha256 = "${right}"}}\n\n[[packages]]\nname = "own"\nversion = "1.0"\ndirectory = {path = "./own"}\n${more}`
    expect((await verifyFile('pylock.toml', lock(''), page)).outcome).toBe('met')
    const wheels = `wheels = [{name = "own-1.0-py3-none-any.whl", hashes = {sha256 = "${right}"}}]\n`
    expect((await verifyFile('pylock.toml', lock(wheels), page)).outcome).not.toBe('met')
  })
})

describe('the keys of a registry', () => {
  const packages = {'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good}}

  it('are worth no more than its word where it serves them itself', async () => {
    const [subject] = (await verifyNpm(packages, {require: 'signed'})).subjects
    expect(subject).toMatchObject({
      ...{status: 'verified', level: 'registry-asserted', met: false},
      notCovered: expect.arrayContaining([
        'the key of the registry, which the registry itself serves: pin it with --registry-keys',
      ]),
    })
  })

  it('are those that the user names, whatever the registry serves', async () => {
    const cwd = temporaryFolder()
    const path = join(cwd, 'keys.json')
    const other = generateKeyPairSync('ec', {namedCurve: 'P-256'})
      .publicKey.export({type: 'spki', format: 'der'})
      .toString('base64')
    writeFileSync(
      path,
      JSON.stringify({keys: [{keyid: 'SHA256:other', keytype: 'ecdsa-sha2-nistp256', key: other, expires: null}]}),
    )
    expect(answerOf(await verifyNpm(packages, {registryKeys: path}))).toMatchObject({
      status: 'invalid',
      code: 'key-unknown',
    })
    const unsignedRoutes = signedVersion('good', '1.0.0', 'good', {signatures: []})
    const stripped = await verifyFile('package-lock.json', npmLock(packages), unsignedRoutes, {registryKeys: path})
    expect(answerOf(stripped)).toMatchObject({status: 'invalid', code: 'signature-missing'})
  })

  it('sign what is believed where the user names them', async () => {
    const path = join(temporaryFolder(), 'keys.json')
    const [route] = Object.values(keysRoute)
    writeFileSync(path, JSON.stringify(route !== undefined && 'json' in route ? route.json : {}))
    const [subject] = (await verifyNpm(packages, {registryKeys: path, require: 'signed'})).subjects
    expect(subject).toMatchObject({status: 'verified', level: 'signed', met: true})
  })

  it('that cannot be had leave the packages undecided, and the rest goes on', async () => {
    const routes = {...npmRoutes, '/-/npm/v1/keys': {status: 403}}
    const result = await verifyFile('package-lock.json', npmLock(packages), routes)
    expect(answerOf(result)).toMatchObject({status: 'unverifiable', code: 'registry-unreachable'})
  })
})
