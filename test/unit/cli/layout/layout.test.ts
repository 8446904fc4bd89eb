import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {displayWidth, padDisplay} from '../../../../src/cli/layout/display-width.ts'
import {plainScreen, screenOf} from '../../../../src/cli/layout/screen.ts'
import {tableLines} from '../../../../src/cli/layout/table.ts'
import {cutToWidth, wrapLine} from '../../../../src/cli/layout/wrap.ts'

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['模型', 4],
    ['e\u0301', 1],
    ['\u001b[31mred\u001b[39m', 3],
    ['🤗', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
    expect(displayWidth(padDisplay(text, 9))).toBe(9)
  })
})

describe('wrapLine', () => {
  it.each([
    ['a line that fits', 'one two', 10, ['one two']],
    ['two columns deeper', 'one two three', 9, ['one two', '  three']],
    ['under the second column', 'name  one two three', 14, ['name  one two', '  three']],
    [
      'under the second column where there is room',
      'name  one two three four five six seven',
      30,
      ['name  one two three four five', '      six seven'],
    ],
    ['a word too long stays whole', 'a bbbbbbbbbbbb c', 5, ['a', '  bbbbbbbbbbbb', '  c']],
  ])('%s', (_what, line, width, lines) => {
    expect(wrapLine(line, width)).toEqual(lines)
  })

  it('loses no word, and is wider than asked only for one long word', () =>
    fc.assert(
      fc.property(fc.string({maxLength: 200}), fc.integer({min: 20, max: 90}), (text, width) => {
        const lines = wrapLine(text, width)
        expect(lines.join(' ').match(/[^ ]+/g)).toEqual(text.match(/[^ ]+/g))
        for (const line of lines) if (displayWidth(line) > width) expect(line.trim()).not.toMatch(/[^ ] +[^ ]/)
      }),
    ))
})

describe('cutToWidth', () => {
  it('shows that something is missing', () => {
    expect(cutToWidth('abcdef', 4)).toBe('abc…')
    expect(cutToWidth('模型模型', 4)).toBe('模…')
  })
})

describe('tableLines', () => {
  const columns = [
    {title: 'NAME', least: 5},
    {title: 'WHERE', least: 5},
  ]

  it('breaks names after signs where the screen is narrow', () => {
    expect(tableLines(columns, [['org/name-of-model', 'a.py:1']], plainScreen(20))).toEqual([
      'NAME          WHERE',
      'org/name-of-  a.py:1',
      'model',
    ])
  })

  it('never is wider than the screen, and loses no sign', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), {minLength: 1, maxLength: 5}), rows => {
        const lines = tableLines(columns, rows, plainScreen(40))
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40)
        const signs = (texts: readonly string[]): string => [...texts.join('').replaceAll(' ', '')].sort().join('')
        expect(signs(lines.slice(1))).toBe(signs(rows.flat()))
      }),
    ))
})

describe('screenOf', () => {
  it.each([
    ['a terminal', {isTTY: true, columns: 100}, {}, 100, true],
    ['no terminal', {}, {}, 80, false],
    ['NO_COLOR', {isTTY: true}, {NO_COLOR: '1'}, 80, false],
    ['an empty NO_COLOR', {isTTY: true}, {NO_COLOR: ''}, 80, true],
    ['FORCE_COLOR', {}, {FORCE_COLOR: '1', NO_COLOR: '1'}, 80, true],
    ['FORCE_COLOR=0', {isTTY: true}, {FORCE_COLOR: '0'}, 80, false],
    ['a dumb terminal', {isTTY: true}, {TERM: 'dumb'}, 80, false],
    ['COLUMNS', {isTTY: true, columns: 100}, {COLUMNS: '60'}, 60, true],
  ])('%s', (_what, stream, env: Record<string, string>, width, color) => {
    const screen = screenOf(stream, env)
    expect(screen.width).toBe(width)
    expect(screen.paint('red', 'x') !== 'x').toBe(color)
  })
})
