import {randomBytes} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {describe, expect, it} from 'vitest'
import {FetchTooLarge, fetchWithin} from '../../../../src/sources/git/fetch-within.ts'
import {GitFailure, type GitSetting, gitEnvironment, runGit} from '../../../../src/sources/git/process.ts'
import {toSourceError} from '../../../../src/sources/git/source-error.ts'
import {git, temporaryFolder, writeFiles} from '../../../support/git.ts'

const megabyte = 1_000_000

/** A repository with one file that does not compress, and a bare one to fetch into. */
async function prepare(folder: string, fileBytes: number): Promise<{setting: GitSetting; fetch: readonly string[]}> {
  const [from, folderOfOurs] = [join(folder, 'from'), join(folder, 'ours')]
  writeFiles(from, {'weights.bin': randomBytes(fileBytes)})
  git(from, 'init', '--quiet')
  git(from, 'add', '.')
  git(from, 'commit', '--quiet', '--message', 'all')
  const setting = {folder: folderOfOurs, env: gitEnvironment(process.env), signal: new AbortController().signal}
  writeFiles(folderOfOurs, {})
  git(folder, 'init', '--quiet', '--bare', '--template=', folderOfOurs)
  const url = pathToFileURL(from).href
  return {setting, fetch: ['fetch', '--quiet', '--depth=1', '--', url, '+HEAD:refs/aibom/source']}
}

describe('a fetch within a limit', () => {
  it('brings what is smaller, in one pack', async () => {
    using folder = temporaryFolder()
    const {setting, fetch} = await prepare(folder.path, megabyte)
    await fetchWithin(setting, fetch, 2 * megabyte)
    expect((await runGit(setting, ['cat-file', '-s', 'refs/aibom/source:weights.bin'])).toString()).toBe('1000000\n')
    expect(readdirSync(join(setting.folder, 'objects/pack')).filter(name => name.endsWith('.pack'))).toHaveLength(1)
  })

  it('ends when more came', async () => {
    using folder = temporaryFolder()
    const {setting, fetch} = await prepare(folder.path, 5 * megabyte)
    await expect(fetchWithin(setting, fetch, 2 * megabyte)).rejects.toThrow(FetchTooLarge)
  })

  it('leaves what git itself says as it is', async () => {
    using folder = temporaryFolder()
    const {setting, fetch} = await prepare(folder.path, 1000)
    const missing = fetch.with(-2, pathToFileURL(join(folder.path, 'none')).href)
    const failure = await fetchWithin(setting, missing, megabyte).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(GitFailure)
    expect(failure).not.toBeInstanceOf(FetchTooLarge)
  })

  it.each([
    [false, 3],
    [true, 2],
  ])('is told with the address and what to do (local: %s)', (isLocal, exit) => {
    const address = {url: 'https://user:hunter2@example.com/big.git', isLocal}
    expect(toSourceError(address, new FetchTooLarge('more than 9 bytes came'))).toMatchObject({
      code: 'AIBOM_SOURCE_TOO_LARGE',
      message: 'https://example.com/big.git is larger than 8 GiB, so it was not fetched whole',
      hint: 'Clone it yourself and name the folder',
      exit,
    })
  })
})
