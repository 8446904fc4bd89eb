import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {VerifyResult} from '../../../../src/pipeline/verify/result.generated.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {integrityOf, keysRoute, signedVersion} from '../../../support/signing-registry.ts'
import {verifyWith} from '../../../support/verify.ts'

const good = integrityOf('good')
const archive = 'https://registry.npmjs.org/good/-/good-1.0.0.tgz'
const sha256 = createHash('sha256').update('sdist').digest('hex')
const entry = JSON.stringify({version: '1.0.0', resolved: archive, integrity: good})
const routes: Readonly<Record<string, Route>> = {
  ...keysRoute,
  ...signedVersion('good', '1.0.0', 'good'),
  '/simple/good/': {json: {files: [{filename: 'good-1.0.tar.gz', hashes: {sha256}}]}},
}

async function verifyFile(name: string, content: string | Buffer): Promise<VerifyResult> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, name), content)
  await using registry = await startRegistry(routes)
  return await verifyWith({targets: [name], cwd, offline: false, registry: registry.url, index: registry.url})
}

/** Of a lock whose one right entry is verified: what besides it is told. */
async function besides(name: string, content: string | Buffer): Promise<{outcome: string; told: string[]}> {
  const {outcome, subjects} = await verifyFile(name, content)
  expect(subjects.filter(({status}) => status === 'verified')).toHaveLength(1)
  return {
    outcome,
    told: subjects
      .filter(({status}) => status !== 'verified')
      .map(({subject, code, message}) => `${subject} ${code}: ${message}`),
  }
}

const file = `files = [{file = "good-1.0.tar.gz", hash = "sha256:${sha256}"}]`
const poetry = (more: string): string => `[[package]]\nname = "good"\nversion = "1.0"\n${file}\n${more}`
const wheel = `sdist = {url = "https://files.pythonhosted.org/good-1.0.tar.gz", hash = "sha256:${sha256}"}`
const uv = (more: string): string =>
  `version = 1\n[[package]]\nname = "good"\nversion = "1.0"\nsource = {registry = "https://pypi.org/simple"}\n${wheel}\n${more}`
const pylock = (more: string): string =>
  `lock-version = "1.0"\n[[packages]]\nname = "good"\nversion = "1.0"\nsdist = {name = "good-1.0.tar.gz", hashes = {sha256 = "${sha256}"}}\n${more}`
const pipfile = (more: string): string =>
  `{"_meta": {}, "default": {"good": {"version": "==1.0", "hashes": ["sha256:${sha256}"]}}${more}}`
const requirement = `good==1.0 --hash=sha256:${sha256}\n`

describe('a lock', () => {
  it('that locks nothing is a mistake', async () => {
    await expect(verifyFile('requirements.txt', '# nothing\n')).rejects.toMatchObject({
      code: 'AIBOM_NOTHING_TO_VERIFY',
      exit: 2,
    })
  })

  it('asks the registry for what is called bundled, and lies outside of the one that bundles it', async () => {
    const packages = {
      'node_modules/good': {...JSON.parse(entry), dependencies: {inner: '1', hoisted: '1'}},
      'node_modules/good/node_modules/inner': {version: '1.0.0', inBundle: true, dependencies: {inner: '1'}},
      'node_modules/hoisted': {version: '1.0.0', inBundle: true},
    }
    const {told} = await besides('package-lock.json', JSON.stringify({lockfileVersion: 3, packages}))
    expect(told).toEqual([expect.stringMatching(/^pkg:npm\/hoisted@1\.0\.0 not-found/)])
  })
})

describe('a file of Python that has two names', () => {
  const named = (name: string, url: string): string =>
    pylock('').replace('{name = "good-1.0.tar.gz"', `{name = "${name}", url = "https://files.pythonhosted.org/${url}"`)

  it.each([
    ['good-2.0.tar.gz', 'invalid'],
    ['good-1.0.tar.gz?x=1', 'verified'],
    ['download', 'verified'],
  ])('is the one at its address: %s', async (url, status) => {
    const {subjects} = await verifyFile('pylock.toml', named('good-1.0.tar.gz', url))
    expect(subjects).toMatchObject([{status, ...(status === 'invalid' && {code: 'origin-mismatch'})}])
  })
})

