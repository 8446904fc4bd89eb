import {execFileSync} from 'node:child_process'
import {readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {findGitFolder, readHeadCommit} from '../../../../src/sources/git/folder.ts'
import {readCommitTime} from '../../../../src/sources/git-objects/commit-time.ts'
import {git, temporaryFolder, writeFiles} from '../../../support/git.ts'

function commitTime(folder: string): string | undefined {
  const repository = findGitFolder(folder)
  const head = repository && readHeadCommit(repository)
  return repository === undefined || head === undefined ? undefined : readCommitTime(repository, head)?.toISOString()
}

describe('readCommitTime', () => {
  it('tells when HEAD was committed, loose and packed', () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    writeFiles(folder.path, {'a.txt': 'a'})
    git(folder.path, 'add', '-A')
    git(folder.path, 'commit', '-q', '-m', 'committer Nobody <n@example.invalid> 1 +0000')
    expect(commitTime(folder.path)).toBe('2026-01-01T00:00:00.000Z')
    git(folder.path, 'repack', '-q', '-a', '-d')
    git(folder.path, 'prune-packed')
    expect(commitTime(folder.path)).toBe('2026-01-01T00:00:00.000Z')
  })

  it('tells nothing of a commit whose pack is gone, or is a pipe', () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'x')
    git(folder.path, 'repack', '-q', '-a', '-d')
    const packs = join(folder.path, '.git/objects/pack')
    const pack = join(packs, readdirSync(packs).find(name => name.endsWith('.pack')) ?? '')
    rmSync(pack, {force: true})
    expect(commitTime(folder.path)).toBeUndefined()
    execFileSync('mkfifo', [pack])
    expect(commitTime(folder.path)).toBeUndefined()
  })

  it('believes no commit whose content is not what its name says', () => {
    using folder = temporaryFolder()
    git(folder.path, 'init', '-q')
    git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'x')
    const made = git(folder.path, 'rev-parse', 'HEAD').trim()
    const forged = git(folder.path, 'cat-file', 'commit', made).replaceAll('1767225600', '1000000000')
    writeFileSync(join(folder.path, 'forged'), forged)
    const oid = git(folder.path, 'hash-object', '-t', 'commit', '-w', 'forged').trim()
    const objects = join(folder.path, '.git/objects')
    const pathOf = (id: string): string => join(objects, id.slice(0, 2), id.slice(2))
    execFileSync('cp', ['-f', pathOf(oid), pathOf(made)])
    expect(commitTime(folder.path)).toBeUndefined()
  })
})
