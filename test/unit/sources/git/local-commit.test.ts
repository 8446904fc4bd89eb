import {execFileSync} from 'node:child_process'
import {chmodSync, copyFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {describe, expect, it} from 'vitest'
import {openSource} from '../../../../src/sources/open-source.ts'
import {git, temporaryFolder, writeFiles} from '../../../support/git.ts'

const megabyte = 1024 * 1024

function optionsWith(env: Record<string, string | undefined>) {
  return {cwd: '/', exclude: ['left-out/'], offline: true, signal: new AbortController().signal, env}
}

/** All that a source says of itself. */
async function contentsOf(text: string, env: Record<string, string | undefined> = process.env) {
  await using source = await openSource(text, optionsWith(env))
  const files: unknown[] = []
  for await (const entry of source.walk(new AbortController().signal)) {
    const file = await source.open(entry.path)
    const content = await file.text(megabyte).catch((error: Error) => error.message)
    files.push({...entry, content})
    file.close?.()
  }
  return {files, gaps: source.gaps(), notEntered: source.notEntered(), description: source.describe()}
}

/** Without git on the way. */
const withoutGit = {PATH: '/nonexistent'}

function repository(folder: string, format = 'sha1'): void {
  git(folder, 'init', '--quiet', `--object-format=${format}`)
}

function commit(folder: string): string {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'x')
  return git(folder, 'rev-parse', 'HEAD').trim()
}

/** Long enough that git stores other versions as differences. */
const long = (first: string): string =>
  [first, ...Array.from({length: 2000}, (_each, index) => `line ${index * 7919}`)].join('\n')

function fill(folder: string): void {
  writeFiles(folder, {
    'a.py': 'x = 1\n',
    'a-b/c d.py': 'y = 2\n',
    'a/z.py': '',
    'a.d/tool.sh': '#!/bin/sh\n',
    'left-out/x.py': 'no',
    'node_modules/p/index.js': 'no',
    ...Object.fromEntries(Array.from({length: 9}, (_each, index) => [`texts/${index}.txt`, long(`version ${index}`)])),
  })
  chmodSync(join(folder, 'a.d/tool.sh'), 0o755)
  symlinkSync('../a.py', join(folder, 'a/link'))
  symlinkSync('/etc/passwd', join(folder, 'outside'))
  symlinkSync('gone', join(folder, 'broken'))
  const head = commit(folder)
  git(folder, 'update-index', '--add', '--cacheinfo', `160000,${head},module`)
  execFileSync('git', ['update-index', '--add', '-z', '--index-info'], {
    cwd: folder,
    input: Buffer.concat([
      Buffer.from(`100644 ${git(folder, 'rev-parse', 'HEAD:a.py').trim()}\t`),
      Buffer.from([0x66, 0xff, 0]),
    ]),
  })
  git(folder, 'commit', '--quiet', '--message', 'y')
}

describe('a commit of a repository on this machine', () => {
  it('is read without git as git gives it, loose and packed', async () => {
    using folder = temporaryFolder()
    repository(folder.path)
    fill(folder.path)
    const url = pathToFileURL(folder.path).href
    // a branch by its name is left to git
    const expected = await contentsOf(`${url}#main`)
    expect(expected.files.length).toBeGreaterThan(12)
    expect(expected.gaps.map(({code}) => code).sort()).toEqual([
      'link-broken',
      'link-outside',
      'name-not-utf8',
      'submodule',
    ])
    expect(await contentsOf(url, withoutGit)).toEqual(expected)
    git(folder.path, 'repack', '-a', '-d', '-f', '--depth=50', '--quiet')
    git(folder.path, 'pack-refs', '--all')
    expect(await contentsOf(url, withoutGit)).toEqual(expected)
    expect(await contentsOf(`${url}#${git(folder.path, 'rev-parse', 'HEAD').trim()}`, withoutGit)).toEqual(expected)
  })

  it('may have names of 256 bits', async () => {
    using folder = temporaryFolder()
    repository(folder.path, 'sha256')
    writeFiles(folder.path, {'a.py': 'x = 1'})
    const head = commit(folder.path)
    git(folder.path, 'repack', '-a', '-d', '-f', '--quiet')
    const {files, description} = await contentsOf(pathToFileURL(folder.path).href, withoutGit)
    expect(description.revision).toBe(head)
    expect(files).toMatchObject([{path: 'a.py', content: 'x = 1', known: [{alg: 'sha256', of: 'git-blob'}]}])
  })

  it('may be of a bare repository', async () => {
    using folder = temporaryFolder()
    repository(folder.path)
    fill(folder.path)
    git(folder.path, 'clone', '--quiet', '--bare', '--no-local', '.', 'bare.git')
    const {files} = await contentsOf(pathToFileURL(join(folder.path, 'bare.git')).href, withoutGit)
    expect(files).toEqual((await contentsOf(pathToFileURL(folder.path).href)).files)
  })

  it('gives a file of some megabytes by way of the temporary folder', async () => {
    using folder = temporaryFolder()
    repository(folder.path)
    const content = Buffer.alloc(9 * megabyte, 'weights')
    writeFiles(folder.path, {'a.bin': content, 'b.bin': content})
    commit(folder.path)
    await using source = await openSource(pathToFileURL(folder.path).href, optionsWith(withoutGit))
    for (const path of ['a.bin', 'b.bin']) {
      const bytes = await (await source.open(path)).bytes()
      expect(Buffer.from(bytes.read(0n, content.length)).equals(content)).toBe(true)
    }
  })

  it('has a gap for a file whose object is damaged', async () => {
    using folder = temporaryFolder()
    repository(folder.path)
    writeFiles(folder.path, {'a.py': 'x = 1', 'b.py': 'x = 2'})
    commit(folder.path)
    const objectOf = (name: string): string => {
      const oid = git(folder.path, 'rev-parse', `HEAD:${name}`).trim()
      return join(folder.path, '.git/objects', oid.slice(0, 2), oid.slice(2))
    }
    rmSync(objectOf('a.py'))
    copyFileSync(objectOf('b.py'), objectOf('a.py'))
    const {files} = await contentsOf(pathToFileURL(folder.path).href, withoutGit)
    expect(files).toMatchObject([
      {path: 'a.py', content: 'a.py could not be read: its object is missing or damaged'},
      {path: 'b.py', content: 'x = 2'},
    ])
  })
})