describe('a version of a lock that came later', () => {
  it.each<[string, string]>([
    ['package-lock.json', `{"lockfileVersion": 4, "packages": {"node_modules/good": ${entry}}}`],
    ['pnpm-lock.yaml', `lockfileVersion: '99.0'\npackages:\n  good@1.0.0:\n    resolution: {integrity: ${good}}\n`],
    ['bun.lock', `{"lockfileVersion": 9, "packages": {"good": ["good@1.0.0", "", {}, "${good}"]}}`],
    ['deno.lock', `{"version": "99", "npm": {"good@1.0.0": {"integrity": "${good}"}}}`],
    ['uv.lock', uv('').replace('version = 1', 'version = 9')],
    ['poetry.lock', poetry('[metadata]\nlock-version = "9.0"\n')],
    ['pdm.lock', poetry('[metadata]\nlock_version = "9.0"\n')],
    ['pylock.toml', pylock('').replace('1.0', '2.0')],
  ])('is not known: %s', async (name, content) => {
    const {outcome, told} = await besides(name, content)
    expect(outcome).toBe('undecided')
    expect(told).toContainEqual(expect.stringMatching(/lock-entry: it is written in version "?[0-9.]+"? of its format/))
  })
})

describe('a line that programs end in different places', () => {
  it.each<[string, string]>([
    [
      'bun.lock',
      `{"packages": {"good": ["good@1.0.0", "", {}, "${good}"], // x\u2028"evil": ["evil@1.0.0", "", {}, ""]\n}}`,
    ],
    [
      'yarn.lock',
      `# yarn lockfile v1\ngood@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n# x\revil@1:\n`,
    ],
  ])('is told: %s', async (name, content) => {
    const {outcome, told} = await besides(name, content)
    expect(outcome).toBe('undecided')
    expect(told).toContainEqual(expect.stringContaining('programs do not agree on where this line ends'))
  })
})

