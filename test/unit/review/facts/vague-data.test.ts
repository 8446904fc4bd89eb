import {describe, expect, it} from 'vitest'
import {isVagueData} from '../../../../src/review/facts/vague-data.ts'

describe('a name that fits any data', () => {
  it.each([
    'internal data',
    'a proprietary mix of licensed and web data',
    'publicly available datasets',
    'datos internos',
    'interne Daten',
    'données propriétaires',
    'dati interni',
    'внутренние данные',
    '内部数据',
    '사내 데이터',
    'in-house',
  ])('is %s', name => {
    expect(isVagueData(name)).toBe(true)
  })

  it.each(['c4', 'clauses', 'port-dispatches', 'Common Voice', 'internal audit reports 2024', 'corpus of notary acts'])(
    'is not %s',
    name => {
      expect(isVagueData(name)).toBe(false)
    },
  )
})
