import {describe, expect, it} from 'vitest'
import {legacyPreAuthEncoding} from '../../../../src/trust/sigstore/dsse.ts'
import {altNamesOf, asciiOf} from '../../../../src/trust/x509/alt-names.ts'
import {parseCertificate} from '../../../../src/trust/x509/certificate.ts'
import {altNames, generalName, issue} from '../../../support/certificates.ts'
import {tlv} from '../../../support/der.ts'

describe('names of a certificate', () => {
  it('are of their kind, and of no kind where it or the text is not known', () => {
    const names = altNames(
      generalName('email', 'a@b.test'),
      tlv(0x88, Buffer.from('a@b.test')),
      generalName('email', Buffer.from([0x61, 0])),
    )
    expect(altNamesOf(parseCertificate(issue({name: 'leaf', extensions: [names]}).der))).toEqual([
      {type: 'email', value: 'a@b.test'},
      {type: 'other', value: `#${Buffer.from('a@b.test').toString('hex')}`},
      {type: 'other', value: '#6100'},
    ])
  })

  it.each([
    [[0x20, 0x7e], ' ~'],
    [[0x61], 'a'],
    [[0x1f], undefined],
    [[0x7f], undefined],
    [[], undefined],
  ])('are printable ASCII: %j', (bytes, text) => {
    expect(asciiOf(Buffer.from(bytes))).toBe(text)
  })
})

describe('the encoding of model-signing 0.2', () => {
  it('writes bytes as Python shows them', () => {
    expect(String(legacyPreAuthEncoding('t', Buffer.from("a\r\n\t\\'")))).toBe('DSSEV1 1 t 6 b"a\\r\\n\\t\\\\\'"')
  })
})

describe('the size of a certificate', () => {
  it('is bounded', () => {
    expect(() => parseCertificate(new Uint8Array(64 * 1024 + 1))).toThrow('it has 65537 bytes')
    expect(() => parseCertificate(new Uint8Array(64 * 1024))).toThrow(
      expect.objectContaining({message: expect.not.stringContaining('it has')}),
    )
  })
})
