import {execFileSync} from 'node:child_process'
import {appendFileSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {DirectorySource} from '../../../src/sources/dir.ts'
import {git, gitFiles, temporaryFolder, writeFiles} from '../../support/git.ts'
import {entriesOf, walkFolder} from '../../support/walk.ts'

const empty = (...paths: readonly string[]): Record<string, string> => Object.fromEntries(paths.map(path => [path, '']))

describe('the walk of a directory', () => {
  it.each<[string, Record<string, string>]>([
    ['negation', {'.gitignore': '*.bin\n!keep.bin\n', ...empty('a.bin', 'keep.bin', 'd/b.bin', 'd/keep.bin')}],
    ['no way back into an ignored folder', {'.gitignore': 'out/\n!out/keep.txt\n', ...empty('out/keep.txt', 'out/a')}],
    [
      'the way back through each level',
      {'.gitignore': '/*\n!/src\n/src/*\n!/src/app\n', ...empty('a', 'src/b', 'src/app/c')},
    ],
    [
      'nested files',
      {
        '.gitignore': '*.log\n',
        'a/.gitignore': '!*.log\n/x\n',
        'a/b/.gitignore': '*.log',
        ...empty('1.log', 'a/2.log', 'a/b/3.log', 'a/x', 'a/b/x'),
      },
    ],
    [
      'anchored and not',
      {'.gitignore': '/top\nany\na/mid\n', ...empty('top', 'd/top', 'any', 'd/any', 'a/mid', 'd/a/mid')},
    ],
    ['directories only', {'.gitignore': 'build/\n', ...empty('build/a', 'd/build')}],
    [
      'double stars',
      {
        '.gitignore': '**/cache\nlogs/**/x\ndeep/**\nfoo**bar\n',
        ...empty('a/cache/f', 'cache', 'logs/x', 'logs/a/b/x', 'deep/a/b', 'deepest', 'foo1bar', 'foo/bar'),
      },
    ],
    [
      'stars and slashes',
      {'.gitignore': 'doc/*.txt\n*/one\n', ...empty('doc/a.txt', 'doc/b/c.txt', 'x/one', 'x/y/one', 'one')},
    ],
    [
      'escapes',
      {'.gitignore': '\\#a\n\\!b\nc\\*\nd\\ \ne \nf\\\n', ...empty('#a', '!b', 'c*', 'cx', 'd ', 'd', 'e', 'e ', 'f')},
    ],
    [
      'classes',
      {
        '.gitignore': '*.py[cod]\n[!a-c]x\n[]]y\n[[:digit:]]z\n[z\n',
        ...empty('a.pyc', 'a.py', 'ax', 'dx', ']y', '1z', 'bz', '[z'),
      },
    ],
    ['carriage returns', {'.gitignore': 'a\r\n*.b\r\nc/\r\n', ...empty('a', 'x.b', 'c/d', 'e')}],
    ['a byte order mark', {'.gitignore': '\ufeffa\nb', ...empty('a', 'b', 'c')}],
    ['comments and blanks', {'.gitignore': '# a\n\n   \n a\n', ...empty('a', ' a', '# a')}],
    ['names beyond ASCII', {'.gitignore': 'é\n?x\n*ü\n[é]\n', ...empty('é', 'éx', 'ax', 'zü', 'ö', '漢字')}],
    ['newlines and tabs in names', {'.gitignore': 'x\n', ...empty('a\nb', 'c\td', 'x')}],
  ])('lists what git lists: %s', async (_name, files) => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, files)
    const walked = await walkFolder(folder.path)
    expect(walked.files).toEqual(gitFiles(folder.path))
    expect([...walked.files, ...walked.ignored].sort()).toEqual(Object.keys(files).sort())
  })

  it.each(['2', '3', '4'])(
    'counts what an index of version %s tracks as the repository’s, rules or not',
    async version => {
      using folder = temporaryFolder()
      git(folder.path, 'init', '-q')
      writeFiles(folder.path, {
        '.gitignore': 'data\n*.bin\n',
        ...empty('data/a', 'data/b/c', 'data/b/d', 'x.bin', 'y.bin', 'src/a.ts', 'src/ab.ts'),
      })
      git(folder.path, 'add', '-f', 'data/b/c', 'x.bin', 'src', '.gitignore')
      if (version === '3') git(folder.path, 'add', '-N', 'y.bin', '-f')
      git(folder.path, 'update-index', '--index-version', version)
      const walked = await walkFolder(folder.path)
      expect(walked.files).toEqual(gitFiles(folder.path))
      expect(walked.ignored).toEqual(version === '3' ? ['data/a', 'data/b/d'] : ['data/a', 'data/b/d', 'y.bin'])
      expect(walked.gaps).toEqual([])
    },
  )

  it('says when the index cannot be read, and goes on', async () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, {'.gitignore': 'x\n', x: '', '.git/index': 'DIRC\0\0\0\u0009'})
    const walked = await walkFolder(folder.path)
    expect(walked).toEqual({
      files: ['.gitignore'],
      ignored: ['x'],
      notEntered: ['.git'],
      gaps: ['git-index .git/index'],
    })
  })

  it('honours info/exclude below the ignore files', async () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    appendFileSync(join(folder.path, '.git/info/exclude'), '*.tmp\n*.log\n')
    writeFiles(folder.path, {'.gitignore': '!*.log\n', ...empty('a.tmp', 'a.log')})
    const walked = await walkFolder(folder.path)
    expect(walked.files).toEqual(gitFiles(folder.path))
    expect(walked.ignored).toEqual(['a.tmp'])
  })

  it('follows ignore files without any repository', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'.gitignore': 'models/\n', ...empty('models/a.gguf', 'b.py')})
    expect(await walkFolder(folder.path)).toEqual({
      files: ['.gitignore', 'b.py'],
      ignored: ['models/a.gguf'],
      notEntered: [],
      gaps: [],
    })
  })

  it('applies the rules of a repository around it, where the folder is part of that', async () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, {
      '.gitignore': '/app/gen\n*.bin\n',
      ...empty('app/gen/a', 'app/x.bin', 'app/y', 'other/x.bin'),
    })
    git(folder.path, 'add', 'app')
    expect(await walkFolder(join(folder.path, 'app'))).toMatchObject({files: ['y'], ignored: ['gen/a', 'x.bin']})
    expect(await walkFolder(join(folder.path, 'other'))).toMatchObject({files: ['x.bin'], ignored: []})
  })

  it('judges a nested repository by its own rules', async () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, {
      '.gitignore': '*.bin\n',
      ...empty('a.bin', 'sub/b.bin', 'sub/c.txt'),
      'sub/.gitignore': '*.txt\n',
    })
    git(join(folder.path, 'sub'), 'init', '-q')
    const walked = await walkFolder(folder.path)
    expect(walked).toMatchObject({
      files: ['.gitignore', 'sub/.gitignore', 'sub/b.bin'],
      ignored: ['a.bin', 'sub/c.txt'],
      notEntered: ['.git', 'sub/.git'],
    })
  })

  it('names folders of dependencies, caches and environments, and does not enter them', async () => {
    using folder = temporaryFolder()
    const left = [
      'node_modules/a/x.js',
      'p/node_modules/x.js',
      'env/pyvenv.cfg',
      'env/lib/x.py',
      'c/conda-meta/history',
      'l/site-packages/x.py',
      'a/__pycache__/x.pyc',
      '.yarn/cache/x.zip',
    ]
    writeFiles(folder.path, empty('a/x.py', 'cache/x', '.yarn/releases/y.js', 'venv/x.py', ...left))
    const walked = await walkFolder(folder.path)
    expect(walked.files).toEqual(['.yarn/releases/y.js', 'a/x.py', 'cache/x', 'venv/x.py'])
    expect(walked.notEntered).toEqual([
      '.yarn/cache',
      'a/__pycache__',
      'c',
      'env',
      'l/site-packages',
      'node_modules',
      'p/node_modules',
    ])
  })

  it('leaves out what the user excludes, files and folders, and will not open it', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, empty('a.py', 'b/c.py', 'b/d/e.py', 'f/keep.txt', 'f/g.txt'))
    const exclude = ['/b/d', '*.txt', '!keep.txt']
    expect(await walkFolder(folder.path, exclude)).toMatchObject({
      files: ['a.py', 'b/c.py', 'f/keep.txt'],
      notEntered: ['b/d'],
    })
    await using source = new DirectorySource(folder.path, exclude)
    await expect(source.open('b/d/e.py')).rejects.toMatchObject({code: 'AIBOM_FILE_UNREADABLE'})
    await expect(source.open('b/c.py')).resolves.toMatchObject({path: 'b/c.py'})
  })

  it('gives files in code-unit order, those of a folder before its subfolders, with their length', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'b/x': '1', 'a/y/z': '22', 'a/x': '333', c: '', B: '4444', é: '', z: ''})
    await using source = new DirectorySource(folder.path, [])
    const entries = await entriesOf(source)
    expect(entries.map(entry => `${entry.path} ${entry.byteLength}`)).toEqual([
      'B 4',
      'c 0',
      'z 0',
      'é 0',
      'a/x 3',
      'a/y/z 2',
      'b/x 1',
    ])
  })

  it('ends when it is aborted', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, empty('a', 'b/c'))
    await using source = new DirectorySource(folder.path, [])
    const controller = new AbortController()
    const seen: string[] = []
    const walk = async (): Promise<void> => {
      for await (const entry of source.walk(controller.signal)) {
        seen.push(entry.path)
        controller.abort(new Error('enough'))
      }
    }
    await expect(walk()).rejects.toThrow('enough')
    expect(seen).toEqual(['a'])
  })
})

