import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isOfRelease} from '../../../../src/pipeline/verify/packages/pypi-files.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {integrityOf, keysRoute, signedVersion} from '../../../support/signing-registry.ts'
import {verifyWith} from '../../../support/verify.ts'

const [good, old, evil] = [integrityOf('good'), integrityOf('old'), integrityOf('evil')]
const at = 'https://registry.npmjs.org'
const archive = (name: string, version: string): string => `${at}/${name}/-/${name}-${version}.tgz`
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const file = (filename: string): object => ({filename, hashes: {sha256: sha256(filename)}})
/** `good` has a release that was withdrawn, 0.9.0, and one that is right; `evil` is somebody else's. */
const routes: Readonly<Record<string, Route>> = {
  ...keysRoute,
  ...signedVersion('good', '1.0.0', 'good'),
  ...signedVersion('good', '0.9.0', 'old'),
  ...signedVersion('evil', '1.0.0', 'evil'),
  '/good/latest': Object.values(signedVersion('good', '1.0.0', 'good'))[0] ?? {status: 404},
  '/simple/a-b-whl/': {json: {files: [file('a-b.whl-1.0.tar.gz')]}},
  '/simple/good/': {
    json: {
      files: [
        'good-1.0.0-py3-none-any.whl',
        'good-1.0.0.tar.gz',
        'good-0.9.0.tar.gz',
        'good-1.0.0+cpu.tar.gz',
        'good_evil-1.0.0.tar.gz',
      ].map(file),
    },
  },
}

/** Each answer: subject, status and code. */
async function answersOf(name: string, content: string): Promise<{outcome: string; verified: string[]}> {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, name), content)
  await using registry = await startRegistry(routes)
  const {outcome, subjects} = await verifyWith({
    targets: [name],
    cwd,
    offline: false,
    registry: registry.url,
    index: registry.url,
  })
  return {outcome, verified: subjects.flatMap(({subject, status}) => (status === 'verified' ? [subject] : []))}
}

const npm = (path: string, entry: object): string =>
  JSON.stringify({name: 'app', lockfileVersion: 3, packages: {'': {name: 'app'}, [path]: entry}})
const npm1 = (name: string, entry: object): string =>
  JSON.stringify({name: 'app', lockfileVersion: 1, dependencies: {[name]: entry}})
const yarn = (key: string, version: string, resolved: string, integrity: string): string =>
  `# yarn lockfile v1\n\n"${key}":\n  version "${version}"\n  resolved "${resolved}"\n  integrity ${integrity}\n`
const berry = (key: string, version: string, resolution: string): string =>
  `__metadata:\n  version: 8\n\n"${key}":\n  version: ${version}\n  resolution: "${resolution}"\n  checksum: 10c0/${'0'.repeat(128)}\n  languageName: node\n`
const pnpm = (key: string, entry: string): string =>
  `lockfileVersion: '9.0'\npackages:\n  ${key}:\n    ${entry}\nsnapshots:\n  ${key}: {}\n`
const bun = (...entry: unknown[]): string => JSON.stringify({lockfileVersion: 1, packages: {good: entry}})
const hash = (filename: string): string => `--hash=sha256:${sha256(filename)}`
const uv = (version: string, wheel: string): string =>
  `version = 1\n\n[[package]]\nname = "good"\nversion = "${version}"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/packages/${wheel}", hash = "sha256:${sha256(wheel)}" }\n`
const poetry = (version: string, filename: string, content = filename): string =>
  `[[package]]\nname = "good"\nversion = "${version}"\nfiles = [{file = "${filename}", hash = "sha256:${sha256(content)}"}]\n\n[metadata]\nlock-version = "2.0"\n`

