import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseCertificate, subjectText} from '../../../src/trust/x509/certificate.ts'
import {
  DerError,
  onlyChild,
  parseDer,
  toBits,
  toBoolean,
  toNumber,
  toOid,
  toTime,
  toWholeBytes,
  withTag,
} from '../../../src/trust/x509/der.ts'
import {
  altNames,
  authority,
  certificateOf,
  ecKeys,
  extension,
  generalName,
  issue,
  signerUsage,
} from '../../support/certificates.ts'
import {bits, boolean, integer, nothing, octets, oid, sequence, set, time, tlv, utf8} from '../../support/der.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

describe('parseDer', () => {
  it('gives a value with its bytes and its parts', () => {
    const value = parseDer(sequence(integer(1), utf8('a')))
    expect(value.tag).toBe(0x30)
    expect(value.children.map(({tag, content}) => [tag, content.toString('hex')])).toEqual([
      [0x02, '01'],
      [0x0c, '61'],
    ])
    expect(parseDer(octets(Buffer.alloc(300))).content).toHaveLength(300)
    expect(parseDer(octets(Buffer.alloc(128))).content).toHaveLength(128)
  })

  it.each<[string, Buffer]>([
    ['nothing', bytes('')],
    ['a tag without a length', bytes('30')],
    ['a value that is cut off', bytes('020201')],
    ['bytes behind the value', bytes('02010100')],
    ['an indefinite length', bytes('30800000')],
    ['a length that needs no second byte', bytes('04810141')],
    ['a length with a zero before it', Buffer.concat([bytes('0482007f'), Buffer.alloc(127)])],
    ['a length with a zero before three bytes', Buffer.concat([bytes('0483000100'), Buffer.alloc(256)])],
    ['a length of five bytes', bytes('0485000000000141')],
    ['a length that is cut off', bytes('048201')],
    ['a tag of two bytes', bytes('1f8101 00'.replace(' ', ''))],
    ['a string in pieces', tlv(0x24, octets(bytes('41')))],
    ['a sequence without its bit', bytes('1000')],
    ['a set without its bit', bytes('1100')],
    ['a part that is longer than its whole', bytes('3003020201')],
    ['34 values inside each other', Array.from({length: 34}).reduce<Buffer>(inner => sequence(inner), nothing)],
  ])('refuses %s', (_name, der) => {
    expect(() => parseDer(der)).toThrow(DerError)
  })

  it.each<[string, Buffer]>([
    ['values nest more than 32 deep', Array.from({length: 33}).reduce<Buffer>(inner => sequence(inner), nothing)],
    ['a length is indefinite or too large', bytes('30800000')],
    ['a length is indefinite or too large', bytes('0485000000000141')],
    ['a length is not written in its shortest form', bytes('04817f')],
    ['a value is longer than its bytes', bytes('0484ffffffff41')],
    ['the bytes end inside a value', bytes('0481')],
    ['a tag has more than one byte', bytes('1f810100')],
    ['a value has a form that DER does not allow', bytes('2203020101')],
    ['bytes follow the value', bytes('0500 00'.replace(' ', ''))],
  ])('says that %s', (message, der) => {
    expect(() => parseDer(der)).toThrow(message)
  })

  it('reads 32 values inside each other', () => {
    const der = Array.from({length: 32}).reduce<Buffer>(inner => sequence(inner), nothing)
    expect(parseDer(der).bytes.equals(der)).toBe(true)
  })

  it('says which type it expected, and which it found', () => {
    expect(() => withTag(parseDer(nothing), 0x30)).toThrow('expected a value with tag 0x30, found 0x5')
    expect(() => withTag(undefined, 0x0c)).toThrow('expected a value with tag 0xc, found none')
    expect(() => onlyChild(parseDer(sequence(nothing, nothing)))).toThrow('expected one value, found 2')
    expect(() => onlyChild(parseDer(sequence()))).toThrow('expected one value, found 0')
  })

  it('reads a value or fails, whatever the bytes, and gives these bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 40}), content => {
        try {
          expect(Buffer.from(content).equals(parseDer(content).bytes)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(DerError)
        }
      }),
    )
  })
})

