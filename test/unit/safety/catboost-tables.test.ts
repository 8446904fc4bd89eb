import {describe, expect, it} from 'vitest'
import {answer} from '../../support/examined.ts'
import {blob, flatbuffer, table, tables, text, texts, word, words} from '../../support/flatbuffers.ts'
import {runsCommand} from '../../support/pickles.ts'
import {concat, u32, utf8} from '../../support/weights.ts'

const sized = (content: Uint8Array): Uint8Array => concat(u32(content.length), content)
const model = (parts: readonly string[], ...behind: readonly Uint8Array[]): Uint8Array =>
  concat(
    utf8('CBM1'),
    sized(flatbuffer('\0\0\0\0', text('FlabuffersModel_v1'), table(word(1)), tables(), texts(...parts))),
    ...behind,
  )
const combination = table(words(0, 1), tables([word(0)]), tables([word(0), word(1)]))
const categories = flatbuffer('\0\0\0\0', table(combination), blob(new Uint8Array(96)), blob(new Uint8Array(24)))
const provider = ['static_provider_v1']

describe('the tables behind a CatBoost model', () => {
  it.each([
    ['no table', model(provider, u32(0))],
    ['one table for each set of categories', model(provider, u32(2), sized(categories), sized(categories))],
  ])('are safe with %s', async (_name, content) => {
    expect(await answer(content, 'm.cbm')).toEqual({verdict: 'safe', rules: [], named: ''})
  })

  it.each([
    ['are for words', model(['text_process_v2'], u32(1), sized(categories))],
    ['are for categories and for words', model([...provider, 'text_process_v2'], u32(1), sized(categories))],
    ['are not announced', model([], u32(1), sized(categories))],
    ['are fewer than announced', model(provider, u32(3), sized(categories))],
    ['are cut', model(provider, u32(1), sized(categories).subarray(0, -8))],
    ['have other bytes behind them', model(provider, u32(1), sized(categories), utf8('more'))],
  ])('are not proven safe where they %s', async (_name, content) => {
    expect((await answer(content, 'm.cbm')).verdict).toBe('unknown')
  })

  it.each([
    ['lead out of themselves', model(provider, u32(1), sized(concat(u32(0x7ffffff0), categories.subarray(4))))],
    ['state more than they have', model(provider, u32(1), sized(concat(categories, runsCommand)))],
    ['have a pickle behind them', model(provider, u32(1), sized(categories), runsCommand)],
  ])('are unsafe where they %s', async (_name, content) => {
    expect((await answer(content, 'm.cbm')).verdict).toBe('unsafe')
  })
})
