import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {GitRemotes} from '../../../../src/sources/git/remote.ts'
import {parseGitAddress} from '../../../../src/sources/git/url.ts'

const commit = 'a1'.repeat(20)
/** No program is found by it. */
const env = {PATH: '/nowhere'}

describe('GitRemotes', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aibom-remote-'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  async function headOf(suffix = ''): Promise<string | undefined> {
    await using remotes = new GitRemotes(env)
    const address = parseGitAddress(`${pathToFileURL(folder).href}${suffix}`)
    if (address === undefined) throw new Error('no address')
    return await remotes.commitOf(address, new AbortController().signal, 10_000)
  }

  function write(path: string, text: string): void {
    mkdirSync(join(folder, path, '..'), {recursive: true})
    writeFileSync(join(folder, path), text)
  }

  it.each([
    ['a working tree', '.git/'],
    ['a bare repository', ''],
  ])('reads the HEAD of %s on this machine without starting git', async (_what, prefix) => {
    write(`${prefix}HEAD`, 'ref: refs/heads/main\n')
    write(`${prefix}refs/heads/main`, `${commit}\n`)
    expect(await headOf()).toBe(commit)
    rmSync(join(folder, `${prefix}refs`), {recursive: true})
    write(`${prefix}packed-refs`, `# pack-refs with: peeled fully-peeled sorted\n${commit} refs/heads/main\n`)
    expect(await headOf()).toBe(commit)
  })

  it.each([
    ['there is no commit yet', 'ref: refs/heads/main\n', ''],
    ['refs are kept in another form', 'ref: refs/heads/.invalid\n', ''],
    ['a branch is asked for', `${commit}\n`, '#main'],
  ])('asks git where %s', async (_what, head, suffix) => {
    write('.git/HEAD', head)
    await expect(headOf(suffix)).rejects.toThrow(expect.objectContaining({code: 'AIBOM_GIT_MISSING'}))
  })

  it.each([
    ['is a plain file', '/file'],
    ['is in a plain file', '/file/repository'],
    ['is not there', '/missing'],
    ['has a name that no file can have', '/%00'],
  ])('asks git where the repository %s', async (_what, suffix) => {
    write('file', 'text')
    await expect(headOf(suffix)).rejects.toThrow(expect.objectContaining({code: 'AIBOM_GIT_MISSING'}))
  })
})