describe('values of DER', () => {
  it('are read', () => {
    expect(toBoolean(parseDer(boolean(true)))).toBe(true)
    expect(toBoolean(parseDer(boolean(false)))).toBe(false)
    expect([0, 1, 127, 128, 65_535, 0x7fffffff].map(number => toNumber(parseDer(integer(number))))).toEqual([
      0, 1, 127, 128, 65_535, 0x7fffffff,
    ])
    expect(toBits(parseDer(bits(bytes('a0'), 5)))).toEqual({bytes: bytes('a0'), unusedBits: 5})
    expect(toBits(parseDer(bytes('030100')))).toEqual({bytes: bytes(''), unusedBits: 0})
    expect(toWholeBytes(parseDer(bits(bytes('a5'))))).toEqual(bytes('a5'))
    expect(['1.2.840.10045.4.3.2', '2.5.29.15', '0.9.2342'].map(id => toOid(parseDer(oid(id))))).toEqual([
      '1.2.840.10045.4.3.2',
      '2.5.29.15',
      '0.9.2342',
    ])
    expect(toOid(parseDer(bytes('0603883703')))).toBe('2.999.3')
    expect(toOid(parseDer(bytes('06042a818001')))).toBe('1.2.16385')
    expect(['060127', '060128', '06014f', '060150'].map(hex => toOid(parseDer(bytes(hex))))).toEqual([
      ...['0.39', '1.0', '1.39', '2.0'],
    ])
    const at = new Date('2026-02-28T23:59:59Z')
    expect(toTime(parseDer(time(at)))).toEqual(at)
    expect(toTime(parseDer(tlv(0x17, Buffer.from('490101000000Z'))))).toEqual(new Date('2049-01-01T00:00:00Z'))
    expect(toTime(parseDer(tlv(0x17, Buffer.from('500101000000Z'))))).toEqual(new Date('1950-01-01T00:00:00Z'))
  })

  it.each<[string, () => unknown]>([
    ['a boolean of 01', () => toBoolean(parseDer(bytes('010101')))],
    ['a boolean of two bytes', () => toBoolean(parseDer(bytes('0102ffff')))],
    ['a boolean that is a number', () => toBoolean(parseDer(integer(1)))],
    ['a negative number', () => toNumber(parseDer(bytes('0201ff')))],
    ['the smallest number of one byte', () => toNumber(parseDer(bytes('020180')))],
    ['a padded number of two bytes', () => toNumber(parseDer(bytes('0202007f')))],
    ['a padded number', () => toNumber(parseDer(bytes('02020001')))],
    ['a number of five bytes', () => toNumber(parseDer(bytes('02050100000000')))],
    ['a number of no bytes', () => toNumber(parseDer(bytes('0200')))],
    ['bits without a count', () => toBits(parseDer(bytes('0300')))],
    ['bits behind the end', () => toBits(parseDer(bits(bytes('a1'), 5)))],
    ['eight unused bits', () => toBits(parseDer(bits(bytes('00'), 8)))],
    ['unused bits of nothing', () => toBits(parseDer(bytes('030101')))],
    ['bits that are not whole bytes', () => toWholeBytes(parseDer(bits(bytes('a0'), 5)))],
    ['no bits', () => toWholeBytes(undefined)],
    ['an identifier that is cut off', () => toOid(parseDer(bytes('06022a86')))],
    ['an identifier with padding', () => toOid(parseDer(bytes('06032a8001')))],
    ['an empty identifier', () => toOid(parseDer(bytes('0600')))],
    ['an identifier of 65 bytes', () => toOid(parseDer(tlv(0x06, Buffer.alloc(65, 1))))],
    ['a time of another type', () => toTime(parseDer(utf8('20260101000000Z')))],
    ['a short time in the long form', () => toTime(parseDer(tlv(0x18, Buffer.from('260101000000Z'))))],
    ['a time without seconds', () => toTime(parseDer(tlv(0x17, Buffer.from('2601010000Z'))))],
    ['a time in another zone', () => toTime(parseDer(tlv(0x18, Buffer.from('20260101000000+0100'))))],
    ['the 30th of February', () => toTime(parseDer(tlv(0x18, Buffer.from('20260230000000Z'))))],
    ['no time', () => toTime(undefined)],
  ])('are not %s', (_name, read) => {
    expect(read).toThrow(DerError)
  })
})

it.each<[string, number | undefined]>([
  ['0x30', 0x30],
  ['none', undefined],
])('a value of another type is told by its tag: %s', (found, tag) => {
  const value = tag === undefined ? undefined : parseDer(tlv(tag, Buffer.alloc(0)))
  expect(() => withTag(value, 0x31)).toThrow(`expected a value with tag 0x31, found ${found}`)
})

