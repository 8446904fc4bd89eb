import {describe, expect, it} from 'vitest'
import {decide} from '../../../src/trust/decide.ts'
import {attempt, invalid, undecided, unsigned} from '../../../src/trust/failure.ts'
import {fromLibrary} from '../../../src/trust/sigstore/library-errors.ts'

describe('a failure', () => {
  it('keeps what caused it, where something did', () => {
    const cause = new Error('no')
    expect(invalid('algorithm', 'x', cause).cause).toBe(cause)
    expect(undecided('algorithm', 'x', cause).cause).toBe(cause)
    for (const failure of [invalid('algorithm', 'x'), undecided('algorithm', 'x'), unsigned('x')])
      expect(Object.hasOwn(failure, 'cause')).toBe(false)
  })

  it('that is none of ours is no verdict', async () => {
    const error = new TypeError('a mistake of ours')
    const failing = (): never => {
      throw error
    }
    expect(() => attempt(failing)).toThrow(error)
    await expect(decide(() => Promise.reject(error))).rejects.toBe(error)
  })
})

describe('what a library throws', () => {
  const named = (name: string): Error => Object.assign(new Error('why'), {name})

  it.each<[string, Error, object]>([
    ['a code', Object.assign(new Error('why'), {code: 'TLOG_ERROR'}), {code: 'tlog-missing', message: 'why'}],
    [
      'a code, and an end of time',
      Object.assign(new Error('it is expired'), {code: 'CERTIFICATE_ERROR'}),
      {code: 'cert-expired', message: 'it is expired'},
    ],
    ['a form', named('ValidationError'), {code: 'bundle-malformed', message: 'the bundle is malformed: why'}],
    [
      'a mistake of its own',
      named('TypeError'),
      {code: 'bundle-malformed', message: 'the bundle could not be read to its end: why'},
    ],
    [
      'a code that is not known',
      Object.assign(new Error('why'), {code: 'ELSE'}),
      {code: 'bundle-malformed', message: 'the bundle could not be read to its end: why'},
    ],
  ])('is told by %s', (_name, error, told) => {
    expect(fromLibrary(error)).toMatchObject({...told, outcome: 'invalid', cause: error})
  })

  it('is a bug where it is no error, and stays what it is where it is ours', () => {
    expect(fromLibrary('text')).not.toHaveProperty('code')
    const own = invalid('algorithm', 'x')
    expect(fromLibrary(own)).toBe(own)
  })
})
