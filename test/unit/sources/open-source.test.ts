import {mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openSource} from '../../../src/sources/open-source.ts'
import type {SourceOptions} from '../../../src/sources/opener.ts'
import {git, temporaryFolder, writeFiles} from '../../support/git.ts'
import {entriesOf, walkSource} from '../../support/walk.ts'

function optionsIn(cwd: string, changed: Partial<SourceOptions> = {}): SourceOptions {
  return {
    cwd,
    exclude: [],
    offline: false,
    signal: new AbortController().signal,
    env: {PATH: process.env['PATH'], HOME: cwd},
    ...changed,
  }
}

describe('openSource', () => {
  it.each([
    ['missing', 'AIBOM_SOURCE_NOT_FOUND'],
    ['file/below', 'AIBOM_SOURCE_NOT_FOUND'],
    ['circle', 'AIBOM_SOURCE_UNREADABLE'],
    ['/dev/null', 'AIBOM_SOURCE_UNREADABLE'],
    ['-x', 'AIBOM_SOURCE_INVALID'],
    ['--upload-pack=touch x', 'AIBOM_SOURCE_INVALID'],
    ['ext::sh -c touch% x', 'AIBOM_SOURCE_INVALID'],
    ['file://server/share.git', 'AIBOM_SOURCE_INVALID'],
    ['https://example.invalid/a.git#--x', 'AIBOM_SOURCE_INVALID'],
    ['https://example.invalid/a.git#a:b', 'AIBOM_SOURCE_INVALID'],
    ['file:///no/such/repository.git', 'AIBOM_SOURCE_NOT_FOUND'],
    ['ollama', 'AIBOM_SOURCE_NOT_FOUND'],
    ['hf-space:a/b', 'AIBOM_SOURCE_INVALID'],
    ['docker:acme/model', 'AIBOM_SOURCE_INVALID'],
    ['s3:bucket/model', 'AIBOM_SOURCE_INVALID'],
    ['ollama:', 'AIBOM_SOURCE_INVALID'],
    ['ollama:llama3', 'AIBOM_SOURCE_NOT_FOUND'],
    ['oci-layout:', 'AIBOM_SOURCE_INVALID'],
    ['oci-layout:.', 'AIBOM_SOURCE_UNREADABLE'],
  ])('refuses %s', async (text, code) => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {file: ''})
    symlinkSync('circle', join(folder.path, 'circle'))
    await expect(openSource(text, optionsIn(folder.path))).rejects.toMatchObject({
      code,
      exit: 2,
      hint: expect.any(String),
    })
  })

  it('says how a model on the hub is named where no such path is there', async () => {
    using folder = temporaryFolder()
    await expect(openSource('acme/tiny', optionsIn(folder.path))).rejects.toMatchObject({
      hint: expect.stringContaining('hf:acme/tiny'),
    })
    await expect(openSource('ollama', optionsIn(folder.path))).rejects.toMatchObject({
      hint: expect.stringContaining('OLLAMA_MODELS'),
    })
  })

  it.each([
    'https://example.invalid/a.git',
    'git+ssh://git@example.invalid/a',
    'git@example.invalid:a/b.git',
    'git://example.invalid/a',
  ])('opens no connection to %s under --offline', async text => {
    using folder = temporaryFolder()
    await expect(openSource(text, optionsIn(folder.path, {offline: true}))).rejects.toMatchObject({
      code: 'AIBOM_OFFLINE',
      exit: 2,
    })
  })

  it('keeps credentials out of its messages', async () => {
    using folder = temporaryFolder()
    const opened = openSource('https://user:hunter2@example.invalid/a.git', optionsIn(folder.path, {offline: true}))
    await expect(opened).rejects.toThrow(/^(?!.*hunter2).*example\.invalid/)
  })

  it('takes a path with a colon for a path where there is one', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'a:b/c': ''})
    await using source = await openSource('a:b', optionsIn(folder.path, {offline: true}))
    expect((await walkSource(source)).files).toEqual(['c'])
  })

  it('opens one file, and nothing beside it', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'m/model.gguf': 'GGUF', 'm/config.json': '{}'})
    await using source = await openSource('m/model.gguf', optionsIn(folder.path))
    expect(source.describe()).toEqual({scheme: 'file', name: 'model.gguf'})
    expect(await entriesOf(source)).toEqual([{path: 'model.gguf', byteLength: 4n, known: []}])
    expect(source.localPath?.('model.gguf')).toBe(join(folder.path, 'm/model.gguf'))
    await expect(source.open('config.json')).rejects.toMatchObject({code: 'AIBOM_FILE_UNREADABLE'})
  })
})

