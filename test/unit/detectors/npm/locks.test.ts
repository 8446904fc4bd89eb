import {fileURLToPath} from 'node:url'
import {parse} from 'lockparse'
import {buildDepTree, LockfileType, type PkgTree} from 'snyk-nodejs-lockfile-parser'
import {describe, expect, it} from 'vitest'
import {npm} from '../../../../src/detectors/npm/index.ts'
import type {AssetOf} from '../../../../src/inventory/asset.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixtures = fileURLToPath(new URL('../../../fixtures/npm', import.meta.url))

function packagesOf(found: Extraction): AssetOf<'package'>[] {
  return found.assets.filter(asset => asset.kind === 'package')
}

const nameOf = ({group, name}: AssetOf<'package'>): string => (group === undefined ? name : `${group}/${name}`)

/** `name@version scope direct`, sorted. */
function summary(found: Extraction): string[] {
  return packagesOf(found)
    .map(one => [
      nameOf(one) + (one.version === undefined ? '' : `@${one.version}`),
      one.facts.scope,
      one.facts.direct && 'direct',
      one.facts.local === true && 'local',
    ])
    .map(parts => parts.filter(part => part !== false).join(' '))
    .sort()
}

function edgesOf(found: Extraction): string[] {
  return (found.relationships ?? [])
    .map(({from, to}) => `${from} → ${to}`.replaceAll('package:npm/', '').replaceAll(/\?path=[^@ ]*/g, ''))
    .sort()
}

function find(found: Extraction, name: string, version?: string): AssetOf<'package'> | undefined {
  return packagesOf(found).find(one => nameOf(one) === name && (version === undefined || one.version === version))
}

function textOf(files: Files, path: string): string {
  return new TextDecoder().decode(files[path] as Uint8Array)
}

function lineWith(files: Files, path: string, text: string): number {
  return (
    textOf(files, path)
      .split('\n')
      .findIndex(line => line.includes(text)) + 1
  )
}

const sameEverywhere = [
  '@acme/lib@0.3.0 runtime direct local',
  'debug@4.4.3 runtime direct',
  'fsevents@2.3.3 optional direct',
  'is-number@6.0.0 runtime direct',
  'is-odd@3.0.1 runtime direct',
  'left-pad peer direct',
  'ms@2.0.0 dev direct',
  'ms@2.1.2 runtime direct',
  'ms@2.1.3 runtime',
  'yallist@4.0.0 dev direct',
]
const sameEdges = [
  '@acme/lib@0.3.0 → debug@4.4.3',
  '@acme/lib@0.3.0 → is-number@6.0.0',
  '@acme/lib@0.3.0 → left-pad',
  'debug@4.4.3 → ms@2.1.3',
  'is-odd@3.0.1 → is-number@6.0.0',
  'subject → @acme/lib@0.3.0',
  'subject → fsevents@2.3.3',
  'subject → is-odd@3.0.1',
  'subject → ms@2.0.0',
  'subject → ms@2.1.2',
  'subject → yallist@4.0.0',
]
/** pnpm installs another version for the peer than is there already. */
const pnpmPackages = [
  ...sameEverywhere.filter(one => !/^(is-number|left-pad)/.test(one)),
  'is-number@6.0.0 runtime',
  'is-number@7.0.0 peer direct',
  'left-pad@1.3.0 peer direct',
].sort()
const pnpmEdges = sameEdges.map(edge =>
  edge.replace('lib@0.3.0 → is-number@6.0.0', 'lib@0.3.0 → is-number@7.0.0').replace('left-pad', 'left-pad@1.3.0'),
)
const sha512 =
  'e85973b9b4cb646dc9d9afcd542025784863ceae68c601f268253dc985ef70bb2fa1568726afece715c8ebf5d73fab73ed1f7100eb479d23bfb57b45dd645394'

describe.each([
  ['package-lock-1', 'package-lock.json', '"debug": {'],
  ['package-lock-2', 'package-lock.json', '"node_modules/debug": {'],
  ['package-lock-3', 'package-lock.json', '"node_modules/debug": {'],
  ['pnpm-lock-6', 'pnpm-lock.yaml', '  /debug@4.4.3:'],
  ['pnpm-lock-9', 'pnpm-lock.yaml', '  debug@4.4.3:'],
  ['yarn-1', 'yarn.lock', 'debug@^4.3.4:'],
  ['bun-1', 'bun.lock', '"debug": ['],
])('%s', (name, lockPath, entry) => {
  const files = filesOf(`${fixtures}/${name}`)

  it('gives the packages of the project, by scope', async () => {
    const found = await detect(npm, files)
    expect(summary(found)).toEqual(name.startsWith('pnpm') ? pnpmPackages : sameEverywhere)
    expect(edgesOf(found)).toEqual(name.startsWith('pnpm') ? pnpmEdges : sameEdges)
    expect(found.gaps).toEqual([])
  })

  it('tells where each package stands, in the lock and in the manifest', async () => {
    const evidence = find(await detect(npm, files), 'debug')?.evidence ?? []
    expect(evidence.map(({path, line, symbol, confidence}) => [path, line, symbol, confidence])).toEqual([
      [lockPath, lineWith(files, lockPath, entry), 'debug', 1],
      ['packages/lib/package.json', lineWith(files, 'packages/lib/package.json', '"debug"'), 'debug', 0.9],
    ])
  })

  it('keeps digests, aliases, purls and ranges', async () => {
    const found = await detect(npm, files)
    expect(find(found, 'ms', '2.1.3')?.digests).toContainEqual({
      alg: 'sha512',
      hex: sha512,
      of: 'content',
      from: 'declared',
    })
    expect(find(found, 'ms', '2.1.2')?.properties).toEqual({'aibom:package:alias': ['ms-alias']})
    expect(find(found, 'ms', '2.1.2')?.purl).toBe('pkg:npm/ms@2.1.2')
    expect(find(found, 'debug')?.facts.declared).toEqual(['^4.3.4'])
    expect(find(found, 'debug')?.facts.source).toBeUndefined()
    const local = find(found, '@acme/lib')
    expect(local).toMatchObject({
      group: '@acme',
      name: 'lib',
      version: '0.3.0',
      licences: [{kind: 'id', id: 'Apache-2.0'}],
    })
    expect(local?.purl).toBeUndefined()
  })

  it('names the same packages as another reader', async () => {
    const manifest = textOf(files, 'package.json')
    const lock = textOf(files, lockPath)
    const theirs =
      name === 'package-lock-1'
        ? versionsOf(await buildDepTree(manifest, lock, true, LockfileType.npm))
        : await lockparseVersions(lock, lockPath, manifest)
    const ours = new Set(packagesOf(await detect(npm, files)).map(one => one.version))
    expect(theirs.length).toBeGreaterThan(3)
    expect(theirs.filter(version => !ours.has(version))).toEqual([])
  })
})

