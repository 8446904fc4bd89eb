import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {bareRepositoryIn, isSafePath, isWritablePath, pathKey} from '../../../src/lib/fs/safe-path.ts'

describe('isSafePath', () => {
  it.each([
    '.git/config',
    '.git',
    'sub/.git/hooks/post-checkout',
    '.GIT/config',
    '.gIt/config',
    '.git./config',
    '.git /config',
    '.git . ./config',
    '.g\u200cit/config',
    '\ufeff.git/config',
    '.gi\u00adt/config',
    '.git\u2066/config',
    '.\u180egit/config',
    '.gi\ufe0ft/config',
    '.g\u0131t/config',
    '.ｇｉｔ/config',
    '．git/config',
    'git~1/config',
    'GIT~1/config',
    'git~2/config',
    'git~1./config',
    '.git::$INDEX_ALLOCATION/config',
    '.git:$I30:$INDEX_ALLOCATION/config',
    '.git :$I30:$INDEX_ALLOCATION/config',
    '.git:stream',
    '.git\\config',
    'a\\..\\b',
    '../x',
    'a/../x',
    '.. /x',
    '... /x',
    'a/./x',
    'a//x',
    'a/',
    '',
    '/etc/passwd',
    'C:/x',
    'c:x',
    'a\nb',
    'a\0b',
    'a\u0085b',
    '\ud800',
  ])('refuses %j', path => {
    expect(isSafePath(path)).toBe(false)
  })

  it.each([
    '.gitattributes',
    '.gitignore',
    '.gitmodules',
    '.github/workflows/ci.yml',
    'git/config',
    '.git2/config',
    'digit~1',
    'model.git/config',
    'run 12:30:01.log',
    '..model',
    'a..b/c.d',
    'modèle.bin',
    '模型/权重.bin',
    'aux.json',
    '😀.txt',
  ])('takes %j', path => {
    expect(isSafePath(path)).toBe(true)
  })

  it('refuses `.git` with whatever no file system sees in it', () => {
    const unseen = fc.array(
      fc.constantFrom('\u200b', '\u200d', '\u2060', '\u202e', '\ufeff', '\u034f', '\u00ad', '\u{e0001}'),
      {maxLength: 3},
    )
    fc.assert(
      fc.property(
        fc.array(unseen, {minLength: 5, maxLength: 5}),
        fc.array(fc.constantFrom('.', ' '), {maxLength: 4}),
        fc.boolean(),
        (gaps, end, upper) => {
          const name =
            ['', '.', 'g', 'i', 't'].map((letter, at) => letter + (gaps[at] ?? []).join('')).join('') + end.join('')
          expect(isSafePath(`models/${upper ? name.toUpperCase() : name}/config`)).toBe(false)
        },
      ),
    )
  })
})

describe('isWritablePath', () => {
  it.each(['CON', 'nul', 'sub/aux', 'com1/x', 'LPT¹', 'conin$', 'a./b', 'a /b', 'a.'])(
    'refuses %j on every system',
    path => {
      expect([isWritablePath(path, 'linux'), isWritablePath(path, 'win32')]).toEqual([false, false])
    },
  )

  it.each(['aux.json', 'con .txt', 'nul.tar.gz', '12:30.log', 'a?b', 'x|y'])('refuses %j on Windows alone', path => {
    expect([isWritablePath(path, 'linux'), isWritablePath(path, 'win32')]).toEqual([true, false])
  })

  it.each(['console.log', 'auxiliary/nulls.txt', 'com10', 'model.safetensors'])('takes %j', path => {
    expect([isWritablePath(path, 'linux'), isWritablePath(path, 'win32')]).toEqual([true, true])
  })
})

describe('pathKey', () => {
  it.each([
    ['Model.bin', 'model.bin'],
    ['caf\u00e9', 'cafe\u0301'],
    ['straße', 'STRASSE'],
    ['a.', 'a'],
    ['a ', 'A'],
    ['ﬁle', 'file'],
    ['mo\u200ddel', 'model'],
    ['a::$DATA', 'a'],
    ['Sub/x', 'sub/X'],
  ])('is one for %j and %j', (one, other) => {
    expect(pathKey(one)).toBe(pathKey(other))
  })

  it.each([
    ['a.bin', 'b.bin'],
    ['a/b', 'a-b'],
    ['e', 'é'],
    ['.a', 'a'],
  ])('tells %j and %j apart', (one, other) => {
    expect(pathKey(one)).not.toBe(pathKey(other))
  })
})

describe('bareRepositoryIn', () => {
  it.each<[string, readonly string[]]>([
    ['', ['HEAD', 'config', 'objects/pack/p.pack', 'refs/heads/main']],
    ['', ['refs/x', 'README.md', 'head', 'OBJECTS/x']],
    ['', ['HEAD', 'commondir']],
    ['sub/repo', ['sub/repo/HEAD', 'sub/repo/objects', 'sub/repo/refs']],
    ['a/B', ['a/b/HEAD', 'A/b/refs/x', 'a/B/objects/x']],
    ['ｓ', ['s/HEAD', 'ｓ/commondir']],
    ['s', ['s/HE\u200cAD', 's/commondir']],
  ])('finds %j in %j', (folder, paths) => {
    expect(bareRepositoryIn(paths)).toBe(folder)
  })

  it.each<[readonly string[]]>([
    [['HEAD', 'refs/x']],
    [['objects/x', 'refs/x', 'commondir']],
    [['HEAD', 'objects/x']],
    [['a/HEAD', 'b/objects/x', 'b/refs/x']],
    [['head.py', 'objects.json', 'refs.txt']],
    [[]],
  ])('finds none in %j', paths => {
    expect(bareRepositoryIn(paths)).toBeUndefined()
  })
})
