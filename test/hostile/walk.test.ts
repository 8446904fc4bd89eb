import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseGitIndex} from '../../src/sources/git/index.ts'
import {git, temporaryFolder, writeFiles} from '../support/git.ts'
import {walkFolder} from '../support/walk.ts'

const longName = 'n'.repeat(255)
const isRoot = process.getuid?.() === 0

describe('a walk of a hostile tree', () => {
  it('makes names that are not UTF-8 gaps and keeps all others', async () => {
    using folder = temporaryFolder()
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/bad-`), Buffer.from([0xff, 0x0a])]), '')
    mkdirSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from([0xc3])]))
    writeFiles(folder.path, {
      '\ufffd': 'a real replacement character',
      [longName]: '',
      'line\nbreak': '',
      '\u001b[31m': '',
    })
    const walked = await walkFolder(folder.path)
    expect(walked.files).toEqual(['\u001b[31m', 'line\nbreak', longName, '\ufffd'])
    expect(walked.gaps).toEqual(['name-not-utf8 \\xc3', 'name-not-utf8 bad-\\xff\\x0a'])
  })

  it('makes folders deeper than the system can name gaps', async () => {
    using folder = temporaryFolder()
    const script = `const fs = require('node:fs'); for (let i = 0; i < 20; i++) { fs.mkdirSync('${longName}'); process.chdir('${longName}'); fs.writeFileSync('f', '') }`
    execFileSync(process.execPath, ['-e', script], {cwd: folder.path})
    const walked = await walkFolder(folder.path)
    expect(walked.files.length).toBeGreaterThan(10)
    expect(walked.gaps).toHaveLength(1)
    expect(walked.gaps[0]).toMatch(/^unreadable n+\//)
  })

  it.skipIf(isRoot)('makes folders without permission gaps', async () => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {'closed/a': '', 'open/b': ''})
    chmodSync(join(folder.path, 'closed'), 0)
    const walked = await walkFolder(folder.path)
    chmodSync(join(folder.path, 'closed'), 0o700)
    expect(walked).toMatchObject({files: ['open/b'], gaps: ['unreadable closed']})
  })

  it('names pipes and does not wait for them', async () => {
    using folder = temporaryFolder()
    execFileSync('mkfifo', [join(folder.path, 'pipe'), join(folder.path, '.gitignore')])
    writeFiles(folder.path, {a: ''})
    expect(await walkFolder(folder.path)).toMatchObject({
      files: ['a'],
      gaps: ['ignore-file .gitignore', 'unreadable .gitignore', 'unreadable pipe'],
    })
  })

  it.each([
    ['a link', (path: string) => symlinkSync('a', path)],
    ['2 MiB large', (path: string) => writeFileSync(path, 'a\n'.repeat(1024 * 1024))],
    [
      'full of wildcards',
      (path: string) => writeFileSync(path, Array.from({length: 5001}, (_, at) => `*a${at}*b`).join('\n')),
    ],
  ])('does without an ignore file that is %s', async (_name, write) => {
    using folder = temporaryFolder()
    writeFiles(folder.path, {a: ''})
    write(join(folder.path, '.gitignore'))
    expect(await walkFolder(folder.path)).toMatchObject({
      ignored: [],
      gaps: ['ignore-file .gitignore'],
    })
  })

  it('walks 2,000 nested folders without recursion', async () => {
    using folder = temporaryFolder()
    const path = `${'d/'.repeat(1900)}f`
    writeFiles(folder.path, {[path]: ''})
    expect((await walkFolder(folder.path)).files).toEqual([path])
  })
})

describe('a hostile git index', () => {
  it('is refused or read, never more', () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, {'a/b': '', 'a/c': '', d: ''})
    git(folder.path, 'add', '.')
    for (const version of ['2', '4']) {
      git(folder.path, 'update-index', '--index-version', version)
      const bytes = execFileSync('cat', [join(folder.path, '.git/index')])
      expect(parseGitIndex(bytes, 20)?.has('a/c')).toBe(true)
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({min: 0, max: 255})), {maxLength: 8}),
          fc.nat(bytes.length),
          (changes, end) => {
            const changed = Buffer.from(bytes.subarray(0, end))
            for (const [at, value] of changes) if (at < end) changed[at] = value
            const index = parseGitIndex(changed, 20)
            expect([undefined, true, false]).toContain(index?.has('a/c'))
            expect([undefined, true, false]).toContain(index?.hasBelow('a/'))
          },
        ),
      )
    }
  })

  it('may claim any number of entries', () => {
    const bytes = Buffer.concat([
      Buffer.from('DIRC'),
      Buffer.from([0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(1000),
    ])
    expect(parseGitIndex(bytes, 20)).toBeUndefined()
  })
})
