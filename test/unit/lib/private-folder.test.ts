import {existsSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {makePrivateFolder} from '../../../src/lib/fs/private-folder.ts'
import {temporaryFolder} from '../../support/run.ts'

describe('makePrivateFolder', () => {
  it('makes what is missing, for the owner alone', () => {
    const folder = join(temporaryFolder(), 'a/b/c')
    makePrivateFolder(folder)
    makePrivateFolder(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('says why it cannot where a file is in the way', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => makePrivateFolder(join(file, 'below'))).toThrow(/ENOTDIR|ENOENT|EEXIST/)
  })

  it.skipIf(!existsSync('/proc/self'))('ends where the file system takes no folders', () => {
    expect(() => makePrivateFolder('/proc/aibom/cache')).toThrow(/ENOENT|EACCES|EPERM/)
  })
})
