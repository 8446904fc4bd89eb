import {describe, expect, it} from 'vitest'
import {isOwnTemporary, temporaryName} from '../../../src/lib/fs/own-temporary.ts'
import {leftPartOf} from '../../../src/lib/fs/part-file.ts'

describe('isOwnTemporary', () => {
  it.each([
    temporaryName('model.sig'),
    temporaryName('n'.repeat(255)),
    temporaryName('line\nbreak'),
    '.model.sig.0f0f0f0f-0000-4000-8000-000000000000.tmp',
    leftPartOf('w.safetensors', 'a'.repeat(64)),
    '.aibom.0123456789abcdef.0123456789abcdef.4711-89abcdef.part',
  ])('knows %j', name => {
    expect(isOwnTemporary(name)).toBe(true)
  })

  it.each([
    'model.tmp',
    '.model.tmp',
    'model.sig.0f0f0f0f-0000-4000-8000-000000000000.tmp',
    '.model.sig.0f0f0f0f-0000-4000-8000-000000000000.tmp.bin',
    '.model.sig.0F0F0F0F-0000-4000-8000-000000000000.tmp',
    'movie.part',
    'w.safetensors.0123.part',
    '.aibom.x.part',
  ])('takes no other name for one: %j', name => {
    expect(isOwnTemporary(name)).toBe(false)
  })

  it('leaves room for the name itself', () => {
    expect(Buffer.byteLength(temporaryName('名'.repeat(85)))).toBeLessThanOrEqual(255)
  })
})
