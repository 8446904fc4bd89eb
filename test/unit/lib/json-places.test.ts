import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {jsonPlaces} from '../../../src/lib/parse/json-places.ts'

/** The paths of all values in a value, with those. */
function* placesOf(value: unknown, path: readonly string[] = []): Generator<readonly [readonly string[], unknown]> {
  yield [path, value]
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) yield* placesOf(member, [...path, name])
}

const spaces = fc.constantFrom('', ' ', '\n', '\r\n\t')

describe('places of values in JSON', () => {
  it('finds each value where it begins, however the text is spaced and escaped', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t\n'), spaces, (value, indent, around) => {
        const text = `${around}${JSON.stringify(value, null, indent)}${around}`
        const placeOf = jsonPlaces(text)
        for (const [path, expected] of placesOf(JSON.parse(text))) {
          const place = placeOf(path) ?? -1
          const said = JSON.stringify(expected, null, indent)
          const start = said.split('\n', 1)[0] ?? ''
          expect(text.slice(place, place + start.length)).toBe(start)
        }
      }),
    )
  })

  it.each([
    [['a', 'b', 'c'], 10, 'a member that is not there'],
    [['a', '7'], 5, 'an object has no item'],
    [['l', '2'], 18, 'behind the end of a list'],
    [['l', '01'], 18, 'an index with a zero before it'],
    [['l', '0', 'x'], 19, 'inside a number'],
    [['none'], 0, 'a name that nobody has'],
  ])('answers %j with the nearest value: %i (%s)', (path, offset) => {
    expect(jsonPlaces('{"a":{"b":1},"l": [1, 2]}')(path)).toBe(offset)
  })

  it('takes the first of a name that an object has twice, and decodes names', () => {
    const text = '{"a\\"":1,"a\\u0022":2,"\\\\":[{"}":"]"},3]}'
    const placeOf = jsonPlaces(text)
    expect(text[placeOf(['a"']) ?? 0]).toBe('1')
    expect(text[placeOf(['\\', '1']) ?? 0]).toBe('3')
    expect(text.slice(placeOf(['\\', '0', '}']))).toBe('"]"},3]}')
  })

  it('finds nothing in a text without a value', () => {
    expect(jsonPlaces(' \n')([])).toBeUndefined()
  })

  it('looks through a long list once', () => {
    const text = JSON.stringify({list: Array.from({length: 200_000}, (_, index) => ({name: `\\"${index}`}))})
    const placeOf = jsonPlaces(text)
    const places = Array.from({length: 200_000}, (_, index) => placeOf(['list', String(index), 'name']))
    expect(new Set(places).size).toBe(200_000)
  })
})