describe('parseCertificate', () => {
  const keys = ecKeys()
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8('a')), sequence(oid('1.2.3'), utf8('b'))))
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const validity = sequence(time(new Date('2026-01-01T00:00:00Z')), time(new Date('2027-01-01T00:00:00Z')))
  const spki = keys.publicKey.export({type: 'spki', format: 'der'})
  const version = tlv(0xa0, integer(2))
  const list = tlv(0xa3, sequence(...signerUsage))
  const fields = [version, integer(1), algorithm, name, validity, name, spki, list]
  const made = (...parts: Buffer[]): Buffer => certificateOf(sequence(...parts), keys.privateKey)
  const replaced = (index: number, ...parts: Buffer[]): Buffer =>
    made(...fields.slice(0, index), ...parts, ...fields.slice(index + 1))

  it('reads versions 1 and 3, and passes over unique identifiers', () => {
    expect(parseCertificate(made(...fields)).extensions.size).toBe(3)
    expect(parseCertificate(made(...fields.slice(1, 7))).extensions.size).toBe(0)
    expect(
      parseCertificate(replaced(6, spki, bits(bytes('00')).fill(0x81, 0, 1), bits(bytes('00')).fill(0x82, 0, 1)))
        .extensions.size,
    ).toBe(3)
    expect(subjectText(parseCertificate(made(...fields)))).toBe('CN=a, 1.2.3=b')
  })

  const whole = made(...fields)
  it.each<[string, Buffer]>([
    ['64 KB and more', Buffer.alloc(64 * 1024 + 1, 0x30)],
    ['bytes behind it', Buffer.concat([whole, bytes('00')])],
    ['a part too much', sequence(...[whole.subarray(4)], nothing)],
    ['no signature', sequence(sequence(...fields), algorithm)],
    ['another algorithm inside', replaced(2, sequence(oid('1.2.840.10045.4.3.3')))],
    ['extensions in version 1', replaced(0)],
    ['extensions in version 2', replaced(0, tlv(0xa0, integer(1)))],
    ['two versions', replaced(0, tlv(0xa0, integer(2), integer(2)))],
    ['a serial number of another type', replaced(1, utf8('1'))],
    ['a name of another type', replaced(3, utf8('a'))],
    ['one time', replaced(4, sequence(time(new Date(0))))],
    ['three times', replaced(4, sequence(...[0, 1, 2].map(ms => time(new Date(ms)))))],
    ['a field too much', replaced(7, list, nothing)],
    ['extensions twice', replaced(7, list, list)],
    ['an extension twice', replaced(7, tlv(0xa3, sequence(extension('1.2.3', nothing), extension('1.2.3', nothing))))],
    [
      'an extension with four parts',
      replaced(7, tlv(0xa3, sequence(sequence(oid('1.2.3'), boolean(true), octets(nothing), nothing)))),
    ],
    [
      'an extension with two parts behind its value',
      replaced(7, tlv(0xa3, sequence(sequence(oid('1.2.3'), octets(nothing), utf8('x'), utf8('y'))))),
    ],
    ['an extension whose value is not bytes', replaced(7, tlv(0xa3, sequence(sequence(oid('1.2.3'), utf8('x')))))],
    [
      'an extension that is critical by 01',
      replaced(7, tlv(0xa3, sequence(sequence(oid('1.2.3'), bytes('010101'), octets(nothing))))),
    ],
  ])('refuses %s', (_name, der) => {
    expect(() => parseCertificate(der)).toThrow(expect.objectContaining({code: 'bundle-malformed'}))
  })

  it('reads no certificate with one byte changed as the same one', () => {
    const certificate = issue({name: 'leaf', extensions: [...authority, altNames(generalName('email', 'a@b.test'))]})
    const signed = parseCertificate(certificate.der)
    fc.assert(
      fc.property(fc.nat({max: certificate.der.length - 1}), fc.integer({min: 1, max: 255}), (at, change) => {
        const forged = Buffer.from(certificate.der)
        forged[at] = (forged[at] ?? 0) ^ change
        try {
          const read = parseCertificate(forged)
          const isSame =
            read.signedPart.equals(signed.signedPart) &&
            read.signature.equals(signed.signature) &&
            read.signatureAlgorithm.bytes.equals(signed.signatureAlgorithm.bytes)
          expect(isSame).toBe(false)
        } catch (error) {
          expect(error).toMatchObject({code: 'bundle-malformed'})
        }
      }),
    )
  })
})
