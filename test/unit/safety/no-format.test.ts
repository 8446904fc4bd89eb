import {describe, expect, it} from 'vitest'
import {answer} from '../../support/examined.ts'
import {bytes, call, int, named, proto, stackGlobal, text} from '../../support/pickles.ts'
import {concat, utf8} from '../../support/weights.ts'

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function fromAlphabet(seed: number, alphabet: Uint8Array): Uint8Array {
  const next = numbers(seed)
  const length = [40, 300, 5000, 60_000][seed % 4] ?? 0
  return Uint8Array.from({length}, () => alphabet[next(alphabet.length)] ?? 0)
}

const everyByte = Uint8Array.from({length: 256}, (_, code) => code)
const alphabets: readonly (readonly [string, Uint8Array])[] = [
  ['any bytes', everyByte],
  ['printable characters', everyByte.subarray(32, 127)],
  ['letters, dots and lines', utf8('abcdefghijklmnop \n0123456789.')],
  ['instructions of pickle', bytes('\0\x80\x02c(.R\x93\n\x8c\x05q\xff')],
]
const words = [
  'cast',
  'castle',
  'code',
  'into',
  'the',
  'insh',
  'ios',
  'adir',
  'R',
  'intact',
  'cos',
  'system',
  'A',
  'is',
]
const lines = (...parts: readonly string[]): Uint8Array => utf8(`${parts.join('\n')}\n`)

describe('content of no format is not unsafe', () => {
  it.each(alphabets)('random %s', async (_name, alphabet) => {
    for (let seed = 1; seed <= 60; seed++) {
      const name = ['m.bin', 'm.pkl', 'm.pt', 'm', 'm.dat', 'm.onnx', 'm.h5'][seed % 7]
      expect((await answer(fromAlphabet(seed, alphabet), name)).verdict, `${seed} ${name}`).toBe('unknown')
    }
  })

  it.each([
    ['words', lines(...words, ...words.toReversed())],
    ['names of hosts', lines('cnn.com', 'bbc.co.uk', 'google.com', 'insh.org', 'kiosk.de', 'ios.sh', 'int.eu')],
    ['numbers', lines('1', '22', '333', '4444')],
  ])('a list of %s', async (_name, content) => {
    for (const name of ['list.dat', 'list.bin', 'list.model', 'list'])
      expect((await answer(content, name)).verdict).toBe('unknown')
  })

  it('random bytes under the name of weights', async () => {
    const content = concat(new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 0x99]), fromAlphabet(3, everyByte))
    expect((await answer(content, 'model.safetensors')).verdict).toBe('unknown')
  })
})

describe('a pickle that breaks is unsafe for what a loader does before', () => {
  const acts = call(named('posix', 'system'), text('echo inert'))
  it.each([
    ['calls, then breaks', proto(2, acts, '\xff'), 'unsafe'],
    ['breaks on an empty stack, then calls', proto(2, 'R', acts, '.'), 'unsafe'],
    ['has a call that takes what is not there', proto(2, named('posix', 'system'), 'R.'), 'unsafe'],
    ['imports what acts, then breaks', proto(2, named('posix', 'system'), '\xff'), 'unsafe'],
    [
      'calls what has no name in Python, then breaks',
      proto(4, call(stackGlobal('a b', 'c d'), int(1)), '\xff'),
      'unknown',
    ],
    ['calls what cannot be called', proto(2, '])R.'), 'unknown'],
    ['adds to what acts, then breaks', proto(2, named('posix', 'environ'), text('x'), 'b\xff'), 'unsafe'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(content, 'm.pkl')).verdict).toBe(verdict)
  })
})
