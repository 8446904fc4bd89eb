import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {npm} from '../../../../src/detectors/npm/index.ts'
import type {LockReading} from '../../../../src/detectors/npm/lock.ts'
import {parseBunLock} from '../../../../src/detectors/npm/locks/bun-lock.ts'
import {parseDenoLock} from '../../../../src/detectors/npm/locks/deno-lock.ts'
import {parsePackageLock} from '../../../../src/detectors/npm/locks/package-lock.ts'
import {parsePnpmLock} from '../../../../src/detectors/npm/locks/pnpm-lock.ts'
import {parsePnpmPath} from '../../../../src/detectors/npm/locks/pnpm-path.ts'
import {parseYarnBerry} from '../../../../src/detectors/npm/locks/yarn-berry.ts'
import {parseYarnClassic} from '../../../../src/detectors/npm/locks/yarn-classic.ts'
import {findLocked} from '../../../../src/detectors/npm/lookup.ts'
import {parseManifest} from '../../../../src/detectors/npm/manifest.ts'
import {parseSpec} from '../../../../src/detectors/npm/spec.ts'
import {isMember} from '../../../../src/detectors/npm/workspace.ts'
import {AibomError} from '../../../../src/lib/errors.ts'
import {detect} from '../../../support/detect.ts'

describe('parseSpec', () => {
  it.each([
    ['^1.2.3', {name: 'a', range: '^1.2.3'}],
    ['latest', {name: 'a', range: 'latest'}],
    ['', {name: 'a', range: ''}],
    ['npm:b@^1', {name: 'b', range: '^1'}],
    ['npm:@s/b@1 || 2', {name: '@s/b', range: '1 || 2'}],
    ['npm:@s/b', {name: '@s/b', range: '*'}],
    ['npm:^1.0.0', {name: 'a', range: '^1.0.0'}],
    ['workspace:*', {name: 'a', workspace: true}],
    ['catalog:', {name: 'a', catalog: ''}],
    ['catalog:default', {name: 'a', catalog: ''}],
    ['catalog:next', {name: 'a', catalog: 'next'}],
    ['patch:a@npm%3A1.0.0#./a.patch', {name: 'a', range: '1.0.0'}],
    ['patch:a@npm:^1.0.0#./a.patch', {name: 'a', range: '^1.0.0'}],
    ['jsr:@s/b@^1', {name: '@s/b', range: '^1', source: 'https://jsr.io'}],
    ['file:../b', {name: 'a', path: '../b'}],
    ['link:./b', {name: 'a', path: './b'}],
    ['../b', {name: 'a', path: '../b'}],
    ['git@github.com:o/r.git', {name: 'a', source: 'git@github.com:o/r.git'}],
    ['github:o/r#semver:^1', {name: 'a', source: 'github:o/r#semver:^1'}],
    ['o/r', {name: 'a', source: 'o/r'}],
    ['https://x.example/y.tgz', {name: 'a', source: 'https://x.example/y.tgz'}],
  ])('reads «%s»', (text, spec) => expect(parseSpec('a', text)).toEqual(spec))
})

describe('parsePnpmPath', () => {
  it.each([
    ['/a/1.0.0', {name: 'a', version: '1.0.0', patched: false}],
    ['/@s/a/1.0.0_b@2.0.0+c@3.0.0', {name: '@s/a', version: '1.0.0', patched: false}],
    ['npm.acme.example/a/1.0.0', {name: 'a', version: '1.0.0', source: 'https://npm.acme.example', patched: false}],
    ['/@s/a@1.0.0(b@2.0.0)(@s/c@3.0.0)', {name: '@s/a', version: '1.0.0', patched: false}],
    ['@s/a@1.0.0-rc.1(patch_hash=x)', {name: '@s/a', version: '1.0.0-rc.1', patched: true}],
    ['a@https://x.example/y.tgz', {name: 'a', source: 'https://x.example/y.tgz', patched: false}],
    ['a@file:b', {name: 'a', source: 'file:b', patched: false}],
    ['github.com/o/r/abc', {name: 'abc', source: 'github.com/o/r/abc', patched: false}],
  ])('reads %s', (key, path) => expect(parsePnpmPath(key)).toEqual(path))
})

