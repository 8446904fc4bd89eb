import {describe, expect, it} from 'vitest'
import {answer} from '../../../support/examined.ts'
import {bytes, call, int, named, type Part, proto, text} from '../../../support/pickles.ts'

const python = (name: string): Uint8Array => named('builtins', name)
/** A number of 2^44, as LONG1 writes it. */
const huge = '\x8a\x06\0\0\0\0\0\x10'
const range = call(python('range'), huge)
const shape = bytes('(', huge, 't')
const array = named('numpy', 'ndarray')
const half = call(python('bytearray'), int(2 ** 29))
const unfolding = `)${'2\x86'.repeat(60)}`

describe('a pickle that grows out of little is unsafe', () => {
  it.each<[string, Part]>([
    ['bytes by a number', call(python('bytearray'), huge)],
    ['a list of a range', call(python('list'), range)],
    ['a set of a list of a range', call(python('set'), call(python('list'), range))],
    ['counted elements of a range', call(named('collections', 'Counter'), range)],
    ['an array by its shape', call(array, shape)],
    ['an array that is rebuilt', call(named('numpy.core.multiarray', '_reconstruct'), array, shape, text('b'))],
    ['an array of wide elements', call(array, '(K\x01t', call(named('numpy', 'dtype'), text('S2000000000')))],
    ['a fraction that is written out', call(named('fractions', 'Fraction'), text('1e999999'))],
    ['many lists that are each allowed', bytes('(', half, half, half, 't')],
    ['a key that unfolds', bytes('}', unfolding, 'Ns')],
    ['an item of a set that unfolds', bytes('\x8f(', unfolding, '\x90')],
    ['an item of a frozen set that unfolds', bytes('(', unfolding, '\x91')],
    ['a list of items that unfold, made a set', call(python('set'), bytes(']', unfolding, 'a'))],
    ['a number of the memo that no pickle needs', 'Nr\xff\xff\xff\x7f'],
  ])('%s', async (_name, body) => {
    expect(await answer(proto(4, body), 'm.pkl')).toMatchObject({verdict: 'unsafe', rules: ['AIB126']})
  })
})

it('a list that is handed on again and again takes linear time', async () => {
  const list = bytes('](', 'N'.repeat(100_000), 'eq\0')
  const calls = `c${'builtins\nset\n'}q\x01${'0h\x01h\0\x85R'.repeat(50_000)}`
  expect((await answer(proto(4, list, '0', calls), 'm.pkl')).verdict).toBe('unsafe')
}, 20_000)

describe('a pickle that holds what it makes is safe', () => {
  it.each<[string, Part]>([
    ['an empty array to be filled', call(named('numpy.core.multiarray', '_reconstruct'), array, '(K\0t', text('b'))],
    ['one of old numpy', call(named('numpy.core._internal', '_reconstruct'), array, '(K\0t', text('b'))],
    [
      'a matrix of old numpy',
      call(
        named('numpy.core.multiarray', '_reconstruct'),
        named('numpy.matrixlib.defmatrix', 'matrix'),
        '(K\0t',
        text('b'),
      ),
    ],
    ['a range that is only named', range],
    ['few bytes by a number', call(python('bytearray'), int(64))],
    ['a set of a list', call(python('set'), ']K\x01a')],
    ['a shared value that nothing hashes', unfolding],
    ['a key of tuples', bytes('}', ')2\x86', 'Ns')],
    ['a number of the memo with gaps', 'Nr\0\x01\0\0'],
  ])('%s', async (_name, body) => {
    expect(await answer(proto(4, body), 'm.pkl')).toMatchObject({verdict: 'safe', rules: []})
  })
})
