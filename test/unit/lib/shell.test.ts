import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseShell} from '../../../src/lib/parse/shell.ts'

const wordsOf = (text: string) => parseShell(text).map(command => command.words.map(word => word.text))

describe('parseShell', () => {
  it.each([
    ['a b && c; d | e', [['a', 'b'], ['c'], ['d'], ['e']]],
    ['a \\\n  b', [['a', 'b']]],
    [`a 'x y' "z w"`, [['a', 'x y', 'z w']]],
    ['a # b\nc', [['a'], ['c']]],
    ['a b#c', [['a', 'b#c']]],
    ['M=org/x\nrun --model $M', [[], ['run', '--model', 'org/x']]],
    ['M="org/x"; run --model="$\x7bM}" $UNSET', [[], ['run', '--model=org/x', '$UNSET']]],
    ['run $\x7bM:-org/y} $\x7bN:-"q r"}', [['run', 'org/y', 'q r']]],
    [
      'run $(cat x) y',
      [
        ['cat', 'x'],
        ['run', '$()', 'y'],
      ],
    ],
    ['run $(POD_IP) y', [['run', '$()', 'y']]],
    ['run > out 2>&1', [['run']]],
    ['cat <<EOF\nrun --model x\nEOF\nafter', [['cat'], ['after']]],
    ['cat <<EOF > f\nx\nEOF', [['cat']]],
    ['(a b)', [['a', 'b']]],
    ['f() { a; }', [['f'], ['a']]],
    ['a {b,c}', [['a', '{b,c}']]],
    ['', []],
  ])('%j', (text, words) => expect(wordsOf(text)).toEqual(words))

  it('gives assignments apart from the command, with their lines', () => {
    const [first, second] = parseShell('export A=1 B="two"\n\nC=3 run x')
    expect(first).toEqual({
      assignments: [
        {name: 'A', value: '1', line: 1},
        {name: 'B', value: 'two', line: 1},
      ],
      words: [],
    })
    expect(second).toEqual({
      assignments: [{name: 'C', value: '3', line: 3}],
      words: [
        {text: 'run', line: 3},
        {text: 'x', line: 3},
      ],
    })
  })

  it('counts lines over continuations, quotes and here-documents', () => {
    const commands = parseShell("a \\\n b 'x\ny' c\ncat <<E\n1\n2\nE\nz")
    expect(commands.flatMap(command => command.words.map(word => [word.text, word.line]))).toEqual([
      ['a', 1],
      ['b', 2],
      ['x\ny', 2],
      ['c', 3],
      ['cat', 4],
      ['z', 8],
    ])
  })

  it('never throws, and ends', () =>
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(...'a$({"\'`\\}) \n;<>#=&|')}), text => void parseShell(text)),
    ))

  it.each(['(', '$(', '"', '${', 'a=', '<<E\n', '\\\n', '{', "'", '`'])(
    'is linear for many %j',
    part => {
      expect(parseShell(part.repeat(50_000)).length).toBeLessThanOrEqual(5)
    },
    20_000,
  )
})
