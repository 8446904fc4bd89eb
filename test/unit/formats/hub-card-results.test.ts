import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseHubCard} from '../../../src/formats/hub-card/hub-card.ts'
import {resultsOfTrainer} from '../../../src/formats/hub-card/results.ts'

const sentence = 'It achieves the following results on the evaluation set:'

describe('results that the Trainer writes', () => {
  it.each([
    ['each line', `${sentence}\n- Loss: 0.5100\n- Wer: 24.8782\n`, ['Loss 0.5100', 'Wer 24.8782']],
    ['up to what is none', `${sentence}\n- Loss: 1e-05\n- Accuracy: unknown\n- F1: 0.9\n`, ['Loss 1e-05']],
    ['nothing behind another sentence', 'It achieves results:\n- Loss: 0.5\n', []],
    [
      'below the heading of AutoTrain',
      '# Model Trained Using AutoTrain\n\n- Model ID: 12\n\n## Validation Metrics\n\n- Loss: 0.134\n- Macro F1: 0.91\n',
      ['Loss 0.134', 'Macro F1 0.91'],
    ],
    ['nothing below that heading in another card', '# Mail\n\n## Validation Metrics\n\n- Loss: 0.134\n', []],
    ['nothing of a list elsewhere', `${sentence}\n\n- Loss: 0.5\n`, []],
  ])('are read: %s', (_what, body, results) => {
    expect(resultsOfTrainer(body).map(({type, value}) => `${type} ${value}`)).toEqual(results)
  })

  it('stand for a model-index that has none, and never beside one that has', () => {
    const card = (yaml: string) => parseHubCard(`---\n${yaml}\n---\n${sentence}\n- Loss: 0.5\n`, 'README.md').results
    expect(card('model-index:\n- name: x\n  results: []')).toEqual([
      {type: 'Loss', value: '0.5', slice: 'evaluation set'},
    ])
    expect(card('model-index:\n- results:\n  - metrics: [{type: wer, value: 3}]')).toEqual([{type: 'wer', value: '3'}])
  })

  it('never throw', () =>
    fc.assert(fc.property(fc.string(), text => resultsOfTrainer(`${sentence}\n${text}`).length >= 0)))
})
