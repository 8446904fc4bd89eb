import {describe, expect, it} from 'vitest'
import {npm} from '../../../../src/detectors/npm/index.ts'
import type {AssetOf} from '../../../../src/inventory/asset.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files} from '../../../support/detect.ts'

const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`
const commit = 'a'.repeat(40)

const nameOf = ({group, name}: AssetOf<'package'>): string => (group === undefined ? name : `${group}/${name}`)

function find(found: Extraction, id: string): AssetOf<'package'> | undefined {
  return found.assets.filter(asset => asset.kind === 'package').find(one => nameOf(one) === id)
}

async function run(files: Record<string, unknown>): Promise<Extraction> {
  const texts: Files = Object.fromEntries(
    Object.entries(files).map(([path, value]) => [
      path,
      typeof value === 'string' ? value : JSON.stringify(value, null, 2),
    ]),
  )
  return await detect(npm, texts)
}

describe('a manifest without a lock', () => {
  it('gives ranges, marked incomplete, and one gap', async () => {
    const found = await run({
      'app/package.json': {
        name: 'app',
        dependencies: {
          openai: '^4.0.0',
          JSONStream: '1.x',
          aliased: 'npm:@ai-sdk/openai@^1',
          fork: 'acme/fork#v1',
          zipped: 'https://acme.example/z.tgz',
          near: 'file:../near',
        },
        devDependencies: {openai: '*', vitest: '^4'},
        peerDependencies: {react: '>=17'},
        peerDependenciesMeta: {react: {optional: true}},
        optionalDependencies: {'node-llama-cpp': '^3'},
      },
    })
    const openai = find(found, 'openai')
    expect(openai?.version).toBeUndefined()
    expect(openai?.purl).toBe('pkg:npm/openai')
    expect(openai?.facts).toEqual({
      ecosystem: 'npm',
      scope: 'runtime',
      direct: true,
      declared: ['^4.0.0'],
      distributions: [],
    })
    expect(openai?.properties).toEqual({'aibom:package:incomplete': ['no-lock']})
    expect(openai?.evidence).toEqual([
      {
        detector: 'npm/manifest',
        technique: 'manifest',
        path: 'app/package.json',
        line: 4,
        symbol: 'openai',
        level: 'used',
        scope: 'product',
        confidence: 0.9,
      },
    ])
    expect(find(found, 'JSONStream')?.purl).toBe('pkg:npm/JSONStream')
    expect(find(found, '@ai-sdk/openai')?.properties).toMatchObject({'aibom:package:alias': ['aliased']})
    expect(find(found, 'fork')).toMatchObject({
      purl: 'pkg:npm/fork?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Facme%2Ffork.git%40v1',
      facts: {source: 'acme/fork#v1'},
    })
    expect(find(found, 'zipped')?.facts.source).toBe('https://acme.example/z.tgz')
    expect(find(found, 'near')?.facts.local).toBe(true)
    expect(find(found, 'near')?.purl).toBeUndefined()
    expect(find(found, 'react')?.properties).toMatchObject({'aibom:package:optional-peer': ['true']})
    expect(['vitest', 'react', 'node-llama-cpp'].map(id => find(found, id)?.facts.scope)).toEqual([
      'dev',
      'peer',
      'optional',
    ])
    expect(found.gaps?.map(({path, line, code}) => [path, line, code])).toEqual([['app/package.json', 4, 'no-lock']])
  })

  it('finds the members of a workspace, and the ranges of its catalogues', async () => {
    const found = await run({
      'pnpm-workspace.yaml': "packages: ['packages/*', '!packages/old']\ncatalog:\n  zod: ^3.20.0\n",
      'package.json': {name: 'root', dependencies: {'@acme/a': 'workspace:*'}},
      'packages/a/package.json': {
        name: '@acme/a',
        version: '1.0.0',
        dependencies: {zod: 'catalog:', '@acme/b': 'workspace:^'},
      },
      'packages/b/package.json': {name: '@acme/b', private: true},
      'packages/old/package.json': {name: 'old', dependencies: {ai: '1'}},
    })
    expect(find(found, 'zod')?.facts.declared).toEqual(['^3.20.0'])
    expect(found.relationships?.map(({from, to}) => `${from} ${to}`).sort()).toEqual([
      'package:npm/@acme/a?path=packages/a@1.0.0 package:npm/@acme/b?path=packages/b',
      'package:npm/@acme/a?path=packages/a@1.0.0 package:npm/zod',
      'subject package:npm/@acme/a?path=packages/a@1.0.0',
      'subject package:npm/ai',
    ])
  })

  it.each([
    [
      'a manifest that declares nothing',
      {
        'package.json': {
          name: 'x',
          scripts: {a: 'npm install openai'},
          packageManager: 'pnpm@9.0.0',
          overrides: {ai: '1'},
        },
      },
    ],
    ['another JSON file', {'tsconfig.json': {dependencies: {openai: '1'}}}],
    [
      'dependencies that are no map of texts',
      {'package.json': {dependencies: ['openai'], devDependencies: {a: 1, b: null}}},
    ],
  ])('finds nothing in %s', async (_name, files) => {
    expect(await run(files)).toMatchObject({assets: [], gaps: []})
  })
})

describe('sources', () => {
  const lock = (fields: Record<string, unknown>, name = 'pkg'): Record<string, unknown> => ({
    'package-lock.json': {
      lockfileVersion: 3,
      packages: {'': {dependencies: {[name]: '*'}}, [`node_modules/${name}`]: {version: '1.0.0', ...fields}},
    },
  })

  it.each([
    [
      'the default registry',
      {resolved: 'https://registry.npmjs.org/pkg/-/pkg-1.0.0.tgz'},
      undefined,
      'pkg:npm/pkg@1.0.0',
    ],
    [
      'another registry',
      {resolved: 'https://user:secret@npm.acme.example/npm/pkg/-/pkg-1.0.0.tgz?token=x'},
      'https://npm.acme.example/npm',
      'pkg:npm/pkg@1.0.0?repository_url=https:%2F%2Fnpm.acme.example%2Fnpm',
    ],
    [
      'GitHub Packages',
      {resolved: 'https://npm.pkg.github.com/download/pkg/1.0.0/abc'},
      'https://npm.pkg.github.com',
      'pkg:npm/pkg@1.0.0?repository_url=https:%2F%2Fnpm.pkg.github.com',
    ],
    [
      'an archive',
      {resolved: 'https://acme.example/x.tgz'},
      'https://acme.example/x.tgz',
      'pkg:npm/pkg@1.0.0?download_url=https:%2F%2Facme.example%2Fx.tgz',
    ],
    [
      'git',
      {resolved: `git+ssh://git@github.com/acme/pkg.git#${commit}`},
      `git+ssh://git@github.com/acme/pkg.git#${commit}`,
      `pkg:npm/pkg@1.0.0?vcs_url=git%2Bssh:%2F%2Fgit%40github.com%2Facme%2Fpkg.git%40${commit}`,
    ],
  ])('tells %s', async (_name, fields, source, purl) => {
    const asset = find(await run(lock(fields)), 'pkg')
    expect(asset?.facts.source).toBe(source)
    expect(asset?.purl).toBe(purl)
    expect(JSON.stringify(asset)).not.toMatch(/secret|token=/)
  })

  it('keeps the case of old names', async () => {
    expect(find(await run(lock({}, 'JSONStream')), 'JSONStream')?.purl).toBe('pkg:npm/JSONStream@1.0.0')
  })

  it.each([
    ['sha1 and sha512', `sha1-${Buffer.alloc(20, 2).toString('base64')} ${integrity}`, ['sha1', 'sha512'], 0],
    ['garbage', 'sha512-garbage', [], 1],
    ['an unknown hash', 'crc32-AAAA', [], 1],
    ['100,000 hashes', `${integrity} `.repeat(100_000), [], 1],
  ])('reads integrity of %s', async (_name, text, algorithms, gaps) => {
    const found = await run(lock({integrity: text}))
    expect(find(found, 'pkg')?.digests.map(digest => digest.alg)).toEqual(algorithms)
    expect(found.gaps?.filter(gap => gap.code === 'integrity')).toHaveLength(gaps)
  })
})

