import {describe, expect, it} from 'vitest'
import {parseShell} from '../../../src/lib/parse/shell.ts'

const commandsOf = (text: string): string[] =>
  parseShell(text).flatMap(({words}) =>
    words.length === 0 ? [] : [`${words[0]?.line} ${words.map(word => word.text).join(' ')}`],
  )

describe('the commands of a shell text', () => {
  it.each([
    ['behind then', 'if true; then serve a; fi', ['1 true', '1 serve a', '1 fi']],
    ['behind else and elif', 'if a; then b; elif c; then d; else e; fi', ['1 a', '1 b', '1 c', '1 d', '1 e', '1 fi']],
    ['of a loop', 'while true\ndo serve a\ndone', ['1 true', '2 serve a', '3 done']],
    ['whose result is turned round', '! serve a', ['1 serve a']],
    ['with a word in C quotes', String.raw`serve $'it\'s' $'a\tb'`, ["1 serve it's a\tb"]],
    ['with a translated word', 'serve $"a b"', ['1 serve a b']],
    ['inside a substitution', 'x=1\necho "$(serve a)"', ['2 serve a', '2 echo $()']],
    ['inside two substitutions', 'echo $(one $(two b))', ['1 two b', '1 one $()', '1 echo $()']],
    ['inside backquotes', 'echo `serve a`', ['1 serve a', '1 echo $()']],
    ['given to a shell', 'bash -lc "serve a && serve b"', ['1 bash -lc serve a && serve b', '1 serve a', '1 serve b']],
    ['given to eval', "eval 'serve a'", ['1 eval serve a', '1 serve a']],
    ['none in arithmetic', 'echo $((1 + 2))', ['1 echo $()']],
  ])('%s', (_name, text, expected) => expect(commandsOf(text)).toEqual(expected))

  it('takes linear time, however deep it is nested', () => {
    expect(parseShell('echo $('.repeat(100_000)).length).toBeLessThan(10)
    expect(parseShell('`'.repeat(200_000)).length).toBeLessThan(10)
  }, 20_000)
})
