import {expect, it, vi} from 'vitest'
import {oncePer} from '../../../src/lib/remember.ts'

it('works out what follows from an object once for each, also where nothing does', () => {
  const work = vi.fn(({name}: {name: string}) => (name === '' ? undefined : name.length))
  const lengthOf = oncePer(work)
  const [named, nameless] = [{name: 'abc'}, {name: ''}]
  expect([lengthOf(named), lengthOf(nameless), lengthOf(named), lengthOf(nameless)]).toEqual([
    3,
    undefined,
    3,
    undefined,
  ])
  expect(lengthOf({name: 'ab'})).toBe(2)
  expect(work).toHaveBeenCalledTimes(3)
})