describe('a lock that installs another package or version than it names', () => {
  it.each<[string, string, string]>([
    ['the bytes of another version', 'package-lock.json', npm('node_modules/good', {version: '1.0.0', integrity: old})],
    [
      'bytes and address of another version',
      'package-lock.json',
      npm('node_modules/good', {version: '1.0.0', resolved: archive('good', '0.9.0'), integrity: old}),
    ],
    [
      'the address of another version',
      'package-lock.json',
      npm('node_modules/good', {version: '1.0.0', resolved: archive('good', '0.9.0'), integrity: good}),
    ],
    [
      'bytes and address of another package',
      'package-lock.json',
      npm('node_modules/good', {version: '1.0.0', resolved: archive('evil', '1.0.0'), integrity: evil}),
    ],
    [
      'an alias to it with the bytes of another',
      'package-lock.json',
      npm('node_modules/evil', {name: 'good', version: '1.0.0', resolved: archive('evil', '1.0.0'), integrity: evil}),
    ],
    [
      'an alias to another with its bytes',
      'package-lock.json',
      npm('node_modules/good', {name: 'evil', version: '1.0.0', resolved: archive('good', '1.0.0'), integrity: good}),
    ],
    ['a tag as its version', 'package-lock.json', npm('node_modules/good', {version: 'latest', integrity: good})],
    ['a version with a v', 'package-lock.json', npm('node_modules/good', {version: 'v1.0.0', integrity: good})],
    ['a version with a build', 'package-lock.json', npm('node_modules/good', {version: '1.0.0+x', integrity: good})],
    ['a version with a query', 'package-lock.json', npm('node_modules/good', {version: '1.0.0?x', integrity: good})],
    ['a version with a fragment', 'package-lock.json', npm('node_modules/good', {version: '1.0.0#x', integrity: good})],
    [
      'a version that climbs',
      'package-lock.json',
      npm('node_modules/good', {version: '../evil/1.0.0', integrity: evil}),
    ],
    [
      'a version that climbs, encoded',
      'package-lock.json',
      npm('node_modules/good', {version: '..%2fevil%2f1.0.0', integrity: evil}),
    ],
    ['a name that climbs', 'package-lock.json', npm('node_modules/x/../good', {version: '1.0.0', integrity: old})],
    ['a name with a version', 'package-lock.json', npm('node_modules/good/0.9.0', {version: '1.0.0', integrity: old})],
    ['a name in capitals', 'package-lock.json', npm('node_modules/Good', {version: '1.0.0', integrity: good})],
    ['a name of other letters', 'package-lock.json', npm('node_modules/gооd', {version: '1.0.0', integrity: good})],
    ['a range', 'package-lock.json', npm('node_modules/good', {version: '^1.0.0', integrity: good})],
    [
      'an alias as its version',
      'package-lock.json',
      npm1('good', {version: 'npm:evil@1.0.0', resolved: archive('good', '1.0.0'), integrity: good}),
    ],
    [
      'an address as its version',
      'package-lock.json',
      npm1('good', {version: archive('good', '0.9.0'), integrity: old}),
    ],
    [
      'the bytes of another version',
      'yarn.lock',
      yarn('good@^1.0.0', '1.0.0', `${archive('good', '0.9.0')}#${sha1('old')}`, old),
    ],
    ['the address of another version', 'yarn.lock', yarn('good@^1.0.0', '1.0.0', archive('good', '0.9.0'), good)],
    [
      'the fragment of another version',
      'yarn.lock',
      yarn('good@^1.0.0', '1.0.0', `${archive('good', '1.0.0')}#${sha1('old')}`, good),
    ],
    ['another package', 'yarn.lock', yarn('good@^1.0.0', '1.0.0', archive('evil', '1.0.0'), evil)],
    [
      'an alias with the bytes of the name',
      'yarn.lock',
      yarn('good@npm:evil@1.0.0', '1.0.0', archive('good', '1.0.0'), good),
    ],
    ['another version than it resolves to', 'yarn.lock', berry('good@npm:^1.0.0', '1.0.0', 'good@npm:0.9.0')],
    ['another package than it resolves to', 'yarn.lock', berry('good@npm:^1.0.0', '1.0.0', 'evil@npm:1.0.0')],
    ['the bytes of another version', 'pnpm-lock.yaml', pnpm('good@1.0.0', `resolution: {integrity: ${old}}`)],
    [
      'the archive of another version',
      'pnpm-lock.yaml',
      pnpm('good@1.0.0', `resolution: {integrity: ${good}, tarball: ${archive('good', '0.9.0')}}`),
    ],
    ['another name inside', 'pnpm-lock.yaml', pnpm('good@1.0.0', `resolution: {integrity: ${good}}\n    name: evil`)],
    [
      'another version inside',
      'pnpm-lock.yaml',
      pnpm('good@1.0.0', `resolution: {integrity: ${good}}\n    version: 0.9.0`),
    ],
    ['the bytes of another version', 'bun.lock', bun('good@1.0.0', '', {}, old)],
    ['the archive of another version', 'bun.lock', bun('good@1.0.0', archive('good', '0.9.0'), {}, good)],
    [
      'the bytes of another version',
      'deno.lock',
      JSON.stringify({version: '5', npm: {'good@1.0.0': {integrity: old}}}),
    ],
    ['the bytes of another version', 'requirements.txt', `good==1.0.0 ${hash('good-0.9.0.tar.gz')}\n`],
    ['the bytes of a local version', 'requirements.txt', `good==1.0.0 ${hash('good-1.0.0+cpu.tar.gz')}\n`],
    [
      'the bytes of the version without its local part',
      'requirements.txt',
      `good==1.0.0+cpu ${hash('good-1.0.0.tar.gz')}\n`,
    ],
    [
      'the bytes of another project whose name begins so',
      'requirements.txt',
      `good==1.0.0 ${hash('good_evil-1.0.0.tar.gz')}\n`,
    ],
    ['a version of another epoch', 'requirements.txt', `good==1!1.0.0 ${hash('good-1.0.0.tar.gz')}\n`],
    ['any version that begins so', 'requirements.txt', `good==1.0.* ${hash('good-1.0.0.tar.gz')}\n`],
    ['one of two versions', 'requirements.txt', `good==1.0.0,==0.9.0 ${hash('good-1.0.0.tar.gz')}\n`],
    ['a prerelease of it', 'requirements.txt', `good==1.0.0rc1 ${hash('good-1.0.0.tar.gz')}\n`],
    ['an archive of another version', 'uv.lock', uv('1.0.0', 'good-0.9.0.tar.gz')],
    ['an archive of another project', 'uv.lock', uv('1.0.0', 'good_evil-1.0.0.tar.gz')],
    ['a file of another version', 'poetry.lock', poetry('1.0.0', 'good-0.9.0.tar.gz')],
    [
      'the bytes of another version under its name',
      'poetry.lock',
      poetry('1.0.0', 'good-1.0.0.tar.gz', 'good-0.9.0.tar.gz'),
    ],
    [
      'its bytes under the name of another version',
      'poetry.lock',
      poetry('1.0.0', 'good-0.9.0.tar.gz', 'good-1.0.0.tar.gz'),
    ],
  ])('is not verified: %s in %s', async (_what, name, content) => {
    const {outcome, verified} = await answersOf(name, content)
    expect(verified).toEqual([])
    expect(outcome).not.toBe('met')
  })

  it.each<[string, string, string, string]>([
    [
      'an alias',
      'package-lock.json',
      npm('node_modules/good', {name: 'evil', version: '1.0.0', resolved: archive('evil', '1.0.0'), integrity: evil}),
      'pkg:npm/evil@1.0.0',
    ],
    [
      'an alias',
      'yarn.lock',
      yarn('good@npm:evil@1.0.0', '1.0.0', archive('evil', '1.0.0'), evil),
      'pkg:npm/evil@1.0.0',
    ],
    [
      'a version',
      'yarn.lock',
      yarn('good@^0.9.0', '0.9.0', `${archive('good', '0.9.0')}#${sha1('old')}`, old),
      'pkg:npm/good@0.9.0',
    ],
    [
      'a version written otherwise',
      'requirements.txt',
      `Good==1.0 ${hash('good-1.0.0.tar.gz')}\n`,
      'pkg:pypi/good@1.0',
    ],
    [
      'a project that is called as if it were a wheel',
      'requirements.txt',
      `a-b.whl==1.0 ${hash('a-b.whl-1.0.tar.gz')}\n`,
      'pkg:pypi/a-b-whl@1.0',
    ],
    [
      'a local version',
      'requirements.txt',
      `good==1.0.0+cpu ${hash('good-1.0.0+cpu.tar.gz')}\n`,
      'pkg:pypi/good@1.0.0%2Bcpu',
    ],
  ])('is verified as what it installs: %s in %s', async (_what, name, content, purl) => {
    const {outcome, verified} = await answersOf(name, content)
    expect({outcome, verified}).toEqual({outcome: 'met', verified: [purl]})
  })
})