describe('links', () => {
  it('do not make a second file, lead out of the root, or go in circles', async () => {
    using outside = temporaryFolder()
    using folder = temporaryFolder()
    writeFiles(outside.path, empty('secret.txt'))
    writeFiles(folder.path, empty('real/a.txt'))
    symlinkSync('real/a.txt', join(folder.path, 'again.txt'))
    symlinkSync('..', join(folder.path, 'real/up'))
    symlinkSync('self', join(folder.path, 'self'))
    symlinkSync('gone', join(folder.path, 'broken'))
    symlinkSync(outside.path, join(folder.path, 'out'))
    symlinkSync(join(outside.path, 'secret.txt'), join(folder.path, 'secret.txt'))
    const walked = await walkFolder(folder.path)
    expect(walked.files).toEqual(['real/a.txt'])
    expect(walked.gaps).toEqual([
      'link-broken broken',
      'link-outside out',
      'link-outside secret.txt',
      'link-broken self',
    ])
  })

  it('are the files of a hub cache and of git-annex, each target once', async () => {
    using folder = temporaryFolder()
    const hub = 'hub/models--acme--tiny'
    writeFiles(folder.path, {
      [`${hub}/blobs/aa11`]: 'weights',
      [`${hub}/refs/main`]: 'c1',
      '.git/annex/objects/k/k': 'annexed',
      '.git/config': 'x',
    })
    mkdirSync(join(folder.path, hub, 'snapshots/c1'), {recursive: true})
    mkdirSync(join(folder.path, hub, 'snapshots/c2'), {recursive: true})
    symlinkSync('../../blobs/aa11', join(folder.path, hub, 'snapshots/c1/model.safetensors'))
    symlinkSync('../../blobs/aa11', join(folder.path, hub, 'snapshots/c2/model.safetensors'))
    symlinkSync('.git/annex/objects/k/k', join(folder.path, 'big.gguf'))
    symlinkSync('.git/config', join(folder.path, 'config'))
    await using source = new DirectorySource(folder.path, [])
    const entries = await entriesOf(source)
    expect(entries.map(entry => `${entry.path} ${entry.byteLength}`)).toEqual([
      'big.gguf 7',
      `${hub}/refs/main 2`,
      `${hub}/snapshots/c1/model.safetensors 7`,
    ])
    expect(await (await source.open('big.gguf')).text(10)).toBe('annexed')
    expect(source.notEntered()).toEqual(['.git', `${hub}/blobs`])
  })

  it('may be the root itself', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, empty('real/a'))
    symlinkSync('real', join(folder.path, 'link'))
    const {openSource} = await import('../../../src/sources/open-source.ts')
    const options = {cwd: folder.path, exclude: [], offline: true, signal: new AbortController().signal, env: {}}
    await using source = await openSource('link', options)
    expect((await entriesOf(source)).map(entry => entry.path)).toEqual(['a'])
  })
})