describe('pnpm', () => {
  it('reads version 5 with peers, another registry, git and archives', async () => {
    const found = await run({
      'pnpm-lock.yaml': `lockfileVersion: 5.3
specifiers:
  '@acme/x': ^1.0.0
  fork: github:acme/fork
  react-dom: ^17.0.0
  zipped: https://acme.example/z.tgz
dependencies:
  '@acme/x': npm.acme.example/@acme/x/1.2.0
  fork: github.com/acme/fork/${commit}
  react-dom: 17.0.2_react@17.0.2
  zipped: '@acme.example/z.tgz'
packages:
  npm.acme.example/@acme/x/1.2.0:
    resolution: {integrity: ${integrity}, registry: https://npm.acme.example/, tarball: https://npm.acme.example/@acme/x/-/x-1.2.0.tgz}
    name: '@acme/x'
    version: 1.2.0
    dev: false
  github.com/acme/fork/${commit}:
    resolution: {tarball: https://codeload.github.com/acme/fork/tar.gz/${commit}}
    name: fork
    version: 2.0.0
    dev: false
  /react-dom/17.0.2_react@17.0.2:
    resolution: {integrity: ${integrity}}
    peerDependencies:
      react: 17.0.2
    dependencies:
      react: 17.0.2
  /react/17.0.2:
    resolution: {integrity: ${integrity}}
  '@acme.example/z.tgz':
    resolution: {tarball: https://acme.example/z.tgz}
    name: zipped
    version: 3.0.0
`,
    })
    expect(found.assets.map(({id, version}) => `${id}@${version}`)).toEqual([
      'package:npm/@acme/x?repository_url=https://npm.acme.example@1.2.0',
      'package:npm/fork?download_url=https://codeload.github.com/acme/fork@2.0.0',
      'package:npm/react-dom@17.0.2',
      'package:npm/react@17.0.2',
      'package:npm/zipped?download_url=https://acme.example/z.tgz@3.0.0',
    ])
    expect(find(found, '@acme/x')?.facts.source).toBe('https://npm.acme.example')
    expect(find(found, 'fork')?.facts.source).toBe(`https://codeload.github.com/acme/fork/tar.gz/${commit}`)
    expect(find(found, 'react')?.facts).toMatchObject({scope: 'peer', direct: false})
    expect(found.gaps).toEqual([])
  })

  it('reads version 9 with patches, git, folders and several sets of peers', async () => {
    const found = await run({
      'pnpm-lock.yaml': `---
lockfileVersion: '9.0'
importers:
  .:
    packageManagerDependencies:
      pnpm: {specifier: 11.0.0, version: 11.0.0}
---
lockfileVersion: '9.0'
overrides:
  left-pad: 1.3.0
importers:
  .:
    dependencies:
      fork:
        specifier: git+https://github.com/acme/fork.git
        version: git+https://github.com/acme/fork.git#${commit}
      left-pad:
        specifier: 1.3.0
        version: 1.3.0(patch_hash=abc)
      near:
        specifier: file:near
        version: file:near
packages:
  fork@git+https://github.com/acme/fork.git#${commit}:
    resolution: {commit: ${commit}, repo: https://github.com/acme/fork.git, type: git}
    version: 2.0.0
  left-pad@1.3.0:
    resolution: {integrity: ${integrity}}
    cpu: [arm64, x64]
    os: [linux]
  near@file:near:
    resolution: {directory: near, type: directory}
snapshots:
  fork@git+https://github.com/acme/fork.git#${commit}: {}
  left-pad@1.3.0(patch_hash=abc): {}
  left-pad@1.3.0(patch_hash=abc)(react@18.0.0): {}
  near@file:near: {}
`,
      'package.json': {
        dependencies: {fork: 'git+https://github.com/acme/fork.git', 'left-pad': '^2.0.0', near: 'file:near'},
      },
      'near/package.json': {name: 'near', version: '0.1.0'},
    })
    expect(find(found, 'fork')).toMatchObject({
      version: '2.0.0',
      facts: {source: `git+https://github.com/acme/fork.git#${commit}`},
    })
    expect(find(found, 'left-pad')).toMatchObject({
      version: '1.3.0',
      properties: {'aibom:package:patched': ['true']},
      facts: {condition: 'os=linux & cpu=(arm64 | x64)'},
    })
    expect(find(found, 'near')).toMatchObject({version: '0.1.0', facts: {local: true}})
    expect(found.assets).toHaveLength(3)
    expect(found.gaps).toEqual([])
  })
})

