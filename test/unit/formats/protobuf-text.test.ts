import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {readProtobufText} from '../../../src/formats/protobuf-text.ts'
import {AibomError} from '../../../src/lib/errors.ts'

/** Events as one line: names, texts in quotes, brackets. */
function read(text: string): string {
  return [...readProtobufText(text)]
    .map(event => {
      if (event.kind === 'close') return '}'
      const value = event.kind === 'open' ? '{' : event.text === undefined ? '' : `=${event.text.toString('latin1')}`
      return `${event.name}${value}`
    })
    .join(' ')
}

describe('readProtobufText', () => {
  it.each([
    ['a: 1 b: -2.5e3f c: WORD', 'a b c'],
    ['a: "x" \'y\'\n  "z"', 'a=xyz'],
    ['a { b: "x" } c: < d: 1 >; e {}', 'a{ b=x } c{ d } e{ }'],
    ['a: [1, 2] b: ["x", "y"] c [{d: 1}, {d: 2}] e: []', 'a a b=x b=y c{ d } c{ d }'],
    ['# a note\na: 1 # another\n', 'a'],
    ['[type.example/x.Y] { a: 1 }', '[type.example/x.Y]{ a }'],
    [String.raw`a: "\x41\102\n\"\u0043"`, 'a=AB\n"C'],
    ['a: "it\'s"', "a=it's"],
    ['', ''],
  ])('reads %s', (text, events) => {
    expect(read(text)).toBe(events)
  })

  it.each([
    'a',
    'a:',
    'a {',
    'a: "x',
    'a }',
    '}',
    'a: "x\ny"',
    String.raw`a: "\q"`,
    'a: [1',
    '1: 2',
    'a {'.repeat(101),
  ])('refuses %s', text => {
    expect(() => read(text)).toThrow(expect.objectContaining({code: 'AIBOM_PROTOBUF_INVALID'}))
  })

  it('never fails in another way, and takes linear time', () => {
    const pieces = fc.constantFrom('a', ':', '{', '}', '[', ']', '<', '"', "'", '\\', '#', '\n', ',', '1', 'x', ' ')
    fc.assert(
      fc.property(fc.array(pieces, {maxLength: 60}), parts => {
        try {
          read(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
    )
    expect(() => read(`${' # x\n'.repeat(200_000)}{`)).toThrow(AibomError)
  }, 20_000)
})
