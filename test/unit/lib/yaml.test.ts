import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {stringify} from 'yaml'
import {AibomError} from '../../../src/lib/errors.ts'
import {parseYaml, parseYamlStream} from '../../../src/lib/parse/yaml.ts'

function tried(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('parseYaml', () => {
  it.each([
    [
      'YAML 1.2 words',
      'a: no\nb: on\nc: true\nd: null\ne: 0o14\nf: 012',
      {a: 'no', b: 'on', c: true, d: null, e: 12, f: 12},
    ],
    ['the last of two equal keys', 'a: 1\na: 2', {a: 2}],
    ['merge keys', 'x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3', {x: {a: 1, b: 2}, y: {a: 1, b: 3}}],
    ['unknown tags as their plain value', 'a: !Ref b\nc: !!python/object:os.system [x]', {a: 'b', c: ['x']}],
    ['an empty file', '', null],
    ['comments only', '# nothing\n', null],
    ['a byte order mark and CRLF', '\uFEFFa: 1\r\nb: 2\r\n', {a: 1, b: 2}],
  ])('reads %s', (_name, text, value) => expect(parseYaml(text, 'a.yaml').value).toEqual(value))

  it('leaves scalars as written when asked', () =>
    expect(
      parseYaml('a: 1.10\nb: no\nc: null\nd: "q"', 'a.yaml', {
        scalars: 'strings',
      }).value,
    ).toEqual({a: '1.10', b: 'no', c: 'null', d: 'q'}))

  it('keeps __proto__ an ordinary key', () => {
    const {value} = parseYaml('__proto__: {polluted: true}\nconstructor: 1', 'a.yaml')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it.each([
    [['a'], 2],
    [['a', 'list'], 3],
    [['a', 'list', 1], 5],
    [['a', 'list', 1, 'k'], 5],
    [['b', 'x'], 8],
    [['c', 'x'], 9],
    [['d', 'x'], 11],
    [[], 2],
    [['nope'], undefined],
    [['a', 'list', 7], undefined],
    [['a', 'list', 0, 'deeper'], undefined],
  ])('finds the line of %j', (path, line) => {
    const text = '# head\na:\n  list:\n    - one\n    - k: 1\n      l: 2\nb: &b\n  x: 1\nc: *b\nd:\n  <<: *b\n'
    expect(parseYaml(text, 'a.yaml').lineOf(path)).toBe(line)
  })

  it.each([
    ['an unclosed list', 'a: [1', 'AIBOM_YAML_INVALID'],
    ['a tab as indentation', 'a:\n\tb: 1', 'AIBOM_YAML_INVALID'],
    ['an alias without anchor', 'a: *x', 'AIBOM_YAML_INVALID'],
    ['two documents', 'a: 1\n---\nb: 1', 'AIBOM_YAML_INVALID'],
    ['100,000 brackets', '['.repeat(100_000), 'AIBOM_YAML_TOO_DEEP'],
    ['100,000 braces', '{a: '.repeat(100_000), 'AIBOM_YAML_TOO_DEEP'],
    ['100,000 dashes', '- '.repeat(100_000), 'AIBOM_YAML_TOO_DEEP'],
    ['100,000 question marks', '? '.repeat(100_000), 'AIBOM_YAML_TOO_DEEP'],
    ['100,000 aliases', `a: &a 1\nb: [${'*a,'.repeat(100_000)}]`, 'AIBOM_YAML_ALIASES'],
    [
      'a billion laughs',
      Array.from(
        {length: 12},
        (_, i) =>
          `k${i}: &k${i} [${
            i === 0
              ? '1'
              : Array(9)
                  .fill(`*k${i - 1}`)
                  .join(', ')
          }]`,
      ).join('\n'),
      'AIBOM_YAML_ALIASES',
    ],
    [
      'a billion merges',
      Array.from(
        {length: 12},
        (_, i) =>
          `k${i}: &k${i} {${
            i === 0
              ? 'a: 1'
              : `<<: [${Array(9)
                  .fill(`*k${i - 1}`)
                  .join(', ')}]`
          }}`,
      ).join('\n'),
      'AIBOM_YAML_ALIASES',
    ],
  ])('refuses %s', (_name, text, code) =>
    expect(() => parseYaml(text, 'a.yaml')).toThrow(expect.objectContaining({code})),
  )

  it.each([
    ['an unclosed string', `a: "${'x\n '.repeat(200_000)}`],
    ['comments', `${'# x\n'.repeat(200_000)}a: 1`],
    ['a wide flow map', `{${'a,'.repeat(200_000)}}`],
    ['one long line', `a: ${'x'.repeat(5_000_000)}`],
    ['a long plain scalar', `a: ${'x\n '.repeat(200_000)}`],
    ['a long block scalar', `a: |\n${'  x\n'.repeat(200_000)}`],
    ['colons', `${'a: '.repeat(200_000)}`],
    ['documents', '---\n'.repeat(200_000)],
  ])(
    'takes linear time over %s',
    (_name, text) => {
      const outcome = tried(() => parseYaml(text, 'a.yaml'))
      expect(outcome instanceof Error ? outcome : undefined).toSatisfy(
        error => error === undefined || error instanceof AibomError,
      )
    },
    20_000,
  )

  it('reads back what a YAML writer wrote', () =>
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const read = parseYaml(stringify(value, {version: '1.2'}), 'a.yaml').value
        // JSON knows no -0
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    ))

  it('never fails in another way, whatever the text', () =>
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(...' \n-:?,[]{}&*!|>"\'#%@`ab1<')}), text => {
        try {
          const document = parseYaml(text, 'a.yaml')
          document.lineOf(['a', 0, 'b'])
        } catch (error) {
          expect(error).toBeInstanceOf(AibomError)
        }
      }),
      {numRuns: 500},
    ))
})

describe('parseYamlStream', () => {
  it('gives every document, with lines of the whole file', () => {
    const documents = parseYamlStream('a: 1\n---\nb: 2\n...\n---\n- c\n', 'a.yaml')
    expect(documents.map(document => document.value)).toEqual([{a: 1}, {b: 2}, ['c']])
    expect(documents[1]?.lineOf(['b'])).toBe(3)
    expect(documents[2]?.lineOf([0])).toBe(6)
  })
})