describe('deno', () => {
  const entry = {integrity, os: ['linux']}
  it.each([
    [
      '3',
      {
        version: '3',
        packages: {
          specifiers: {'npm:chalk@5': 'npm:chalk@5.3.0', 'jsr:@std/a': 'jsr:@std/a@1'},
          npm: {'chalk@5.3.0': {integrity, dependencies: {w: 'ws@8.0.0'}}, 'ws@8.0.0': entry},
        },
      },
    ],
    [
      '5',
      {
        version: '5',
        specifiers: {'npm:chalk@5': '5.3.0', 'jsr:@std/a@1': '1.0.0'},
        npm: {'chalk@5.3.0': {integrity, dependencies: ['ws']}, 'ws@8.0.0': entry},
      },
    ],
  ])('reads version %s', async (_version, lock) => {
    const found = await run({'deno.lock': lock})
    expect(found.relationships?.map(({from, to}) => `${from} ${to}`)).toEqual([
      'subject package:npm/chalk@5.3.0',
      'package:npm/chalk@5.3.0 package:npm/ws@8.0.0',
    ])
    expect(find(found, 'ws')).toMatchObject({version: '8.0.0', facts: {condition: 'os=linux', direct: false}})
    expect(find(found, 'chalk')).toMatchObject({digests: [{alg: 'sha512'}], facts: {declared: ['5'], direct: true}})
  })
})

