import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {GitBlobs} from '../../../../src/sources/git/blobs.ts'
import {gitEnvironment} from '../../../../src/sources/git/process.ts'
import {git, temporaryFolder, writeFiles} from '../../../support/git.ts'

const kilobyte = 1024
const inGiB = (bytes: number): number => bytes / 1024 ** 3

describe('blobs as files', () => {
  it('are refused once all of them are larger than what may be unpacked', async () => {
    using folder = temporaryFolder()
    const contents = ['a', 'b', 'c'].map(letter => letter.repeat(kilobyte))
    writeFiles(folder.path, Object.fromEntries(contents.map(text => [`${text[0]}.bin`, text])))
    git(folder.path, 'init', '--quiet')
    git(folder.path, 'add', '.')
    const setting = {
      folder: join(folder.path, '.git'),
      env: gitEnvironment(process.env),
      signal: new AbortController().signal,
    }
    const blobs = new GitBlobs(setting, inGiB(2 * kilobyte))
    const spool = (name: string): Promise<string> =>
      blobs.spool(name, git(folder.path, 'rev-parse', `:${name}`).trim(), BigInt(kilobyte))
    expect(readFileSync(await spool('a.bin'), 'utf8')).toBe(contents[0])
    expect(await spool('a.bin')).toBe(await spool('a.bin'))
    expect(readFileSync(await spool('b.bin'), 'utf8')).toBe(contents[1])
    await expect(spool('c.bin')).rejects.toMatchObject({code: 'AIBOM_FILE_TOO_LARGE'})
    expect(readFileSync(await spool('b.bin'), 'utf8')).toBe(contents[1])
    await blobs.close()
  })
})
