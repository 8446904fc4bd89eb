import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {markdownSentence} from '../../../src/lib/escape/markdown.ts'
import {codeSpans} from '../../../src/lib/text/code-spans.ts'

describe('codeSpans', () => {
  it.each([
    ['Run `aibom inspect` first.', ['Run ', '<aibom inspect>', ' first.']],
    ['`npm ci` and `npm test`', ['<npm ci>', ' and ', '<npm test>']],
    ['one ` alone', ['one ` alone']],
    ['', []],
  ])('of %j are %j', (sentence, spans) => {
    expect(codeSpans(sentence).map(({text, isCode}) => (isCode ? `<${text}>` : text))).toEqual(spans)
  })

  it('lose nothing but the backticks', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('`', 'a', ' ')}), sentence => {
        const joined = codeSpans(sentence).map(({text, isCode}) => (isCode ? `\`${text}\`` : text))
        return joined.join('') === sentence
      }),
    )
  })
})

describe('markdownSentence', () => {
  it('keeps code, and escapes the rest', () => {
    expect(markdownSentence('Set `a | b`, not *c* or @d.')).toBe(
      'Set <code>a &#124; b</code>, not \\*c\\* or @<!-- -->d.',
    )
  })
})