describe('what a Python lock installs besides is told', () => {
  it.each(['--requirem other.txt', '--edit ../x'])('in requirements.txt: the option %s', async line => {
    expect(await besides('requirements.txt', `${requirement}${line}\n`)).toEqual({
      outcome: 'undecided',
      told: [`requirements.txt:2 lock-entry: not an option that is known: ${line}`],
    })
  })

  it('in uv.lock: a second entry without a file', async () => {
    const again = '[[package]]\nname = "good"\nversion = "1.0"\nsource = {registry = "https://pypi.org/simple"}\n'
    const {subjects} = await verifyFile('uv.lock', uv(again))
    expect(subjects).toMatchObject([{status: 'unverifiable', code: 'digest-missing'}])
  })

  it.each<[string, string, string, string]>([
    [
      'poetry.lock',
      'a package without a name',
      '[[package]]\nversion = "1"\n',
      'poetry.lock:5 lock-entry: a package without a name',
    ],
    [
      'poetry.lock',
      'a name that is a number',
      '[[package]]\nname = 5\n',
      'poetry.lock:6 lock-entry: a package without a name',
    ],
    [
      'pdm.lock',
      'a package without a name',
      '[[package]]\nversion = "1"\n',
      'pdm.lock:5 lock-entry: a package without a name',
    ],
    [
      'poetry.lock',
      'a source without a place',
      '[package.source]\ntype = "git"\n',
      'poetry.lock:2 lock-entry: good: its source names no place',
    ],
    [
      'poetry.lock',
      'a folder outside',
      '[[package]]\nname = "x"\nversion = "1"\n[package.source]\ntype = "directory"\nurl = "../x"\n',
      'poetry.lock:6 lock-entry: the folder ../x lies outside of the folder of the lock file',
    ],
  ])('in %s: %s', async (name, _what, more, expected) => {
    expect(await besides(name, poetry(more))).toEqual({outcome: 'undecided', told: [expected]})
  })

  it('in poetry.lock: a file that is no table', async () => {
    const text = poetry('').replace('files = [', 'files = ["x", ')
    expect(await besides('poetry.lock', text)).toEqual({
      outcome: 'undecided',
      told: ['poetry.lock:2 lock-entry: a file of good cannot be read'],
    })
  })

  it.each<[string, string, string]>([
    ['a package without a name', '[[package]]\nversion = "1"\n', 'uv.lock:7 lock-entry: a package without a name'],
    ['wheels that are no list', 'wheels = {url = "x"}\n', 'uv.lock:3 lock-entry: a wheel of good cannot be read'],
    [
      'two sources',
      '[[package]]\nname = "x"\nsource = {registry = "https://pypi.org/simple", directory = "x"}\n',
      'uv.lock:8 lock-entry: x: its source is unknown, or it has several',
    ],
    [
      'a folder outside',
      '[[package]]\nname = "x"\nsource = {editable = "a/../../x"}\n',
      'uv.lock:8 lock-entry: the folder a/../../x lies outside of the folder of the lock file',
    ],
  ])('in uv.lock: %s', async (_what, more, expected) => {
    expect(await besides('uv.lock', uv(more))).toEqual({outcome: 'undecided', told: [expected]})
  })

  it('in uv.lock: a package without a source', async () => {
    expect(await besides('uv.lock', uv('').replace(/^source.*$/m, ''))).toEqual({
      outcome: 'undecided',
      told: ['uv.lock:3 lock-entry: good: its source is unknown, or it has several'],
    })
  })

  it('in pylock.toml: a package without a name, and a folder outside', async () => {
    expect(
      await besides(
        'pylock.toml',
        pylock('[[packages]]\nversion = "1"\n[[packages]]\nname = "x"\ndirectory = {path = "../x"}\n'),
      ),
    ).toEqual({
      outcome: 'undecided',
      told: [
        'pylock.toml:6 lock-entry: a package without a name',
        'pylock.toml:9 lock-entry: the folder ../x lies outside of the folder of the lock file',
      ],
    })
  })

  it.each(['git', 'hg', 'svn', 'bzr'])('in pdm.lock: a package from a repository of %s', async system => {
    const other = `[[package]]\nname = "good"\nversion = "1.0"\n${system} = "https://evil.example/good"\nrevision = "1"\n${file}\n`
    const {outcome, told} = await besides('pdm.lock', `${poetry('')}${other}`)
    expect(outcome).toBe('undecided')
    expect(told).toEqual([expect.stringContaining(`it comes from ${system}+https://evil.example/good`)])
  })

  it('in Pipfile.lock: a section and an entry that cannot be read', async () => {
    const found = await besides('Pipfile.lock', pipfile(', "develop": [1], "docs": {"x": 5}'))
    expect(found.outcome).toBe('undecided')
    expect(found.told).toContain('Pipfile.lock:1 lock-entry: develop is not a table of packages')
    expect(found.told).toContain('Pipfile.lock:1 lock-entry: the entry of x cannot be read')
  })

  it('in a lock without packages: a list that is none', async () => {
    const {outcome, subjects} = await verifyFile('poetry.lock', '[package]\nname = "x"\n')
    expect(outcome).toBe('undecided')
    expect(subjects).toMatchObject([{subject: 'poetry.lock', message: 'package is not a list of tables'}])
  })

  it('and folders of the project are its own', async () => {
    expect(await besides('uv.lock', uv('[[package]]\nname = "x"\nsource = {editable = "packages/x"}\n'))).toEqual({
      outcome: 'met',
      told: [],
    })
    expect(await besides('requirements.txt', `${requirement}-e .\n./lib\n`)).toEqual({outcome: 'met', told: []})
  })
})

