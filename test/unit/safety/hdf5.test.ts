import {gunzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {findShapes} from '../../../src/formats/hdf5/hdf5-shapes.ts'
import {answer, examined} from '../../support/examined.ts'
import {tar} from '../../support/messages.ts'
import {runsCommand} from '../../support/pickles.ts'

const unpack = (text: string): Buffer => gunzipSync(Buffer.from(text, 'base64'))
/** Written by h5py with the newest format: a chunked dataset of 2^20 × 2^20 × 7 elements and no data. */
const newest = unpack(
  'H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1DgxAThG0DFud6cuuzv4RLExFDBJISsEAa4mBgYGRjYJBiAFG9ufkpqTnx5amZ6RknxZpjZNgwUgRB7Fx9inMADcgJjuRkjVJ8HA9XApJlLNcFOAFrAaMLAwMTMCLRFACoLodnRQhIGYOLMIgyMggryDCxgngKDOAeDeD2QxQp0PTM3Nw8DIxPQUBAEqeCQAMuwMAoIMLKwMgAjKkUDZiJDFcMAgiklEs4ASnzBgEICAAA=',
)
/** The same program with the oldest format: 2^40 elements, and beside it a dataset of 3 × 4. */
const oldest = unpack(
  'H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwo62FD5MPkEKM0IpTug9AommDgjWE4CKi4INR9dXUiQqytI9X80ALPHgAVCo7puFIwU4OHqGACiI6B8WHo6wYSqrhxKV6ClSwcy7WVkYIWYwQjjQ2xmZGREVgSnmYHyIK6ggjwDJMkqMIhzMIjXQ5WwMnCA5ZmYmcC6OKDmMTMxwZM8UB8LwvCOQRUPwX7+LowMTEB3Q4ACM371sPxawTqahvGnKw0IDUkWDLBghSUETD6R6YwJLZ0xwpKZAZqLKgY0UgC4oBQPiAYAAA==',
)

/** 512 bytes for the user, and an attribute. */
const withRoom = unpack(
  'H4sIAAAAAAACA2NgGAUjGXR6uLjxcklxgTkcHAwsDAIQCSYI9R8KClhR+TD9CVCaEUp3QOkVTDBxZrCcBFRcAGq+AjOEHwAVDwlydUU2H92eUTCygYerIzipRED5HFD6BBOqOlg6DKCSvYLQ9IqernkYDKD2MQHZHAyJsPTNAXObA4p7YDQAgzpF8HAFAAA=',
)

/** The file with another size in the place of the one that it states. */
function stating(file: Buffer, from: bigint, to: bigint): Buffer {
  const stated = Buffer.from(file)
  const [before, after] = [Buffer.alloc(8), Buffer.alloc(8)]
  before.writeBigUInt64LE(from)
  after.writeBigUInt64LE(to)
  for (let at = stated.indexOf(before); at !== -1; at = stated.indexOf(before, at + 8)) after.copy(stated, at)
  return stated
}

describe('the shapes of an HDF5 file', () => {
  it('are read from object headers of both versions', () => {
    expect(findShapes(newest, 0).map(({dimensions}) => dimensions)).toEqual([[2n ** 20n, 2n ** 20n, 7n]])
    expect(findShapes(oldest, 0).map(({dimensions}) => dimensions)).toEqual([[2n ** 40n], [3n, 4n]])
    expect(findShapes(Buffer.alloc(4096, 1), 0)).toEqual([])
  })

  it.each([
    ['the newest format', newest],
    ['the oldest format', oldest],
  ])('are unsafe where no file of that size has so much data: %s', async (_format, file) => {
    expect(await answer(file, 'w.weights.h5')).toMatchObject({verdict: 'unsafe'})
  })

  it('are safe where the data could be there', async () => {
    expect(await answer(stating(oldest, 2n ** 40n, 2n ** 20n), 'w.weights.h5')).toMatchObject({verdict: 'safe'})
  })
})

describe('the room before an HDF5 file', () => {
  it('is part of it where it is empty', async () => {
    expect(await answer(withRoom, 'w.h5')).toMatchObject({verdict: 'safe'})
    const used = Buffer.from(withRoom).fill('x', 0, 100)
    expect(await answer(used, 'w.h5')).toMatchObject({verdict: 'unknown'})
  })
})

describe('what Keras says of itself', () => {
  it.each([
    [
      'in texts of any length, by the newest format',
      'H4sIAEfoDGsC/+v0cHHj5ZLiYubgYICB/1AgJwjhG0DFD8Vw/fX3cAliUnB/wZONjCsEBBgYDgtAlEVDlXMxMTAyMIgKMbAgjIQBHnsGBmYGPgYRkGR2alFicXxZalFxZn4egyQjIwPIJBBmBBvEwcAEJNmA+DDUaEYYca9wfZC7s78PWEAASRKqAQSM9AxN9YB+YIK5C0qXpOYV5xel5eSXM6CAHfwMo2AUjIJRMApGwSgYBaNgFIyCUTAKRsEoGGTA39nDm0kIeeACPspgCRpl4ICMMiQlJmen5qXgHF/gQhpfAPErrDiuAgDAs9UbHhEAAA==',
      {keras_version: '2.15.0', backend: 'tensorflow'},
    ],
    [
      'in texts of a fixed length, by the oldest format',
      'H4sIAEfoDGsC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwoWMKPyYfIJUJoRSndA6RVMMHEWsJwEVFwAar4C1LwGqHhIkKsrsvno9oyCkQ08XB0DQHQElM8BpU8woaqDpcMAKtkrCE2v6Omah8EAah8f0C0cDNmpRYnF8WWpRcWZ+XlAcWGgQ1iR3GOkZ6JnANanAdXHAYZJicnZqXkpYPVsSOpLMlIT8/IZGADMYK40oAMAAA==',
      {keras_version: '2.4.0', backend: 'theano'},
    ],
  ])('%s', async (_format, packed, facts) => {
    expect((await examined(unpack(packed), 'm.h5')).facts).toMatchObject(facts)
  })
})

describe('an HDF5 file in a tar', () => {
  const small = unpack(
    'H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1BwnhHCN4CKt09x1fP3cAliYqhgEkJWCANcTAxALWw8DECKsXwzzDwPBqqBiTfe+YOdALSAUYSBgYmRkZEJKgejmUUYGAUV7BkgHnJgMOFmMPnPzMDACnQdMxcH0OXMjPuhXhOAGbyBYcgB/u3pHRDWB3uokAMAsFIKWM8BAAA=',
  )
  it.each([
    ['the first member, which begins where a file of HDF5 may begin', [{name: 'm.h5', content: small}], 'safe'],
    [
      'behind another member',
      [
        {name: 'a.txt', content: Buffer.from('a')},
        {name: 'm.h5', content: small},
      ],
      'safe',
    ],
    [
      'before a pickle',
      [
        {name: 'm.h5', content: small},
        {name: 'x', content: runsCommand},
      ],
      'unsafe',
    ],
  ])('is no second format of the tar: %s', async (_name, members, verdict) => {
    expect(await examined(tar(members), 'm.tar')).toMatchObject({format: 'tar', verdict})
  })
})