/** lockparse reads no package-lock of version 1. */
async function lockparseVersions(lock: string, path: string, manifest: string): Promise<string[]> {
  const {packages} = await parse(lock, path, JSON.parse(manifest))
  return packages.map(one => one.version).filter(version => /^\d/.test(version))
}

/** Snyk's reader keeps what the lock writes for aliases and folders. */
function versionsOf(tree: PkgTree | PkgTree['dependencies'][string]): string[] {
  const own = /^\d/.test(tree.version ?? '') && tree.name !== 'acme-app' ? [tree.version ?? ''] : []
  return [...own, ...Object.values(tree.dependencies ?? {}).flatMap(versionsOf)]
}

describe('locks that say less', () => {
  it('reads pnpm 5, whose peers are not installed by themselves', async () => {
    const found = await detect(npm, filesOf(`${fixtures}/pnpm-lock-5`))
    expect(summary(found)).toEqual(
      [
        ...sameEverywhere.filter(one => !one.startsWith('is-number')),
        'is-number@6.0.0 runtime',
        'is-number peer direct',
      ].sort(),
    )
    expect(find(found, 'fsevents')?.facts.condition).toBe('os=darwin')
  })

  it('reads yarn 4, whose checksums are of its own archives', async () => {
    const found = await detect(npm, filesOf(`${fixtures}/yarn-4`))
    expect(summary(found)).toEqual(sameEverywhere.filter(one => !one.startsWith('fsevents')))
    const debug = find(found, 'debug')
    expect(debug?.digests).toEqual([])
    expect(debug?.facts.distributions).toEqual([])
    expect(debug?.properties?.['aibom:package:yarn-checksum']?.[0]).toMatch(/^10c0\/[0-9a-f]{128}$/)
    expect(found.gaps).toEqual([])
  })

  it('reads the flags of a package-lock whose manifest is not there', async () => {
    const {'package-lock.json': lock} = filesOf(`${fixtures}/package-lock-1`)
    const found = await detect(npm, {'package-lock.json': lock ?? ''})
    expect(summary(found)).toContain('yallist@4.0.0 dev direct')
    expect(summary(found)).toContain('ms@2.1.3 runtime')
  })

  it('takes one entry of a lock for all copies of a package', async () => {
    const entry = {version: '2.0.0', resolved: 'https://registry.npmjs.org/ms/-/ms-2.0.0.tgz'}
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': {name: 'app', dependencies: {ms: '2.0.0'}, devDependencies: {debug: '4.0.0'}},
        'node_modules/ms': entry,
        'node_modules/debug': {version: '4.0.0', dev: true, dependencies: {ms: '2.0.0'}},
        'node_modules/debug/node_modules/ms': {...entry, dev: true},
      },
    }
    const manifest = {name: 'app', dependencies: {ms: '2.0.0'}}
    const text = JSON.stringify(lock, null, 1)
    const found = await detect(npm, {'package-lock.json': text, 'package.json': JSON.stringify(manifest, null, 1)})
    const places = find(found, 'ms')?.evidence.map(({path, line}) => `${path}:${line}`)
    const first = text.split('\n').findIndex(line => line.includes('"node_modules/ms"')) + 1
    expect(places).toEqual([`package-lock.json:${first}`, 'package.json:4'])
    expect(find(found, 'ms')?.facts.scope).toBe('runtime')
  })

  it('reads package-lock 3 alone: it repeats the manifest', async () => {
    const {'package-lock.json': lock} = filesOf(`${fixtures}/package-lock-3`)
    const found = await detect(npm, {'package-lock.json': lock ?? ''})
    expect(edgesOf(found)).toEqual(sameEdges)
    expect(find(found, 'debug')?.licences).toEqual([{kind: 'id', id: 'MIT'}])
  })

  it('merges what two locks say of one package', async () => {
    const other = filesOf(`${fixtures}/package-lock-3`)
    const found = await detect(npm, {...filesOf(`${fixtures}/yarn-1`), ...other})
    expect(summary(found)).toEqual(sameEverywhere)
    const ms = find(found, 'ms', '2.1.3')
    expect(ms?.facts.distributions).toHaveLength(1)
    expect(ms?.facts.distributions[0]?.url).toBe('https://registry.yarnpkg.com/ms/-/ms-2.1.3.tgz')
    expect(ms?.digests.map(digest => digest.alg).sort()).toEqual(['sha1', 'sha512'])
  })
})
