import {describe, expect, it} from 'vitest'
import {isHollow} from '../../../../src/review/facts/hollow.ts'

describe('a placeholder', () => {
  it.each([
    'TODO(jo): describe',
    'TBD (third quarter)',
    'FIXME: write this section',
    'tbd by the ethics team',
    '${MODEL_LIMITS}',
    '%LIMITS%',
    '__LIMITS__',
    '#REF!',
    '<!-- limits -->',
    'Click here to enter text.',
    'N/A - not applicable at this time',
    'None yet',
    'undefined undefined',
    '. . .',
    '🚧',
    'test123',
    'Placeholder text 1',
    'This is a sample limitation.',
    '_No content_',
    'Quisque velit nisi, pretium ut lacinia in',
    'Your Company Inc.',
    'ACME Corp (example)',
    'ask Jo',
    'idem',
    'будет добавлено позже',
    'in corso di definizione',
    'προς συμπλήρωση',
    'akan diisi nanti',
    'urmează să fie completat',
    'udfyldes senere',
    'později bude doplněno',
    '后续补充',
    '追って記載予定',
    '추후 업데이트 예정',
    'จะเพิ่มเติมภายหลัง',
    'در حال آماده\u200cسازی',
    'بعداً تکمیل می\u200cشود',
  ])('is %s', text => {
    expect(isHollow(text)).toBe(true)
  })

  it.each([
    'Will not be updated after 2027',
    'Todo lists are summarized badly',
    'Not for use in medicine',
    'None of the logs have names in them',
    'Tests were run in English only',
    '100 %',
    'C++',
    'Nur auf Deutsch',
    'не знает цен после 2025 года',
    '不支持中文',
    'Sample rates below 8 kHz',
    'Et tu, Brute',
  ])('is not: %s', text => {
    expect(isHollow(text)).toBe(false)
  })
})