describe('what pip installs by a requirements file and others may not see is told', () => {
  it.each(['\u2028', '\u2029', '\u0085', '\v', '\f', '\u001c', '\u001d', '\u001e'])(
    'a requirement behind %j in a comment',
    async mark => {
      const {outcome, told} = await besides('requirements.txt', `# a comment${mark}evil==1.0\n${requirement}`)
      expect(outcome).toBe('undecided')
      expect(told).toEqual([expect.stringMatching(/^pkg:pypi\/evil@1\.0 /)])
    },
  )

  it.each<[string, string, string]>([
    [
      'a folder outside',
      '-e ../x\n',
      'requirements.txt:2 lock-entry: the folder ../x lies outside of the folder of the lock file',
    ],
    [
      'a folder outside, named',
      '-e ../x#egg=x\n',
      'requirements.txt:2 lock-entry: the folder ../x lies outside of the folder of the lock file',
    ],
    [
      'a folder elsewhere',
      '/opt/x\n',
      'requirements.txt:2 lock-entry: the folder file:x lies outside of the folder of the lock file',
    ],
  ])('%s', async (_what, more, expected) => {
    expect(await besides('requirements.txt', requirement + more)).toEqual({outcome: 'undecided', told: [expected]})
  })

  it('a package without a hash, where there are other indexes', async () => {
    const others = '--extra-index-url https://evil.example/simple\n--trusted-host evil.example\n--pre\n'
    // wherever pip finds a file, its bytes are those of the hash
    expect(await besides('requirements.txt', `${others}${requirement}`)).toEqual({outcome: 'met', told: []})
    const {outcome, told} = await besides('requirements.txt', `${others}${requirement}x==1.0\n`)
    expect({outcome, told}).toEqual({outcome: 'undecided', told: [expect.stringMatching(/^pkg:pypi\/x@1\.0 /)]})
  })

  it('a hash of an algorithm that is not known', async () => {
    const {outcome, told} = await besides(
      'requirements.txt',
      `good==1.0 --hash=sha256:${sha256} --hash=blake2b:${sha256}\n`,
    )
    expect(outcome).toBe('undecided')
    expect(told).toEqual([
      expect.stringMatching(/^requirements\.txt:1 lock-entry: a hash that is of no known kind: good==1\.0/),
    ])
  })

  it('what stands behind the end of a very long line', async () => {
    const line = `good==1.0 ${`--hash=sha256:${sha256} `.repeat(1400)}--hash=sha256:${'e'.repeat(64)}\n`
    const {outcome, told} = await besides('requirements.txt', line)
    expect(outcome).toBe('undecided')
    expect(told).toEqual([expect.stringMatching(/^requirements\.txt:1 lock-entry: too long to be read to its end/)])
  })

  it('an encoding in which the file says something else', async () => {
    const {outcome, told} = await besides('requirements.txt', `# -*- coding: utf-7 -*- +AAo-evil==1.0\n${requirement}`)
    expect(outcome).toBe('undecided')
    expect(told).toEqual([
      'requirements.txt:1 lock-entry: the file says that it is written in utf-7, and is read as UTF-8',
    ])
    expect(await besides('requirements.txt', `# -*- coding: utf-8 -*-\n${requirement}`)).toEqual({
      outcome: 'met',
      told: [],
    })
  })
})

const npmLock = (more: object): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {'': {}, 'node_modules/good': {version: '1.0.0', resolved: archive, integrity: good}, ...more},
  })
const outside = (path: string): string => `the folder ${path} lies outside of the folder of the lock file`