describe('opening a file of a directory', () => {
  it('decodes text, reads ranges, and stays usable after close', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'a/b.txt': '\ufeffgrüß'})
    await using source = new DirectorySource(folder.path, [])
    const file = await source.open('a/b.txt')
    expect(file.byteLength).toBe(9n)
    expect(await file.text(9)).toBe('grüß')
    await expect(file.text(8)).rejects.toMatchObject({code: 'AIBOM_FILE_TOO_LARGE'})
    const reader = await file.bytes()
    file.close?.()
    expect(Buffer.from(reader.read(3n, 2)).toString()).toBe('gr')
    expect(() => reader.read(3n, 7)).toThrow(expect.objectContaining({code: 'AIBOM_READ_PAST_END'}))
    expect(source.localPath('a/b.txt')).toBe(join(folder.path, 'a/b.txt'))
  })

  it('says so when the file changed under its reader', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {a: 'one'})
    await using source = new DirectorySource(folder.path, [])
    const file = await source.open('a')
    const reader = await file.bytes()
    file.close?.()
    unlinkSync(join(folder.path, 'a'))
    writeFileSync(join(folder.path, 'a'), 'longer')
    expect(() => reader.read(0n, 3)).toThrow(expect.objectContaining({code: 'AIBOM_FILE_UNREADABLE'}))
  })

  it.each([
    '../x',
    '/etc/passwd',
    'a/../../x',
    '',
    '.',
    'a//b',
    'missing',
    'out/secret',
    'link',
    'folder',
    'pipe',
    'a\0b',
    '.git/config',
  ])('refuses %j', async path => {
    using outside = temporaryFolder()
    using folder = temporaryFolder()
    writeFiles(outside.path, empty('secret'))
    writeFiles(folder.path, empty('folder/x', '.git/config'))
    symlinkSync(outside.path, join(folder.path, 'out'))
    symlinkSync(join(outside.path, 'secret'), join(folder.path, 'link'))
    execFileSync('mkfifo', [join(folder.path, 'pipe')])
    await using source = new DirectorySource(folder.path, [])
    await expect(source.open(path)).rejects.toMatchObject({code: 'AIBOM_FILE_UNREADABLE'})
  })
})