describe('git is asked', () => {
  const asked = {code: 'AIBOM_GIT_MISSING'}

  it.each<[string, (folder: string) => string | undefined]>([
    ['for a branch by its name', () => '#main'],
    [
      'for a file that is too large',
      folder => {
        writeFileSync(join(folder, 'large.bin'), Buffer.alloc(65 * megabyte))
        commit(folder)
        return undefined
      },
    ],
    [
      'where an object is missing',
      folder => {
        const oid = git(folder, 'rev-parse', 'HEAD:a.py').trim()
        rmSync(join(folder, '.git/objects', oid.slice(0, 2), oid.slice(2)))
        return undefined
      },
    ],
    ['where objects are kept elsewhere', folder => `/${borrowing(folder)}`],
    ['where a name is the one of a git folder', folder => withTree(folder, tree => [['100644 .git', tree]])],
    ['where a name leads out', folder => withTree(folder, tree => [['100644 ..', tree]])],
    ['where a name is a path', folder => withTree(folder, tree => [['100644 a/b', tree]])],
    ['where a file has a mode of its own', folder => withTree(folder, tree => [['100600 a', tree]])],
    [
      'where a name stands twice',
      folder =>
        withTree(folder, oid => [
          ['100644 a', oid],
          ['100644 a', oid],
        ]),
    ],
    [
      'where names are out of order',
      folder =>
        withTree(folder, oid => [
          ['100644 b', oid],
          ['100644 a', oid],
        ]),
    ],
    ['where a tree is cut off', folder => withTree(folder, oid => [['100644 a', oid.subarray(1)]])],
    ['where folders lie in folders without an end', folder => bomb(folder)],
  ])('%s', async (_what, change) => {
    using folder = temporaryFolder()
    repository(folder.path)
    writeFiles(folder.path, {'a.py': 'x = 1'})
    commit(folder.path)
    const url = pathToFileURL(folder.path).href
    await expect(contentsOf(url, withoutGit)).resolves.toMatchObject({files: [{path: 'a.py', content: 'x = 1'}]})
    await expect(contentsOf(`${url}${change(folder.path) ?? ''}`, withoutGit)).rejects.toMatchObject(asked)
  })
})

/** A clone that keeps nothing itself; its folder. */
function borrowing(folder: string): string {
  git(folder, 'clone', '--quiet', '--shared', '.', 'borrowing')
  return 'borrowing'
}

type Entry = readonly [head: string, oid: Buffer]

/** Moves HEAD to a commit of a tree that git would not write. */
function withTree(folder: string, entriesFor: (blob: Buffer) => readonly Entry[]): undefined {
  const blob = Buffer.from(git(folder, 'rev-parse', 'HEAD:a.py').trim(), 'hex')
  moveHead(folder, writeTree(folder, entriesFor(blob)))
}

/** Twenty folders, each of which lists the next one ten times. */
function bomb(folder: string): undefined {
  let oid = Buffer.from(git(folder, 'rev-parse', 'HEAD^{tree}').trim(), 'hex')
  for (let depth = 0; depth < 20; depth++) {
    const entries = Array.from({length: 10}, (_each, index): Entry => [`40000 ${index}`, oid])
    oid = Buffer.from(writeTree(folder, entries), 'hex')
  }
  moveHead(folder, oid.toString('hex'))
}

function writeTree(folder: string, entries: readonly Entry[]): string {
  const content = Buffer.concat(entries.flatMap(([head, oid]) => [Buffer.from(`${head}\0`), oid]))
  return execFileSync('git', ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'], {
    cwd: folder,
    input: content,
    encoding: 'utf8',
  }).trim()
}

function moveHead(folder: string, tree: string): void {
  const head = git(folder, 'commit-tree', tree, '-m', 'x').trim()
  git(folder, 'update-ref', 'refs/heads/main', head)
}
