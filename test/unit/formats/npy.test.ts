import {describe, expect, it} from 'vitest'
import {readNpy} from '../../../src/formats/npy.ts'
import {memoryReader} from '../../../src/lib/byte-reader.ts'
import {bytes} from '../../support/pickles.ts'

function headerOf(literal: string) {
  return readNpy(
    memoryReader(bytes('\x93NUMPY\x01\x00', new Uint8Array([literal.length & 0xff, literal.length >> 8]), literal)),
  )
}

const literal = (descr: string, shape: string) => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`

describe('readNpy', () => {
  it.each([
    ["'<f8'", '(2, 3)', 8, [2, 3]],
    ["'|S5'", '()', 5, []],
    ["'<U2'", '(1,)', 8, [1]],
    ["'|O'", '(1,)', 'object', [1]],
    ["'<M8[ns]'", '(1,)', 8, [1]],
    ["[('a', '<f4'), ('b', '<i2', (2, 2))]", '(3L,)', 12, [3]],
  ])('%s %s has elements of %j bytes', (descr, shape, itemBytes, sides) => {
    expect(headerOf(literal(descr, shape))).toMatchObject({itemBytes, shape: sides})
  })

  it.each([
    ['no dict', 'print(1)'],
    ['a call', literal("__import__('os')", '(1,)')],
    ['a field without a dtype', literal("[('a', [('b')])]", '(1,)')],
    ['another key', "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}"],
  ])('refuses %s', (_name, text) =>
    expect(() => headerOf(text)).toThrow(expect.objectContaining({code: 'AIBOM_NPY_INVALID'})),
  )
})
