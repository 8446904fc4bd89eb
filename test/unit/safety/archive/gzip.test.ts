import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {bytes, runsCommand} from '../../../support/pickles.ts'
import {safetensors} from '../../../support/weights.ts'

const inner = safetensors('{"__metadata__":{}}', 0)
const u16 = (value: number): Uint8Array => new Uint8Array([value & 0xff, value >> 8])
const subfield = (name: string, content: Uint8Array): Uint8Array => bytes(name, u16(content.length), content)

/** A member of gzip with these optional fields in its header. */
function member(fields: {extra?: Uint8Array; name?: string; comment?: Uint8Array}, content = inner): Uint8Array {
  const {extra, name, comment} = fields
  const packed = gzipSync(content)
  const head = Uint8Array.from(packed.subarray(0, 10))
  head[3] = (extra === undefined ? 0 : 4) | (name === undefined ? 0 : 8) | (comment === undefined ? 0 : 16)
  return bytes(
    head,
    ...(extra === undefined ? [] : [u16(extra.length), extra]),
    ...(name === undefined ? [] : [`${name}\0`]),
    ...(comment === undefined ? [] : [comment, '\0']),
    packed.subarray(10),
  )
}

describe('the header of a gzip member', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', member({})],
    ['a name and a comment', member({name: 'model.safetensors', comment: bytes('packed by hand')})],
    ['the length of a block, as bgzip writes it', member({extra: subfield('BC', u16(60))})],
    [
      'places to begin at, as dictzip writes them',
      member({extra: subfield('RA', bytes(u16(1), u16(9), u16(2), u16(5), u16(5)))}),
    ],
    ['a second member', bytes(member({name: 'a'}, inner.subarray(0, 5)), member({}, inner.subarray(5)))],
    ['zeros behind it', bytes(member({}), new Uint8Array(512))],
  ])('is read with %s', async (_what, content) => {
    const {verdict, coverage} = await examined(content, 'm.gz')
    expect([verdict, coverage.coveredBytes]).toEqual(['safe', content.length])
  })

  it.each<[string, Uint8Array]>([
    ['in an extra field', member({extra: subfield('XX', runsCommand)})],
    [
      'in an extra field behind one that is known',
      member({extra: bytes(subfield('BC', u16(60)), subfield('XX', runsCommand))}),
    ],
    ['in an extra field that is cut', member({extra: bytes('XX', u16(9999), runsCommand)})],
    ['in a known field of another length', member({extra: subfield('BC', runsCommand)})],
    ['in the comment', member({comment: bytes('cos\nsystem\n(S"x"\ntR.')})],
    ['in the second member', bytes(member({}), member({extra: subfield('XX', runsCommand)}, new Uint8Array()))],
  ])('hides no pickle %s', async (_what, content) => {
    const given = await answer(content, 'm.gz')
    expect([given.verdict, given.named.includes('os.system')]).toEqual(['unsafe', true])
  })

  it('is not safe with a field that nobody reads', async () => {
    const given = await answer(member({extra: subfield('XX', bytes('anything'))}), 'm.gz')
    expect([given.verdict, given.rules]).toEqual(['unknown', ['AIB101']])
  })
})

describe('the header of zlib', () => {
  it.each([0x0178, 0x9c78, 0x1_da78])('is not taken from the length before a header of %i bytes', async length => {
    const json = JSON.stringify({__metadata__: {}}).padEnd(length, ' ')
    const {verdict, findings} = await examined(safetensors(json, 0), 'model.safetensors')
    expect([verdict, findings]).toEqual(['safe', []])
  })
})
