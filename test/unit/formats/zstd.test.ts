import {describe, expect, it} from 'vitest'
import {unpackZstd} from '../../../src/formats/zstd.ts'

/** Two frames, as the reference library wrote them: one with its size and a checksum, one with neither. */
const twoFrames = Buffer.from(
  'KLUv/SQiEQEAeyJ2ZXJzaW9uIjogMiwgInN0YXR1cyI6ICJzdWNjZXNzIu9B5AAotS/9AFh5AAAsICJtb3JlIjogdHJ1ZX0=',
  'base64',
)

describe('unpackZstd', () => {
  it('unpacks frame after frame', () => {
    expect(Buffer.from(unpackZstd(twoFrames, 1000)).toString()).toBe(
      '{"version": 2, "status": "success", "more": true}',
    )
  })

  it.each([
    ['a frame that says it is too large', Buffer.from('28b52ffd 80 68 00000004 000000'.replaceAll(' ', ''), 'hex')],
    ['a window of terabytes', Buffer.from('28b52ffd 00 f8 000000'.replaceAll(' ', ''), 'hex')],
  ])('gives up before it makes room: %s', (_what, bytes) => {
    expect(() => unpackZstd(bytes, 1000)).toThrow(
      expect.objectContaining({code: expect.stringMatching(/^AIBOM_(?:ZIP_BOMB|COMPRESSED_INVALID)$/)}),
    )
  })

  it('gives up where the content passes the limit', () => {
    expect(() => unpackZstd(twoFrames, 10)).toThrow(expect.objectContaining({code: 'AIBOM_ZIP_BOMB'}))
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no frame', Buffer.from('hello, world')],
    ['a cut frame', twoFrames.subarray(0, 20)],
    ['a dictionary', Buffer.from('28b52ffd0300000001000000', 'hex')],
    ['a cut frame behind a whole one', twoFrames.subarray(0, twoFrames.length - 4)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => unpackZstd(bytes, 1000)).toThrow(expect.objectContaining({code: 'AIBOM_COMPRESSED_INVALID'}))
  })
})