describe('the name of a directory', () => {
  const url = (remote: string): string =>
    `[core]\n\tbare = false\n[remote "other"]\n\turl = x\n[remote "origin"]\n\turl = ${remote}\n`
  it.each<[string, Record<string, string>, string]>([
    ['its own', {}, 'folder'],
    [
      'the manifest’s',
      {'package.json': '{"name": "@acme/app"}', 'pyproject.toml': '[project]\nname = "other"'},
      '@acme/app',
    ],
    ['that of PEP 621', {'package.json': '{', 'pyproject.toml': '[project]\nname = "acme"'}, 'acme'],
    ['that of poetry', {'pyproject.toml': '[tool.poetry]\nname = "acme"'}, 'acme'],
    ['never one with control characters', {'package.json': '{"name": "a\\u001b[31m"}'}, 'folder'],
    [
      'the remote’s',
      {
        'package.json': '{"name": "x"}',
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.git/config': url('https://u:p@github.com/acme/app.git'),
      },
      'acme/app',
    ],
    [
      'the remote’s in short form',
      {'.git/HEAD': 'x', '.git/config': url('git@gitlab.com:group/sub/app.git')},
      'group/sub/app',
    ],
    ['no more of a path than its end', {'.git/HEAD': 'x', '.git/config': url('/home/alice/app.git')}, 'app'],
  ])('is %s', async (_name, files, expected) => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'folder'))
    writeFiles(join(folder.path, 'folder'), files)
    await using source = await openSource('folder', optionsIn(folder.path))
    expect(source.describe()).toMatchObject({scheme: 'dir', name: expected})
  })

  it.each<[string, Record<string, string>, {version?: string; author?: string}]>([
    [
      'package.json',
      {'package.json': '{"version": "1.2.3", "author": "Ann Lee <ann@example.com> (https://example.com)"}'},
      {version: '1.2.3', author: 'Ann Lee'},
    ],
    [
      'pyproject.toml',
      {'pyproject.toml': '[project]\nversion = "2.0"\nauthors = [{name = "Acme"}]'},
      {version: '2.0', author: 'Acme'},
    ],
    [
      'poetry',
      {'pyproject.toml': '[tool.poetry]\nversion = "2.0"\nauthors = ["Acme <a@example.com>"]'},
      {version: '2.0', author: 'Acme'},
    ],
    [
      'neither of two projects',
      {'package.json': '{"version": "1.0.0"}', 'pyproject.toml': '[project]\nversion = "2.0"'},
      {},
    ],
    ['no project without a version', {'package.json': '{"author": "Ann"}'}, {}],
  ])('comes with version and author of %s', async (_name, files, expected) => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'folder'))
    writeFiles(join(folder.path, 'folder'), files)
    await using source = await openSource('folder', optionsIn(folder.path))
    expect(source.describe()).toEqual({scheme: 'dir', name: 'folder', ...expected})
  })

  it('comes with the commit, of packed refs and linked worktrees too', async () => {
    using folder = temporaryFolder()
    const main = join(folder.path, 'main')
    writeFiles(main, {a: ''})
    git(main, 'init', '-q')
    git(main, 'add', '.')
    git(main, 'commit', '-qm', 'a')
    const revision = git(main, 'rev-parse', 'HEAD').trim()
    const described = async (name: string): Promise<unknown> => {
      await using source = await openSource(name, optionsIn(folder.path))
      return source.describe()
    }
    const committed = new Date(git(main, 'log', '-1', '--format=%cI').trim()).toISOString()
    expect(await described('main')).toEqual({scheme: 'dir', name: 'main', revision, committed})
    git(main, 'pack-refs', '--all')
    expect(await described('main')).toMatchObject({revision})
    git(main, 'worktree', 'add', '-q', '../linked')
    expect(await described('linked')).toEqual({scheme: 'dir', name: 'linked', revision, committed})
    git(main, 'checkout', '-q', '--detach')
    expect(await described('main')).toMatchObject({revision})
  })
})

