import {describe, expect, it} from 'vitest'
import {toErrorReport} from '../../../src/cli/report-error.ts'
import {AibomError} from '../../../src/lib/errors.ts'

describe('toErrorReport', () => {
  it.each([
    [
      'an error that a user can act on',
      new AibomError('AIBOM_USAGE', 'no', {hint: 'do', exit: 3}),
      {code: 'AIBOM_USAGE', hint: 'do', exit: 3},
    ],
    ['an interruption', new DOMException('stop', 'AbortError'), {code: 'AIBOM_INTERRUPTED', exit: 130}],
    [
      'a usage error of the framework',
      Object.assign(new Error('no'), {oclif: {exit: 2}}),
      {code: 'AIBOM_USAGE', exit: 2},
    ],
    ['an impossible state', new TypeError('x is not a function'), {code: 'AIBOM_BUG', exit: 70}],
    [
      'what is no error at all',
      'thrown text',
      {code: 'AIBOM_BUG', message: expect.stringContaining('thrown text'), exit: 70},
    ],
  ])('tells %s', (_name, error, report) => {
    expect(toErrorReport(error)).toMatchObject(report)
  })
})
