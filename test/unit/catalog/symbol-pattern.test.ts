import {describe, expect, it} from 'vitest'
import {parseSelector} from '../../../src/catalog/selector.ts'
import {matchesSymbol, parseSymbolPattern} from '../../../src/catalog/symbol-pattern.ts'

describe('matchesSymbol', () => {
  it.each([
    ['ChatOpenAI', 'chat_models.ChatOpenAI', true],
    ['ChatOpenAI', 'ChatOpenAIX', false],
    ['Auto*.from_pretrained', 'models.AutoModel.from_pretrained', true],
    ['Auto*.from_pretrained', 'Bert.from_pretrained', false],
    ['pipeline', 'x.().pipeline', false],
    ['().generate', 'Client.().generate', true],
    ['().generate', 'Client.generate', false],
    ['^default', 'default', true],
    ['^default', 'a.default', false],
    ['chat.completions.create', 'OpenAI.().chat.completions.create', true],
    ['*.create', 'x.().create', false],
    ['createGroq.()', 'createGroq.()', true],
  ])('%s against %s: %s', (pattern, path, expected) => {
    expect(matchesSymbol(parseSymbolPattern(pattern), path.split('.'))).toBe(expected)
  })
})

describe('parseSelector', () => {
  it.each([
    ['model', [{kind: 'key', key: 'model'}]],
    [
      '0.model',
      [
        {kind: 'position', position: 0},
        {kind: 'key', key: 'model'},
      ],
    ],
    ['0[].id', [{kind: 'position', position: 0}, {kind: 'each'}, {kind: 'key', key: 'id'}]],
    ['m{}', [{kind: 'key', key: 'm'}, {kind: 'values'}]],
    ['m{keys}', [{kind: 'key', key: 'm'}, {kind: 'keys'}]],
    [
      'm[role=system|developer].content',
      [
        {kind: 'key', key: 'm'},
        {kind: 'where', key: 'role', is: ['system', 'developer']},
        {kind: 'key', key: 'content'},
      ],
    ],
    [
      '@receiver.0.model',
      [
        {kind: 'special', name: 'receiver'},
        {kind: 'position', position: 0},
        {kind: 'key', key: 'model'},
      ],
    ],
  ])('%s', (selector, expected) => expect(parseSelector(selector)).toEqual(expected))
})
