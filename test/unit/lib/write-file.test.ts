import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {writeWhole} from '../../../src/lib/fs/write-file.ts'

/** Where a large text is divided. */
const pieceLength = 8 * 1024 * 1024

describe('writeWhole', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aibom-test-'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it.each([-2, -1, 0])('writes a large text as it is, with a sign of two units %i from where it is divided', at => {
    const text = `${'a'.repeat(pieceLength + at)}😀${'b'.repeat(10)}é`
    writeWhole(join(folder, 'large.json'), text)
    expect(readFileSync(join(folder, 'large.json'), 'utf8') === text).toBe(true)
    expect(readdirSync(folder)).toEqual(['large.json'])
  })
})
