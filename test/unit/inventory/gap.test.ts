import {describe, expect, it} from 'vitest'
import {toGapCode} from '../../../src/inventory/gap.ts'

describe('the code of a gap', () => {
  it('is kept where it is one of the list', () => expect(toGapCode('link-broken')).toBe('link-broken'))

  it('of another version is `unreadable`', () => expect(toGapCode('no-such-code')).toBe('unreadable'))
})
