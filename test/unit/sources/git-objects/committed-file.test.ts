import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {findGitFolder, readHeadCommit} from '../../../../src/sources/git/folder.ts'
import {readCommittedFile} from '../../../../src/sources/git-objects/committed-file.ts'
import {temporaryFolder} from '../../../support/run.ts'

function repository(format = 'sha1') {
  const cwd = temporaryFolder()
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      stdio: 'pipe',
      encoding: 'utf8',
    })
  git('init', '-q', '-b', 'main', `--object-format=${format}`)
  const write = (path: string, text: string): void => {
    mkdirSync(join(cwd, path, '..'), {recursive: true})
    writeFileSync(join(cwd, path), text)
  }
  const commit = (): void => {
    git('add', '-A')
    git('commit', '-q', '-m', 'x', '--allow-empty')
  }
  const read = (path: string): string | undefined => {
    const folder = findGitFolder(cwd)
    const head = folder === undefined ? undefined : readHeadCommit(folder)
    return folder === undefined || head === undefined ? undefined : readCommittedFile(folder, head, path)?.toString()
  }
  return {cwd, git, write, commit, read}
}

/** Long enough that git stores later versions as differences. */
const long = (first: string): string =>
  [first, ...Array.from({length: 2000}, (_each, index) => `line ${index * 7919}`)].join('\n')

describe('readCommittedFile', () => {
  it.each(['sha1', 'sha256'])('reads loose and packed objects of %s as git does', format => {
    const {git, write, commit, read} = repository(format)
    for (const version of ['one', 'two', 'three']) {
      write('aibom.lock', long(version))
      write('a/b/c d.txt', version)
      commit()
    }
    const expected = git('show', 'HEAD:aibom.lock')
    expect(read('aibom.lock')).toBe(expected)
    git('repack', '-q', '-a', '-d', '-f', '--depth=50')
    git('prune-packed')
    expect(read('aibom.lock')).toBe(expected)
    expect(read('a/b/c d.txt')).toBe('three')
    git('pack-refs', '--all')
    expect(read('aibom.lock')).toBe(expected)
  })

  it('reads old versions, which are stored as differences', () => {
    const {cwd, git, write, commit} = repository()
    for (const version of ['one', 'two', 'three', 'four']) {
      write('aibom.lock', long(version))
      commit()
    }
    git('repack', '-q', '-a', '-d', '-f', '--depth=50')
    const folder = findGitFolder(cwd)
    if (folder === undefined) throw new Error('no repository')
    expect(
      git(
        'verify-pack',
        '-v',
        join(
          '.git/objects/pack',
          readdirSync(join(cwd, '.git/objects/pack')).find(name => name.endsWith('.idx')) ?? '',
        ),
      ),
    ).toMatch(/chain length = 1/)
    for (const [back, version] of ['four', 'three', 'two', 'one'].entries()) {
      const commitId = git('rev-parse', `HEAD~${back}`).trim()
      expect(readCommittedFile(folder, commitId, 'aibom.lock')?.toString()).toBe(long(version))
    }
  })

  it('knows what a commit does not have', () => {
    const {write, commit, read} = repository()
    write('a/file', 'x')
    commit()
    for (const path of ['missing', 'a', 'a/file/b', 'A/file', 'a/fil', '', 'a/../a/file'])
      expect(read(path)).toBeUndefined()
  })

  it('believes no object whose content is not what its name says', () => {
    const {cwd, git, write, commit, read} = repository()
    write('aibom.lock', 'right')
    commit()
    const [right, wrong] = [
      git('rev-parse', 'HEAD:aibom.lock').trim(),
      execFileSync('git', ['-C', cwd, 'hash-object', '-w', '--stdin'], {input: 'wrong', encoding: 'utf8'}).trim(),
    ]
    const pathOf = (oid: string): string => join(cwd, '.git/objects', oid.slice(0, 2), oid.slice(2))
    execFileSync('chmod', ['u+w', pathOf(right)])
    writeFileSync(pathOf(right), readFileSync(pathOf(wrong)))
    expect(read('aibom.lock')).toBeUndefined()
    writeFileSync(pathOf(right), 'no zlib')
    expect(read('aibom.lock')).toBeUndefined()
  })

  it('ends on a pack that was cut or scribbled over', () => {
    const {cwd, git, write, commit, read} = repository()
    write('aibom.lock', long('one'))
    commit()
    git('repack', '-q', '-a', '-d')
    const folder = join(cwd, '.git/objects/pack')
    const pack = join(folder, readdirSync(folder).find(name => name.endsWith('.pack')) ?? '')
    const index = pack.replace(/pack$/, 'idx')
    execFileSync('chmod', ['-R', 'u+w', folder])
    const [whole, table] = [readFileSync(pack), readFileSync(index)]
    for (let seed = 1; seed <= 300; seed++) {
      const [bytes, other] = [Buffer.from(whole), Buffer.from(table)]
      bytes[(seed * 7919) % bytes.length] = (seed * 31) % 256
      other[(seed * 104729) % other.length] = (seed * 17) % 256
      writeFileSync(pack, bytes)
      writeFileSync(index, seed % 2 === 0 ? other : table)
      expect([undefined, long('one')]).toContain(read('aibom.lock'))
    }
    writeFileSync(index, table)
    truncateSync(pack, 20)
    expect(read('aibom.lock')).toBeUndefined()
  })
})
