import {describe, expect, it} from 'vitest'
import {findRevision} from '../../../../src/pipeline/fix/pin-text.ts'

function find(text: string, more: {nameLine?: number; revision?: string; otherLines?: readonly number[]} = {}): string {
  const found = findRevision(text, {nameLine: 1, revision: 'main', otherLines: [], ...more})
  return typeof found === 'string'
    ? `not: ${found}`
    : `${found.line}: ${text.slice(found.begin, found.end)} before ${JSON.stringify(text.slice(found.end, found.end + 2))}`
}

describe('findRevision', () => {
  it.each([
    ['an argument', 'f("acme/tiny", revision="main")\n', '1: main before "\\")"'],
    ['an argument on a line of its own', 'f(\n  "acme/tiny",\n  revision = \'main\',\n)\n', '3: main before "\',"'],
    ['a key of a map', '{"id": "acme/tiny", "revision": "main"}', '1: main before "\\"}"'],
    ['a key of YAML', 'model: acme/tiny\nrevision: main\n', '2: main before "\\n"'],
    ['an item of YAML', '- model: acme/tiny\n  revision: main\n', '2: main before "\\n"'],
  ])('finds it as %s', (_what, text, expected) => {
    expect(find(text)).toBe(expected)
  })

  it.each([
    ['it is not there', 'f("acme/tiny")\n'],
    ['another value is', 'f("acme/tiny", revision="main2")\n'],
    ['it is of another call', 'f("acme/tiny")\ng(revision="main")\n'],
    ['it is of another call on the same line', 'f("acme/tiny"); g(revision="main")\n'],
    ['it is of a block further out', '  model: acme/tiny\nrevision: main\n'],
    ['it is there twice', 'f("acme/tiny", g(revision="main"), revision="main")\n'],
    ['it is far away', `f("acme/tiny",${'\n'.repeat(20)}revision="main")\n`],
  ])('changes nothing where %s', (_what, text) => {
    expect(find(text)).toMatch(/^not: /)
  })

  it('leaves to another name what comes after it, and what shares its line', () => {
    const text = 'f("acme/tiny",\n "acme/other", revision="main")\n'
    expect(find(text, {otherLines: [2]})).toMatch(/^not: /)
    expect(find(text, {otherLines: [1]})).toMatch(/^not: /)
    expect(find(text, {nameLine: 9})).toMatch(/^not: /)
  })
})
