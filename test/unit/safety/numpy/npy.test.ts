import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {bytes, int, proto, runsCommand} from '../../../support/pickles.ts'
import {concat} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

function npy(header: string, data: Uint8Array): Uint8Array {
  return bytes('\x93NUMPY\x01\x00', new Uint8Array([header.length & 0xff, header.length >> 8]), header, data)
}

const array = (descr: string, shape: string, data: Uint8Array) =>
  npy(`{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }   \n`, data)
const floats = array("'<f8'", '(2, 3)', new Uint8Array(48))

describe('an array of numpy', () => {
  it('is safe where its data fits its shape', async () => {
    expect(await examined(floats)).toMatchObject({
      verdict: 'safe',
      format: 'numpy',
      facts: {shape: [2, 3], dtype: '<f8', parameters: 6},
    })
    expect((await answer(array("[('x', '<f4'), ('y', '<i2', (2,))]", '(2,)', new Uint8Array(16)))).verdict).toBe('safe')
    expect((await answer(array("'<U3'", '()', new Uint8Array(12)))).verdict).toBe('safe')
  })

  it('may stand behind another, as numpy saves several into one file', async () => {
    expect(await examined(concat(floats, floats))).toMatchObject({
      verdict: 'safe',
      facts: {shape: [2, 3], parameters: 12, tensor_count: 2},
    })
    const {verdict, named} = await answer(concat(floats, array("'|O'", '(1,)', runsCommand)))
    expect(verdict).toBe('unsafe')
    expect(named).toContain('os.system')
    expect((await answer(concat(floats, runsCommand))).verdict).toBe('unsafe')
    expect((await answer(concat(floats, floats.subarray(0, -1)))).verdict).toBe('unknown')
  })

  it('of objects is as safe as its pickle', async () => {
    expect((await answer(array("'|O'", '(1,)', runsCommand))).verdict).toBe('unsafe')
    expect((await answer(array("[('a', '|O')]", '(1,)', runsCommand))).verdict).toBe('unsafe')
    expect((await answer(array("'|O'", '(1,)', proto(4, '](', int(1), 'e')))).verdict).toBe('safe')
  })

  it.each([
    ['cut', floats.subarray(0, -1), 'AIB102'],
    ['longer than its shape', concat(floats, new Uint8Array(3)), 'AIB101'],
    [
      'with code for a header',
      npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }\n", new Uint8Array(8)),
      'AIB102',
    ],
    ['with an unknown dtype', array("'<§8'", '(1,)', new Uint8Array(8)), 'AIB102'],
    ['of an unknown version', bytes('\x93NUMPY\x09\x00\x01\x00\x00\x00 ', floats), 'AIB102'],
  ])('is not proven safe when %s', async (_name, content, rule) => {
    const {verdict, rules} = await answer(content)
    expect(verdict).toBe('unknown')
    expect(rules).toEqual([rule])
  })

  it.each(['(-1,)', '(99999999999999999999,)', '(4294967296, 4294967296)'])(
    'of an impossible shape is unsafe: %s',
    async shape => {
      expect(await answer(array("'<f8'", shape, new Uint8Array(8)))).toMatchObject({
        verdict: 'unsafe',
        rules: ['AIB130'],
      })
    },
  )

  it('in an npz is examined too', async () => {
    expect(await examined(zip([{name: 'a.npy', content: floats}]))).toMatchObject({verdict: 'safe', format: 'npz'})
    expect((await answer(zip([{name: 'a.npy', content: array("'|O'", '(1,)', runsCommand)}]))).verdict).toBe('unsafe')
  })
})
