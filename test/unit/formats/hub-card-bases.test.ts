import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {basesInProse} from '../../../src/formats/hub-card/bases.ts'

const link = '[acme/base](https://huggingface.co/acme/base)'

describe('base models in the prose of a card', () => {
  it.each([
    ['the Trainer', `This model is a fine-tuned version of ${link} on the mail dataset.`, 'finetune'],
    [
      'sentence-transformers',
      `This is a [sentence-transformers](https://www.SBERT.net) model finetuned from ${link}.`,
      'finetune',
    ],
    ["the Hub's template", `- **Finetuned from model [optional]:** ${link}`, 'finetune'],
    ["the Hub's template, without a link", '- **Finetuned from model:** acme/base', 'finetune'],
    ['a maker of quantised copies', `- Original model: ${link}`, undefined],
    ['a maker of quantised copies, without a name', 'Original model: https://huggingface.co/acme/base', undefined],
  ])('are named by %s', (_who, line, relation) => {
    expect(basesInProse(`# Name\n\n${line}\n`, 5)).toEqual([
      {name: 'acme/base', line: 7, ...(relation !== undefined && {relation})},
    ])
  })

  it.each([
    ['a comparison', `It is better than ${link}, a fine-tuned version of another.`],
    ['a list of others', `- ${link} is a fine-tuned version of it`],
    [
      'a run of the Trainer',
      'This model is a fine-tuned version of [out](https://huggingface.co/outputs/checkpoint-500) on the mail dataset.',
    ],
    ['a template', '- **Finetuned from model [optional]:** [More Information Needed]'],
    ['another host', 'This model is a fine-tuned version of [acme/base](https://example.com/acme/base).'],
  ])('are not taken from %s', (_what, line) => {
    expect(basesInProse(line, 1)).toEqual([])
  })

  it('never throw, and take linear time', () => {
    fc.assert(fc.property(fc.string(), text => basesInProse(text, 1).length >= 0))
    expect(basesInProse('This is a fine-tuned from ['.repeat(50_000), 1)).toEqual([])
    expect(
      basesInProse(`This is a ${'fine-tuned from [a](https://huggingface.co/'.repeat(40)}\n`.repeat(2000), 1),
    ).toEqual([])
  })
})