describe('a file without content', () => {
  it.each(['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'bun.lock', 'deno.lock'])(
    'named %s is a gap',
    async name => {
      for (const text of ['', 'null', '[]']) {
        const {assets, gaps} = await detect(npm, {[name]: text})
        expect(assets).toEqual([])
        expect(gaps).toContainEqual(expect.objectContaining({path: name, code: 'syntax'}))
      }
    },
  )
})

describe('isMember', () => {
  it.each([
    [['packages/*'], 'packages/a', true],
    [['packages/*'], 'packages/a/b', false],
    [['./packages/*/'], 'packages/a', true],
    [['packages/**'], 'packages/a/b', true],
    [['**'], 'a', true],
    [['a/**/z'], 'a/z', true],
    [['a/**/z'], 'a/b/c/z', true],
    [['packages/a-*-b'], 'packages/a-x-b', true],
    [['packages/a-*-b'], 'packages/a-b', false],
    [['packages/*', '!packages/old'], 'packages/old', false],
    [['!packages/old', 'packages/*'], 'packages/old', true],
    [['apps'], 'apps', true],
    [[], 'apps', false],
  ])('%j takes in %s: %s', (globs, folder, answer) => expect(isMember(globs, folder)).toBe(answer))

  it('takes linear time over hostile globs', () => {
    expect(isMember([`${'**/a/'.repeat(30)}b`], 'a/'.repeat(50))).toBe(false)
    expect(isMember([`${'*a'.repeat(10_000)}b`], 'a'.repeat(20_000))).toBe(false)
  }, 20_000)
})

describe('yarn', () => {
  it('says which line is none of a yarn lock file', () => {
    expect(() => parseYarnClassic('# yarn lockfile v1\n\n{]\n', 'yarn.lock')).toThrow(
      expect.objectContaining({code: 'AIBOM_YARN_LOCK_INVALID', message: expect.stringContaining('yarn.lock:3')}),
    )
  })

  it('reads what yarn 1 writes for git, archives, aliases and overruled ranges', () => {
    const {lock} = parseYarnClassic(
      `# yarn lockfile v1

"@s/a@^1.0.0", "@s/a@~1.1.0":
  version "1.1.0"
  resolved "https://npm.acme.example/@s%2fa/-/a-1.1.0.tgz#${'a'.repeat(40)}"
  dependencies:
    "b:c" "1"
    over "^1.0.0"

"fork@git+https://github.com/o/r.git#v1":
  version "2.0.0"
  uid ${'b'.repeat(40)}
  resolved "git+https://github.com/o/r.git#${'b'.repeat(40)}"

over@2.0.0:
  version "2.0.0"
  optionalDependencies:
    "@s/a" "~1.1.0"
`,
      'web/yarn.lock',
    )
    expect([...lock.packages.values()].map(({name, version, line, source}) => [name, version, line, source])).toEqual([
      ['@s/a', '1.1.0', 3, 'https://npm.acme.example'],
      ['fork', '2.0.0', 10, `git+https://github.com/o/r.git#${'b'.repeat(40)}`],
      ['over', '2.0.0', 15, undefined],
    ])
    expect(lock.packages.get('@s/a@^1.0.0')?.edges).toEqual([{to: 'over@2.0.0', kind: 'runtime'}])
    expect(lock.packages.get('@s/a@^1.0.0')?.integrity).toMatch(/^sha1-/)
    expect(lock.packages.get('over@2.0.0')?.edges).toEqual([{to: '@s/a@^1.0.0', kind: 'optional'}])
    expect(lock.packages.get('fork@git+https://github.com/o/r.git#v1')?.integrity).toBeUndefined()
  })

  it('reads what yarn 2 and later write for other protocols', () => {
    const {lock} = parseYarnBerry(
      `__metadata:
  version: 6
  cacheKey: 8

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    b: ^1.0.0
  languageName: unknown
  linkType: soft

"b@^1.0.0":
  version: 1.0.0
  resolution: "b@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.acme.example%2Fb%2F-%2Fb-1.0.0.tgz"
  dependencies:
    c: ^1.0.0
  dependenciesMeta:
    c:
      optional: true
  checksum: ${'c'.repeat(128)}

"c@patch:c@^1.0.0#./c.patch":
  version: 1.0.0
  resolution: "c@patch:c@npm%3A1.0.0#./c.patch::version=1.0.0&hash=abc&locator=app%40workspace%3A."

"fork@https://github.com/o/r.git":
  version: 2.0.0
  resolution: "fork@https://github.com/o/r.git#commit=${'b'.repeat(40)}"

"near@file:./near::locator=app%40workspace%3A.":
  version: 3.0.0
  resolution: "near@file:./near#./near::hash=abc&locator=app%40workspace%3A."
`,
      'yarn.lock',
    )
    expect(
      [...lock.packages.values()].map(({name, version, line, source, folder}) => [
        name,
        version,
        line,
        source ?? folder,
      ]),
    ).toEqual([
      ['b', '1.0.0', 13, 'https://npm.acme.example'],
      ['c', '1.0.0', 23, undefined],
      ['fork', '2.0.0', 27, `https://github.com/o/r.git#commit=${'b'.repeat(40)}`],
      ['near', '3.0.0', 31, 'near'],
    ])
    expect(lock.packages.get('b@^1.0.0')).toMatchObject({
      edges: [{to: 'c@patch:c@^1.0.0#./c.patch', kind: 'optional'}],
      properties: {'aibom:package:yarn-checksum': `8/${'c'.repeat(128)}`},
    })
    expect(lock.packages.get('c@patch:c@^1.0.0#./c.patch')?.properties).toEqual({
      'aibom:package:patched': 'true',
      'aibom:package:patch': 'c.patch',
    })
    expect(findLocked(lock.lookup, '', 'b', '^1.0.0')).toBe('b@^1.0.0')
  })
})

const parsers: readonly (readonly [
  string,
  (text: string, path: string) => LockReading | ReturnType<typeof parseManifest>,
])[] = [
  ['package.json', parseManifest],
  ['package-lock.json', parsePackageLock],
  ['pnpm-lock.yaml', parsePnpmLock],
  ['bun.lock', parseBunLock],
  ['deno.lock', parseDenoLock],
  ['yarn.lock of yarn 1', parseYarnClassic],
  ['yarn.lock', parseYarnBerry],
]

describe.each(parsers)('%s', (_name, parse) => {
  const word = fc.constantFrom(
    'packages',
    'dependencies',
    'importers',
    '.',
    'snapshots',
    'version',
    'resolution',
    'a@1.0.0',
    'link:x',
    '__proto__',
    'workspaces',
    'requires',
    'a',
    '',
  )
  const {tree} = fc.letrec(tie => ({
    tree: fc.oneof(
      {maxDepth: 5},
      word,
      fc.constant(null),
      fc.integer(),
      fc.array(tie('tree'), {maxLength: 3}),
      fc.dictionary(word, tie('tree'), {maxKeys: 4}),
    ),
  }))

  it.each([
    ['any text', fc.string()],
    ['any tree', tree.map(value => JSON.stringify(value))],
  ])('never fails but with an error of ours: %s', (_what, texts) =>
    fc.assert(
      fc.property(texts, text => {
        try {
          const parsed = parse(text, 'a/b.lock')
          if (!('lock' in parsed)) return
          findLocked(parsed.lock.lookup, 'a', 'a', '1')
          expect(structuredClone(parsed.lock)).toEqual(parsed.lock)
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    ),
  )
})
