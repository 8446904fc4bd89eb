import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {isMadeUpSerial} from '../../../../src/review/facts/made-up-serial.ts'

describe('isMadeUpSerial', () => {
  it.each([
    'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
    'A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D',
    '12345678-1234-4234-8234-123456789abc',
    '01234567-89ab-cdef-0123-456789abcdef',
    '11111111-2222-4333-8444-555555555555',
    '00000000-0000-0000-0000-000000000001',
    '3e671687-395b-41f5-a30f-a58921a69b79',
  ])('says so of %s', uuid => {
    expect(isMadeUpSerial(`urn:uuid:${uuid}`)).toBe(true)
  })

  it('says so of no random one', () => {
    const told = fc.property(fc.uuid({version: [4, 5]}), uuid => !isMadeUpSerial(`urn:uuid:${uuid}`))
    // biased runs prefer digits that are all zeros
    fc.assert(told, {numRuns: 10_000, unbiased: true})
  })

  it('says nothing of what is no serial number', () => {
    expect(isMadeUpSerial('12345678')).toBe(false)
  })
})
