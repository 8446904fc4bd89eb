import {describe, expect, it} from 'vitest'
import {noCommerceIn} from '../../../../src/review/facts/no-commerce.ts'

describe('commercial use', () => {
  it.each([
    'Released for non-commercial research use only.',
    'You may use it for academic research and teaching only.',
    'Any commercial exploitation requires a separate agreement.',
    'Toute utilisation commerciale est interdite.',
    'Eine kommerzielle Nutzung ist untersagt.',
    'Queda prohibido el uso comercial; solo para investigación.',
    'Uso commerciale vietato.',
    'É para uso não comercial.',
    'Commercieel gebruik is niet toegestaan.',
    'Только для исследовательских целей.',
    '禁止用于任何商业用途。',
    '商用利用は禁止します。',
    '상업적 이용을 금지합니다.',
  ])('is forbidden by: %s', text => {
    expect(noCommerceIn(text)).toBeDefined()
  })

  it.each([
    'Commercial use is allowed.',
    'Use is not limited to non-commercial use.',
    'Intended for both commercial and non-commercial use.',
    'La utilización comercial está permitida.',
    '可用于商业用途。',
  ])('is not forbidden by: %s', text => {
    expect(noCommerceIn(text)).toBeUndefined()
  })
})