describe('what an npm lock installs besides is told', () => {
  it.each<[string, object, string[]]>([
    [
      'a link out of the project',
      {'node_modules/x': {link: true, resolved: '../x'}},
      [`package-lock.json lock-entry: ${outside('../x')}`],
    ],
    [
      'a link to elsewhere',
      {'node_modules/x': {link: true, resolved: '/opt/x'}},
      [`package-lock.json lock-entry: ${outside('file:x')}`],
    ],
    [
      'a folder out of the project',
      {'../x': {version: '1.0.0'}},
      [`package-lock.json:1 lock-entry: ${outside('../x')}`],
    ],
    [
      'a folder that states bytes',
      {'packages/x': {version: '1.0.0', integrity: good}},
      ['packages/x lock-entry: the entry is a folder, and states bytes of an archive'],
    ],
    ['a link inside', {'node_modules/x': {link: true, resolved: 'packages/x'}, 'packages/x': {version: '1.0.0'}}, []],
    [
      'a dependency without an entry',
      {'': {dependencies: {good: '1', x: 'file:../x.tgz'}}},
      ['x@file:../x.tgz lock-entry: the lock file has no entry for it, or an entry that it installs nowhere'],
    ],
    [
      'a dependency of a folder without an entry',
      {'packages/x': {version: '1.0.0', devDependencies: {good: '1', y: '2'}}},
      ['y@2 lock-entry: the lock file has no entry for it, or an entry that it installs nowhere'],
    ],
    [
      'dependencies that need not be there',
      {
        '': {dependencies: {y: '2'}, optionalDependencies: {y: '2'}, peerDependencies: {z: '3'}},
        'packages/x': {version: '1.0.0'},
      },
      [],
    ],
  ])('%s', async (_what, more, told) => {
    expect(await besides('package-lock.json', npmLock(more))).toEqual({
      outcome: told.length === 0 ? 'met' : 'undecided',
      told,
    })
  })

  it.each([{resolved: [archive]}, {resolved: true}, {integrity: [good]}, {version: ['1.0.0']}, {name: {}}])(
    'in package-lock.json: an entry with a text that is none: %j',
    async field => {
      const entry = {version: '1.0.0', resolved: archive, integrity: good, ...field}
      const {outcome, subjects} = await verifyFile('package-lock.json', npmLock({'node_modules/good': entry}))
      expect(outcome).not.toBe('met')
      expect(subjects.map(({subject}) => subject)).toContain('node_modules/good')
    },
  )

  it('in bun.lock: a folder that was registered on a machine', async () => {
    const text = `{"lockfileVersion": 1, "packages": {"good": ["good@1.0.0", "", {}, "${good}"], "x": ["x@link:x", {}]}}`
    expect(await besides('bun.lock', text)).toEqual({
      outcome: 'undecided',
      told: [`bun.lock:1 lock-entry: ${outside('file:x')}`],
    })
  })

  it('in deno.lock: a package that is asked for and has no entry', async () => {
    const text = `{"version": "5", "specifiers": {"npm:good@1": "1.0.0", "npm:x@^2": "2.1.0"}, "npm": {"good@1.0.0": {"integrity": "${good}"}}}`
    expect(await besides('deno.lock', text)).toEqual({
      outcome: 'undecided',
      told: ['npm:x@^2 lock-entry: the lock file has no entry for it, or an entry that it installs nowhere'],
    })
  })

  it.each<[string, string, string]>([
    ['package-lock.json', 'packages', '{"lockfileVersion": 3, "packages": []}'],
    ['package-lock.json', 'dependencies', '{"lockfileVersion": 1, "dependencies": [1]}'],
    ['bun.lock', 'packages', '{"lockfileVersion": 1, "packages": ["a"]}'],
    ['deno.lock', 'npm', '{"version": "5", "npm": ["a"]}'],
    ['pnpm-lock.yaml', 'packages', "lockfileVersion: '9.0'\npackages: [a]\n"],
  ])('in %s: %s that cannot be read', async (name, section, text) => {
    expect((await verifyFile(name, text)).subjects).toMatchObject([
      {subject: section, status: 'unverifiable', code: 'lock-entry'},
    ])
  })

  const pnpm = (version: string, more: string): string =>
    `lockfileVersion: '${version}'\npackages:\n  good@1.0.0:\n    resolution: {integrity: ${good}}\n${more}`

  it('in pnpm-lock.yaml: a package with a folder beside its bytes, which pnpm passes over', async () => {
    const text = pnpm(
      '9.0',
      `  evil@1.0.0:\n    resolution: {integrity: ${good}, directory: x}\nsnapshots:\n  good@1.0.0: {}\n  evil@1.0.0: {}\n`,
    )
    const {outcome, told} = await besides('pnpm-lock.yaml', text)
    expect(outcome).not.toBe('met')
    expect(told).toEqual([expect.stringMatching(/^pkg:npm\/evil@1\.0\.0 /)])
  })

  it('in pnpm-lock.yaml of version 6: packages that a section of version 9 would hide', async () => {
    const text = pnpm('6.0', `  /evil@1.0.0:\n    resolution: {integrity: ${good}}\nsnapshots:\n  good@1.0.0: {}\n`)
    const {told} = await besides('pnpm-lock.yaml', text.replace('  good@1.0.0:\n', '  /good@1.0.0:\n'))
    expect(told).toEqual([expect.stringMatching(/^pkg:npm\/evil@1\.0\.0 /)])
  })

  it('in pnpm-lock.yaml: a kind of source that is not known', async () => {
    const text = pnpm(
      '9.0',
      `  evil@1.0.0:\n    resolution: {integrity: ${good}, type: binary}\nsnapshots:\n  good@1.0.0: {}\n  evil@1.0.0: {}\n`,
    )
    expect((await besides('pnpm-lock.yaml', text)).told).toEqual([expect.stringMatching(/ origin-unknown: /)])
  })

  it.each<[string, string, string]>([
    [
      'an entry that no snapshot makes use of',
      `  evil@git+https://git.example/evil.git#0123456789abcdef0123456789abcdef01234567:\n    resolution: {commit: 0123456789abcdef0123456789abcdef01234567, repo: https://git.example/evil.git, type: git}\nsnapshots:\n  good@1.0.0: {}\n`,
      'evil@git+https://git.example/evil.git#0123456789abcdef0123456789abcdef01234567',
    ],
    [
      'a dependency of the project that no entry answers',
      'importers:\n  .:\n    dependencies:\n      evil: {specifier: ^2.0.0, version: 2.0.0}\nsnapshots:\n  good@1.0.0: {}\n',
      'evil@2.0.0',
    ],
    [
      'a dependency of a package that no entry answers',
      'snapshots:\n  good@1.0.0:\n    dependencies:\n      evil: 2.0.0\n',
      'evil@2.0.0',
    ],
  ])('in pnpm-lock.yaml of version 9: %s', async (_what, more, subject) => {
    const {outcome, told} = await besides('pnpm-lock.yaml', pnpm('9.0', more))
    expect({outcome, told}).toEqual({
      outcome: 'undecided',
      told: [`${subject} lock-entry: the lock file has no entry for it, or an entry that it installs nowhere`],
    })
  })

  it('in pnpm-lock.yaml of version 9: an entry without a snapshot, where there is no other', async () => {
    const text = `lockfileVersion: '9.0'\npackages:\n  evil@1.0.0:\n    resolution: {integrity: ${good}}\nsnapshots: {}\n`
    expect((await verifyFile('pnpm-lock.yaml', text)).subjects).toMatchObject([
      {subject: 'evil@1.0.0', status: 'unverifiable', code: 'lock-entry'},
    ])
  })

  it('in bun.lock: a second digest in the place of another field', async () => {
    const text = `{"packages": {"good": ["good@1.0.0", "", {}, "${good}"], "x": ["good@1.0.0", "${good}", {}, "${integrityOf('evil')}"]}}`
    expect(await besides('bun.lock', text)).toEqual({
      outcome: 'undecided',
      told: ['x lock-entry: the entry names no package of npm'],
    })
  })

  it('in yarn.lock: an archive of the project without a digest', async () => {
    const text = `good@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n\n"x@file:./x.tgz":\n  version "1.0.0"\n`
    expect((await besides('yarn.lock', text)).told).toEqual([
      expect.stringMatching(/^pkg:npm\/x@1\.0\.0 origin-unknown/),
    ])
  })

  it.each<[string, string, boolean]>([
    ['a block that answers for two packages', 'good@1, "x@^4"', false],
    ['a block of a package and its alias', '"x@npm:good@^1", good@1', true],
  ])('in yarn.lock: %s', async (_what, key, isMet) => {
    const text = `${key}:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n`
    const {outcome, subjects} = await verifyFile('yarn.lock', text)
    expect(outcome).toBe(isMet ? 'met' : 'undecided')
    if (!isMet)
      expect(subjects.find(({status}) => status !== 'verified')).toMatchObject({
        code: 'lock-entry',
        message: expect.stringContaining('packages of several names: "good", "x"'),
      })
  })

  it('in yarn.lock of yarn 2: an entry that is resolved to another package', async () => {
    const entry = (key: string): string =>
      `__metadata:\n  version: 8\n\n"${key}":\n  version: 1.0.0\n  resolution: "good@npm:1.0.0"\n`
    const toldOf = async (key: string): Promise<string[]> =>
      (await verifyFile('yarn.lock', entry(key))).subjects.flatMap(({code}) => code ?? [])
    expect(await toldOf('good@npm:^1, lodash@npm:^4')).toContain('lock-entry')
    expect(await toldOf('lodash@npm:^4')).toContain('lock-entry')
    for (const key of ['good@npm:^1', 'good@npm:latest', 'x@npm:good@^1'])
      expect(await toldOf(key)).toEqual(['digest-missing'])
  })

  it('in yarn.lock: a dependency of whose name there is no entry', async () => {
    const text = `good@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity ${good}\n  dependencies:\n    evil "^1"\n    good "^9"\n  optionalDependencies:\n    "@acme/evil" "2"\n`
    const missing = 'lock-entry: the lock file has no entry for it, or an entry that it installs nowhere'
    expect(await besides('yarn.lock', text)).toEqual({
      outcome: 'undecided',
      told: [`evil@^1 ${missing}`, `@acme/evil@2 ${missing}`],
    })
  })

  it('in yarn.lock of yarn 2: a dependency of whose name there is no entry', async () => {
    const text =
      '__metadata:\n  version: 8\n\n"good@npm:^1":\n  version: 1.0.0\n  resolution: "good@npm:1.0.0"\n  dependencies:\n    good: ^9\n' +
      '"root@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "root@workspace:."\n  dependencies:\n    good: "npm:^1"\n    evil: "npm:^1"\n'
    const {subjects} = await verifyFile('yarn.lock', text)
    expect(subjects.map(({subject, code}) => `${subject} ${code}`)).toEqual([
      'pkg:npm/good@1.0.0 digest-missing',
      'evil@npm:^1 lock-entry',
    ])
  })

  it.each<[string, string]>([
    ['a comma between two hashes', `${good},${integrityOf('evil')}`],
    ['a comma behind the hash', `${good},`],
    ['signs behind the end', `${good}AA`],
    ['another alphabet', good.replace(/[+/]/g, '-')],
    ['another name', good.replace('sha512', 'SHA512')],
  ])('in yarn.lock: an integrity with %s, for which no archive is taken', async (_what, integrity) => {
    const text = `good@1:\n  version "1.0.0"\n  resolved "${archive}"\n  integrity "${integrity}"\n`
    expect((await verifyFile('yarn.lock', text)).subjects).toMatchObject([
      {status: 'unverifiable', code: 'digest-missing'},
    ])
  })

  it('in deno.lock: an archive at another host', async () => {
    const text = {
      version: '5',
      npm: {'good@1.0.0': {integrity: good}, 'x@1.0.0': {integrity: good, tarball: 'https://evil.example/x.tgz'}},
    }
    expect((await besides('deno.lock', JSON.stringify(text))).told).toEqual([
      expect.stringMatching(/^pkg:npm\/x@1\.0\.0 origin-unknown/),
    ])
  })

  it('a patch, as not covered', async () => {
    const {subjects, outcome} = await verifyFile(
      'pnpm-lock.yaml',
      `lockfileVersion: '9.0'\npatchedDependencies:\n  good@1.0.0:\n    hash: abc\n    path: patches/good.patch\npackages:\n  good@1.0.0:\n    resolution: {integrity: ${good}}\nsnapshots:\n  good@1.0.0(patch_hash=abc): {}\n`,
    )
    expect(outcome).toBe('met')
    expect(subjects[0]?.notCovered).toContain('the patch that is applied to it: patches/good.patch')
  })
})
