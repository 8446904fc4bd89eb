import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseCsv} from '../../../src/lib/text/csv.ts'

const fieldsOf = (text: string): string[][] | undefined => parseCsv(text)?.map(({fields}) => [...fields])

describe('parseCsv', () => {
  it.each<[string, string, string[][]]>([
    ['nothing', '', []],
    [
      'quotes, and line breaks inside them',
      '"a""b","c\r\nd"\r\ne,\r\n',
      [
        ['a"b', 'c\r\nd'],
        ['e', ''],
      ],
    ],
    [
      'semicolons, where the first line has more of them',
      'a;b;c,d\n1;2;3',
      [
        ['a', 'b', 'c,d'],
        ['1', '2', '3'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a separator at the end of the file', 'a,', [['a', '']]],
    ['no rows of nothing', 'a\n\n,\nb', [['a'], ['b']]],
  ])('reads %s', (_what, text, rows) => {
    expect(fieldsOf(text)).toEqual(rows)
  })

  it.each([
    ['"a', 'a quote that is not closed'],
    ['"a"b,c', 'what follows a quote'],
  ])('refuses %s: %s', text => {
    expect(parseCsv(text)).toBeUndefined()
  })

  it('tells the line on which a row begins', () => {
    expect(parseCsv('a,b\n"1\n2",3\n\n4,5')?.map(({line}) => line)).toEqual([1, 2, 5])
  })

  it('reads back every table that is written', () => {
    const cell = fc.string().filter(text => text !== '')
    fc.assert(
      fc.property(fc.array(fc.array(cell, {minLength: 2, maxLength: 2}), {minLength: 1}), rows => {
        const text = [['x', 'y'], ...rows]
          .map(row => `${row.map(each => `"${each.replaceAll('"', '""')}"`).join(',')}\r\n`)
          .join('')
        expect(fieldsOf(text)).toEqual([['x', 'y'], ...rows])
      }),
    )
  })
})
