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

  it.each([
    ['none', []],
    ['one', ['é']],
    ['many small ones', Array.from({length: 10_000}, (_, at) => `${at}😀\n`)],
    ['large ones', ['a'.repeat(pieceLength + 1), 'b', 'c'.repeat(pieceLength)]],
  ])('writes pieces: %s', (_what, pieces) => {
    writeWhole(join(folder, 'pieces.json'), pieces)
    expect(readFileSync(join(folder, 'pieces.json'), 'utf8') === pieces.join('')).toBe(true)
  })

  it('leaves what was there where a piece cannot be made', () => {
    const path = join(folder, 'a.json')
    writeWhole(path, 'before')
    function* broken(): Generator<string> {
      yield 'x'.repeat(pieceLength)
      throw new RangeError('too large')
    }
    expect(() => writeWhole(path, broken())).toThrow()
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })
})