describe('a file of a Python release', () => {
  it.each<[string, string | undefined, boolean]>([
    ['tiny-1.0.tar.gz', '1.0.0', true],
    ['tiny-1.1.tar.gz', '1.0', false],
    ['tiny-1.0.tar.gz', undefined, true],
    ['tiny-1.0.tar.gz', 'latest', true],
    ['tiny-nightly.tar.gz', '1.0', true],
    ['tiny-1.0-py3.7.egg', '1.0', true],
    ['other-1.0.tar.gz', '1.0', false],
    ['other-1.0.tar.gz', undefined, false],
  ])('is known by its name: %s of %s', (name, version, isOf) => {
    expect(isOfRelease(name, {name: 'tiny', version})).toBe(isOf)
  })

  it.each<[string, boolean]>([
    ['tiny-bert-1.0.tar.gz', true],
    ['tiny_bert-1.0.tar.gz', true],
    ['tiny-bert-1.1.tar.gz', false],
    ['tiny-bert-1.0-1.tar.gz', false],
    ['tiny_bert-1.0-py3-none-any.whl', true],
    ['tiny_bert-1.1-py3-none-any.whl', false],
    ['tiny-bert-1.0-py3-none-any.whl', false],
  ])('is known by a name of several words: %s', (name, isOf) => {
    expect(isOfRelease(name, {name: 'tiny-bert', version: '1.0'})).toBe(isOf)
  })
})
