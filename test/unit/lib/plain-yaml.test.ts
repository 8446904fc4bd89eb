import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parsePlainYaml} from '../../../src/lib/parse/plain-yaml.ts'
import {parseYaml} from '../../../src/lib/parse/yaml.ts'

const lock = `# generated
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      '@acme/lib':
        specifier: workspace:*
        version: link:packages/lib

packages:

  '@types/node@18.19.130':
    resolution: {integrity: sha512-AA+/==, tarball: https://acme.example/x.tgz}
    engines: {node: '>= 10', npm: '>=6'}
    os: [darwin, '!win32']
    deprecated: |-
      use another one

      please
  /ms/2.1.2: {}
ignored:
  - a
  - '@b/c'
"quoted@npm:^1, other@npm:2":
  version: 1.10
`

describe('parsePlainYaml', () => {
  it('reads what package managers write as the whole parser does', () => {
    const plain = parsePlainYaml(lock)
    expect(plain?.value).toEqual(parseYaml(lock, 'a.yaml', {scalars: 'strings'}).value)
  })

  it.each([
    [['lockfileVersion'], 2],
    [['importers', '.', 'dependencies', '@acme/lib', 'version'], 10],
    [['packages', '@types/node@18.19.130'], 14],
    [['packages', '@types/node@18.19.130', 'engines', 'npm'], 16],
    [['packages', '/ms/2.1.2'], 22],
    [['ignored', 1], 25],
    [['quoted@npm:^1, other@npm:2', 'version'], 27],
    [['nothing', 'here'], undefined],
  ])('finds the line of %j', (path, line) => {
    expect(parsePlainYaml(lock)?.lineOf(path)).toBe(line)
    expect(parseYaml(lock, 'a.yaml', {scalars: 'strings'}).lineOf(path)).toBe(line)
  })

  it.each([
    ['an anchor', 'a: &b 1'],
    ['an alias', 'a: *b'],
    ['a tag', 'a: !x 1'],
    ['a folded text', 'a: >-\n  x\n  y'],
    ['a scalar over two lines', 'a: x\n  y'],
    ['a flow list over two lines', 'a: [x,\n  y]'],
    ['a nested flow list', 'a: [[x]]'],
    ['several documents', 'a: 1\n---\nb: 1'],
    ['a comment behind a value', 'a: 1 # x'],
    ['an escape', 'a: "\\n"'],
    ['a list of maps', 'a:\n  - b: 1'],
    ['a wrong indent', 'a:\n    b: 1\n  c: 1'],
    ['nothing', ''],
    ['100,000 levels', Array.from({length: 1000}, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('leaves %s to the whole parser', (_name, text) => expect(parsePlainYaml(text)).toBeUndefined())

  it('keeps __proto__ an ordinary key', () => {
    const value = parsePlainYaml('__proto__:\n  polluted: 1\n')?.value
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  const piece = fc.constantFrom(
    'a',
    'b',
    "'q'",
    '"d"',
    '1.0',
    '^1',
    '@',
    ':',
    ': ',
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    ',',
    '|',
    '|-',
    '#',
    ' #',
    "'",
    '"',
    '?',
    '*',
    '-',
  )
  it('never gives another answer than the whole parser', () =>
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 24}), pieces => {
        const text = pieces.join('')
        const plain = parsePlainYaml(text)
        if (plain !== undefined) expect(plain.value).toEqual(parseYaml(text, 'a.yaml', {scalars: 'strings'}).value)
      }),
      {numRuns: 20_000},
    ))

  const line = fc.tuple(
    fc.constantFrom('', '  ', '    '),
    fc.constantFrom('a', 'b', "'c d'", '/e@1', '-'),
    fc.constantFrom(':', ': ', ': 1', ": 'x'", ': {a: 1}', ': [a, b]', ': |', ': |-', ' x', ' a: b', ':b: c', ': {}'),
  )
  it('never gives another answer than the whole parser over lines of maps', () =>
    fc.assert(
      fc.property(fc.array(line, {maxLength: 8}), lines => {
        const text = lines.map(parts => parts.join('')).join('\n')
        const plain = parsePlainYaml(text)
        if (plain !== undefined) expect(plain.value).toEqual(parseYaml(text, 'a.yaml', {scalars: 'strings'}).value)
      }),
      {numRuns: 20_000},
    ))
})