describe('drift', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/a': {version: '1.0.0'},
      'node_modules/b': {version: '2.0.0'},
      'node_modules/c': {version: '3.0.0-rc.1'},
    },
  }

  it('is one gap, with what does not agree', async () => {
    const found = await run({
      'package.json': {
        dependencies: {a: '^1.0.0', b: '^1.0.0', c: '>=2', d: '1.0.0', e: 'latest'},
        peerDependencies: {f: '1'},
      },
      'package-lock.json': lock,
    })
    expect(found.gaps?.map(gap => [gap.code, gap.line])).toEqual([['lock-drift', 4]])
    expect(found.gaps?.[0]?.message).toContain('b@^1.0.0 (locked 2.0.0), d@1.0.0 (not locked), e@latest (not locked):')
    expect(find(found, 'd')).toMatchObject({
      properties: {'aibom:package:incomplete': ['not-locked']},
      facts: {declared: ['1.0.0']},
    })
  })

  it('is none where the version was overruled on purpose', async () => {
    const found = await run({
      'package.json': {dependencies: {b: '^1.0.0'}, overrides: {b: '2.0.0'}},
      'package-lock.json': lock,
    })
    expect(found.gaps).toEqual([])
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['package.json', '{"dependencies": ', 'syntax'],
    ['package.json', '['.repeat(100_000), 'syntax'],
    ['package-lock.json', 'null,', 'syntax'],
    ['pnpm-lock.yaml', '['.repeat(100_000), 'syntax'],
    ['pnpm-lock.yaml', 'a: [', 'syntax'],
    ['yarn.lock', '<<<<<<< HEAD\n', 'syntax'],
    ['yarn.lock', 'a@1:\n  version "unclosed\n', 'syntax'],
    ['bun.lock', '{"packages": {', 'syntax'],
    ['bun.lockb', '#!/usr/bin/env bun\n\u0000', 'binary-lock'],
  ])('leave a gap: %s', async (path, text, code) => {
    const found = await run({[`web/${path}`]: text, 'package.json': {dependencies: {ai: '^5'}}})
    expect(found.gaps?.filter(gap => gap.path === `web/${path}`).map(gap => gap.code)).toEqual([code])
    expect(find(found, 'ai')).toBeDefined()
  })

  it('keep hostile names out of the way', async () => {
    const found = await run({
      'package-lock.json': `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"__proto__": "1"}}, "node_modules/__proto__": {"version": "1.0.0", "dependencies": {"__proto__": "*"}},
        "node_modules/": {"version": "1"}, "node_modules/a b": {"version": "1"}, "node_modules/ok": {"version": "1.0.0"}, "node_modules/ok": {"version": "2.0.0"}, "node_modules/${'x/'.repeat(5000)}": {}, "node_modules/n": 7}}`,
    })
    expect(found.assets.map(({id, version}) => `${id}@${version}`)).toEqual([
      'package:npm/__proto__@1.0.0',
      'package:npm/ok@2.0.0',
    ])
    expect(found.gaps?.map(gap => gap.code)).toEqual(['lock-entry'])
    expect(Object.hasOwn(Object.prototype, 'version')).toBe(false)
  })

  it('survive links and packages that go in circles', async () => {
    const found = await run({
      'package-lock.json': {
        lockfileVersion: 3,
        packages: {
          '': {dependencies: {a: '*', l: '*'}},
          'node_modules/a': {version: '1.0.0', dependencies: {b: '*', a: '*'}},
          'node_modules/b': {version: '1.0.0', dependencies: {a: '*'}},
          'node_modules/l': {link: true, resolved: 'node_modules/m'},
          'node_modules/m': {link: true, resolved: 'node_modules/l'},
        },
      },
    })
    expect(found.relationships?.map(({from, to}) => `${from} ${to}`)).toContain(
      'package:npm/b@1.0.0 package:npm/a@1.0.0',
    )
    expect(found.assets).toHaveLength(3)
  })

  it('take linear time over 30,000 packages', async () => {
    const packages: Record<string, unknown> = {'': {dependencies: {p0: '*'}}}
    for (let at = 0; at < 30_000; at++)
      packages[`node_modules/p${at}`] = {version: '1.0.0', integrity, dependencies: {[`p${at + 1}`]: '*'}}
    const text = JSON.stringify({lockfileVersion: 3, packages})
    const found = await run({'package-lock.json': text})
    expect(found.assets).toHaveLength(30_000)
    expect(found.relationships).toHaveLength(30_000)
  }, 30_000)
})