describe('a git repository by its URL', () => {
  let repository: ReturnType<typeof temporaryFolder>
  let revision: string
  let before: readonly string[]
  const leftovers = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('aibom-git-'))

  beforeEach(() => {
    before = leftovers()
    repository = temporaryFolder()
    const {path} = repository
    writeFiles(path, {
      'a.py': 'print(1)\n',
      'big.bin': new Uint8Array(9 * 1024 * 1024).fill(7),
      'empty.txt': '',
      'line\nbreak.md': 'x',
      'node_modules/x.js': '',
      'env/pyvenv.cfg': '',
      'env/lib/y.py': '',
      'model.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n',
      '.gitattributes': '* text eol=crlf filter=evil\n*.safetensors filter=lfs\n',
    })
    symlinkSync('a.py', join(path, 'inside'))
    symlinkSync('../../etc/passwd', join(path, 'outside'))
    symlinkSync('gone', join(path, 'broken'))
    git(path, 'init', '-q')
    git(path, '-c', 'filter.lfs.clean=', '-c', 'core.safecrlf=false', 'add', '.')
    git(path, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`)
    git(path, 'commit', '-qm', 'one')
    revision = git(path, 'rev-parse', 'HEAD').trim()
    git(path, 'tag', '-a', 'v1', '-m', 'v1')
    writeFiles(path, {'a.py': 'print(2)\n', 'new.py': ''})
    git(path, 'checkout', '-qb', 'feature/x')
    git(path, 'add', 'a.py', 'new.py')
    git(path, 'commit', '-qm', 'two')
    git(path, 'checkout', '-q', 'main')
  })
  afterEach(() => repository[Symbol.dispose]())

  it('gives the files of the commit as they are stored', async () => {
    const options = optionsIn(repository.path, {offline: true, exclude: ['.gitattributes']})
    await using source = await openSource(pathToFileURL(repository.path).href, options)
    expect(source.describe()).toEqual({scheme: 'git', name: repository.path.split('/').at(-1), revision})
    expect(await walkSource(source)).toEqual({
      // what is tracked among installed packages is marked
      files: [
        ...['a.py', 'big.bin', 'empty.txt', 'env/lib/y.py', 'env/pyvenv.cfg', 'line\nbreak.md', 'model.safetensors'],
        'node_modules/x.js',
      ],
      ignored: [],
      notEntered: ['env', 'node_modules'],
      gaps: ['link-broken broken', 'link-outside outside', 'submodule sub'],
    })
    const [entry] = await entriesOf(source)
    expect(entry?.known).toEqual([
      {alg: 'sha1', hex: git(repository.path, 'rev-parse', 'HEAD:a.py').trim(), of: 'git-blob', from: 'declared'},
    ])
    const texts = await Promise.all(
      ['a.py', 'empty.txt', 'line\nbreak.md'].map(async path => (await source.open(path)).text(100)),
    )
    expect(texts).toEqual(['print(1)\n', '', 'x'])
    expect(await (await source.open('model.safetensors')).text(1000)).toContain('git-lfs')
    const big = await (await source.open('big.bin')).bytes()
    expect([big.byteLength, ...big.read(8n * 1024n * 1024n, 2)]).toEqual([9n * 1024n * 1024n, 7, 7])
    await expect((await source.open('big.bin')).text(100)).rejects.toMatchObject({code: 'AIBOM_FILE_TOO_LARGE'})
    await expect(source.open('inside')).rejects.toMatchObject({code: 'AIBOM_FILE_UNREADABLE'})
  })

  it.each([
    ['#v1', 'print(1)\n'],
    ['#feature/x', 'print(2)\n'],
    ['commit', 'print(1)\n'],
  ])('takes a revision %s', async (suffix, expected) => {
    const href = pathToFileURL(repository.path).href
    await using source = await openSource(
      suffix === 'commit' ? `${href}#${revision}` : href + suffix,
      optionsIn(repository.path),
    )
    expect(await (await source.open('a.py')).text(100)).toBe(expected)
  })

  it('reads a bare repository named by its folder', async () => {
    using folder = temporaryFolder()
    git(folder.path, 'clone', '-q', '--bare', repository.path, 'copy.git')
    await using source = await openSource('copy.git', optionsIn(folder.path, {offline: true}))
    expect(source.describe()).toEqual({scheme: 'git', name: 'copy', revision})
    expect((await walkSource(source)).files).toContain('a.py')
  })

  it('leaves nothing behind: after disposal, a missing revision, an abort', async () => {
    const href = pathToFileURL(realpathSync(repository.path)).href
    const source = await openSource(href, optionsIn(repository.path))
    await (await source.open('a.py')).text(100)
    await (await source.open('big.bin')).bytes()
    await source[Symbol.asyncDispose]()
    await expect(openSource(`${href}#nope`, optionsIn(repository.path))).rejects.toMatchObject({
      code: 'AIBOM_SOURCE_NOT_FOUND',
    })
    const controller = new AbortController()
    const opening = openSource(href, optionsIn(repository.path, {signal: controller.signal}))
    setImmediate(() => controller.abort(new Error('interrupted')))
    await expect(opening).rejects.toThrow('interrupted')
    expect(leftovers()).toEqual(before)
  })

  it('starts none of the programs that a repository’s configuration names', async () => {
    using marks = temporaryFolder()
    const touch = (name: string): string => `touch ${join(marks.path, name)}`
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'filter.evil.smudge',
      'filter.evil.clean',
      'uploadpack.packObjectsHook',
      'core.pager',
    ]) {
      git(repository.path, 'config', key, touch(key))
    }
    await using source = await openSource(
      pathToFileURL(repository.path).href,
      optionsIn(mkdtempSync(join(marks.path, 'cwd'))),
    )
    await (await source.open('a.py')).text(100)
    expect(readdirSync(marks.path).filter(name => !name.startsWith('cwd'))).toEqual([])
  })
})
