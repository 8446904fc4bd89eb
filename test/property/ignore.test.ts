import {execFileSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {compileGlob, matchesGlob} from '../../src/sources/ignore/glob.ts'
import {isPathHidden} from '../../src/sources/ignore/ignore.ts'
import {parseIgnoreFile} from '../../src/sources/ignore/ignore-file.ts'
import {git, gitFiles, temporaryFolder, writeFiles} from '../support/git.ts'
import {walkFolder} from '../support/walk.ts'

/** Short names over few letters, so that patterns meet them. */
const name = fc.stringMatching(/^[ab.é-][ab. é\]-]{0,3}$/).filter(text => !/^[. ]+$/.test(text) && !text.endsWith(' '))
const path = fc.array(name, {minLength: 1, maxLength: 4}).map(names => names.join('/'))
const piece = fc.constantFrom(
  'a',
  'b',
  '.',
  '*',
  '**',
  '?',
  '/',
  '/',
  '**/',
  '/**',
  '[ab]',
  '[!a]',
  '[^b]',
  '[a-b]',
  '[]a]',
  '[[:alpha:]]',
  '\\a',
  '\\*',
  '-',
  'é',
  '[',
  ']',
  ' ',
)
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '!/', '#', '\\#', '\\!'),
    fc.array(piece, {minLength: 1, maxLength: 6}),
    fc.constantFrom('', '', '/', ' ', '\\ ', '\r', '\t'),
  )
  .map(([start, pieces, end]) => start + pieces.join('') + end)
const ignoreFile = fc.array(line, {minLength: 1, maxLength: 5}).map(lines => lines.join('\n'))

describe('ignore rules', () => {
  it('hide what git hides, for any patterns in nested ignore files', async () => {
    const tree = fc.record({
      paths: fc.array(path, {minLength: 3, maxLength: 16}),
      root: ignoreFile,
      nested: fc.array(fc.tuple(fc.nat(), ignoreFile), {maxLength: 2}),
      tracked: fc.array(fc.nat(), {maxLength: 2}),
    })
    await fc.assert(
      fc.asyncProperty(tree, async ({paths, root, nested, tracked}) => {
        using folder = temporaryFolder()
        git(folder.path, 'init', '-q')
        const written = writeTree(folder.path, paths)
        writeFiles(folder.path, {'.gitignore': root})
        for (const [at, rules] of nested) {
          const beside = written[at % Math.max(written.length, 1)]
          if (beside?.includes('/') === true)
            writeFiles(folder.path, {[`${beside.slice(0, beside.lastIndexOf('/'))}/.gitignore`]: rules})
        }
        for (const at of tracked) {
          const added = written[at % Math.max(written.length, 1)]
          if (added !== undefined) git(folder.path, 'add', '-f', '--', `:(literal)${added}`)
        }
        expect((await walkFolder(folder.path)).files).toEqual(gitFiles(folder.path))
      }),
      {numRuns: 60},
    )
  })

  it('judge any path as git check-ignore does, for any rules of one file', () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    fc.assert(
      fc.property(ignoreFile, fc.uniqueArray(path, {minLength: 8, maxLength: 40}), (rules, paths) => {
        writeFileSync(join(folder.path, '.gitignore'), rules)
        const parsed = parseIgnoreFile(Buffer.from(rules, 'utf8').toString('latin1'))
        expect(paths.filter(each => isPathHidden(parsed, each))).toEqual(hiddenByGit(folder.path, paths))
      }),
      {numRuns: 600},
    )
  })

  it('never fail, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), path, (bytes, each) => {
        expect(typeof isPathHidden(parseIgnoreFile(Buffer.from(bytes).toString('latin1')), each)).toBe('boolean')
      }),
    )
  })

  it.each([
    ['stars', `${'*a'.repeat(2000)}b`],
    ['folders', `${'**/a/'.repeat(2000)}b`],
    ['classes', `${'*[a-z]'.repeat(2000)}b`],
  ])(
    'match %s without a blow-up',
    (_name, pattern) => {
      const glob = compileGlob(pattern)
      expect(glob !== undefined && matchesGlob(glob, `${'a/'.repeat(1000)}${'a'.repeat(1000)}b`)).toBe(false)
      expect(glob !== undefined && matchesGlob(glob, `${'a'.repeat(1900)}b`)).toBe(false)
    },
    20_000,
  )
})

/** Files that can stand beside each other; the paths that were written. */
function writeTree(folder: string, paths: readonly string[]): string[] {
  return paths.filter(each => {
    try {
      mkdirSync(join(folder, each, '..'), {recursive: true})
      writeFileSync(join(folder, each), '')
      return true
    } catch {
      return false // one path's file is another's folder
    }
  })
}

/**
 * `check-ignore` exits with 1 when nothing is ignored, and with `--no-index` lists a path also when a folder above it
 * is.
 */
function hiddenByGit(folder: string, paths: readonly string[]): string[] {
  const script = 'git check-ignore --no-index -z --stdin || test $? -eq 1'
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    LC_ALL: 'C',
  }
  const listed = execFileSync('sh', ['-c', script], {
    cwd: folder,
    env,
    input: paths.map(each => `${each}\0`).join(''),
    encoding: 'utf8',
  })
  return listed.split('\0').filter(each => each !== '')
}
