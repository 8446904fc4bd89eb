import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {AibomError} from '../../../src/lib/errors.ts'
import {parseToml} from '../../../src/lib/parse/toml.ts'

const sample = `# first
name = "a # b"
[tool.x]
"quoted.key" = 1
deep.er = {a = [
  "one", # comment ]
  {b = 'x]', c = """
two " lines \\""" """, d = 1},
], e = 2020-01-01 10:00:00Z}
last = '''
raw'''

[[package]]
name = "p0"
dependencies = [
    { name = "d0" },
    { name = "d1", extra = ["x", "y"] },
]
[package.optional]
more = []
[[package]]
name = "p1"\r
[[package.files]]
url = "u"
[[package.files]]
url = "v"
`

describe('parseToml', () => {
  it.each([
    [['name'], 2],
    [['tool', 'x'], 3],
    [['tool', 'x', 'quoted.key'], 4],
    [['tool', 'x', 'deep', 'er'], 5],
    [['tool', 'x', 'deep', 'er', 'a', 0], 6],
    [['tool', 'x', 'deep', 'er', 'a', 1, 'b'], 7],
    [['tool', 'x', 'deep', 'er', 'a', 1, 'd'], 8],
    [['tool', 'x', 'deep', 'er', 'e'], 9],
    [['tool', 'x', 'last'], 10],
    [['package', 0], 13],
    [['package', 0, 'dependencies', 1], 17],
    [['package', 0, 'dependencies', 1, 'extra', 1], 17],
    [['package', 0, 'optional', 'more'], 20],
    [['package', 1, 'name'], 22],
    [['package', 1, 'files', 1, 'url'], 26],
  ] as const)('finds the line of %j', (keys, line) => {
    expect(parseToml(sample, 'x.toml').lineOf(keys)).toBe(line)
  })

  it('knows no line of what is not there', () => {
    const {lineOf} = parseToml(sample, 'x.toml')
    expect([lineOf(['nothing']), lineOf(['package', 2]), lineOf([])]).toEqual([undefined, undefined, undefined])
  })

  it('says where a document is broken', () => {
    expect(() => parseToml('a = 1\nb = "open\n', 'x.toml')).toThrow(
      expect.objectContaining({code: 'AIBOM_TOML_INVALID', line: 2}),
    )
    expect(() => parseToml('a = 1\na = 2\n', 'x.toml')).toThrow(
      expect.objectContaining({code: 'AIBOM_TOML_INVALID', line: 2}),
    )
  })

  it.each([
    ['brackets', `a = ${'['.repeat(100_000)}`, 'AIBOM_TOML_INVALID'],
    ['dotted keys', `a${'.a'.repeat(100_000)} = 1`, 'AIBOM_TOML_TOO_DEEP'],
    ['table headers', `[a${'.a'.repeat(100)}]`, 'AIBOM_TOML_TOO_DEEP'],
    ['a huge text', ' '.repeat(33 * 1024 * 1024), 'AIBOM_TOML_TOO_LARGE'],
  ])('refuses %s', (_name, text, code) => {
    expect(() => parseToml(text, 'x.toml')).toThrow(expect.objectContaining({code}))
  })

  it('keeps __proto__ a plain key', () => {
    const {value} = parseToml('[__proto__]\npolluted = 1\n[a]\n__proto__ = {b = 2}\n', 'x.toml')
    expect(Object.keys(value)).toEqual(['__proto__', 'a'])
    expect('polluted' in {}).toBe(false)
  })

  it('indexes long strings and arrays without growing faster than they do', () => {
    const text = `a = "${'x\\\\'.repeat(500_000)}"\nb = [${'1,'.repeat(200_000)}2]\n${' '.repeat(1_000_000)}\nc = 1\n`
    expect(parseToml(text, 'x.toml').lineOf(['c'])).toBe(4)
  })

  it('never fails in another way, whatever the text', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('[', ']', '{', '}', '"', "'", '"""', '=', '.', ',', '\n', '#', 'a', 'b', '1', ' ', '\\'),
        ),
        parts => {
          try {
            parseToml(parts.join(''), 'x.toml').lineOf(['a', 'b'])
          } catch (error) {
            expect(error).toBeInstanceOf(AibomError)
          }
        },
      ),
    ))

  it('finds the line of every key and element of a nested value', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('"x"', "'#'", '{k = 1}', '"""\n"""', '[1, 2]', 'true'), {maxLength: 4}), {
          minLength: 1,
          maxLength: 5,
        }),
        rows => {
          const text = rows.map((row, at) => `k${at} = [${row.join(',\n')}]`).join('\n')
          const {value, lineOf} = parseToml(text, 'x.toml')
          for (const [key, row] of Object.entries(value)) {
            const line = lineOf([key]) ?? 0
            expect(text.split('\n')[line - 1]).toMatch(new RegExp(`(^|])?${key} = `))
            if (Array.isArray(row)) expect(row.map((_, at) => lineOf([key, at]))).not.toContain(undefined)
          }
        },
      ),
    ))
})
