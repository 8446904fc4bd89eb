import {describe, expect, it} from 'vitest'
import {isInVers} from '../../../../src/lib/names/vers.ts'

describe('isInVers', () => {
  it.each([
    ['1.5', 'vers:pypi/>=1.0|<2.0', true],
    ['2.0', 'vers:pypi/>=1.0|<2.0', false],
    ['0.9', 'vers:npm/<1.0|>=3.0', true],
    ['3.1', 'vers:npm/<1.0|>=3.0', true],
    ['2.0', 'vers:npm/<1.0|>=3.0', false],
    ['1.2.3', 'vers:npm/1.2.3|1.2.4', true],
    ['1.2.0', 'vers:npm/1.2', true],
    ['1.5', 'vers:npm/>=1.0|!=1.5|<2.0', false],
    ['4.5', 'vers:npm/>=1.0|<2.0|>=4.0|<5.0', true],
    ['3.0', 'vers:npm/>=1.0|<2.0|>=4.0|<5.0', false],
    ['9', 'vers:deb/*', true],
    ['1.0rc1', 'vers:pypi/>=1.0', undefined],
    ['1.0', '>=1.0', undefined],
    ['1.0', 'vers:pypi/>=x', undefined],
  ])('%s in %s: %s', (version, range, answer) => {
    expect(isInVers(version, range)).toBe(answer)
  })
})
