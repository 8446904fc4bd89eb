import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {exactVersion, isInRange} from '../../../src/lib/names/pep440.ts'
import {parseRequirement} from '../../../src/lib/names/pep508.ts'

describe('parseRequirement', () => {
  it.each([
    ['numpy', {name: 'numpy', extras: [], specifier: ''}],
    ['A.B-C_d >= 1.0, <2', {name: 'A.B-C_d', extras: [], specifier: '>=1.0,<2'}],
    ['x (>=1,<2)', {name: 'x', extras: [], specifier: '>=1,<2'}],
    ['x[a, b]==1.*', {name: 'x', extras: ['a', 'b'], specifier: '==1.*'}],
    ['x[]', {name: 'x', extras: [], specifier: ''}],
    ["x>=1;python_version<'3.9'", {name: 'x', extras: [], specifier: '>=1', marker: "python_version<'3.9'"}],
    [
      'x @ https://e.org/a;b.whl ; os_name=="nt"',
      {name: 'x', extras: [], specifier: '', url: 'https://e.org/a;b.whl', marker: 'os_name=="nt"'},
    ],
    ['x===2004d', {name: 'x', extras: [], specifier: '===2004d'}],
  ])('reads %s', (text, expected) => {
    expect(parseRequirement(text)).toEqual(expected)
  })

  it.each([
    '',
    '-r x',
    './x',
    'https://e.org/x.whl',
    'x 1.0',
    'x=1.0',
    'x >= ',
    'x[a',
    'x ; nothing',
    'a b',
    '==1',
    'x @ ',
    `x>=${'1'.repeat(30_000)}`,
  ])('refuses %j', text => {
    expect(parseRequirement(text)).toBeUndefined()
  })

  it('never throws, and what it names is a name', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '-', '[', ']', ',', '>=', '==', ';', '@', ' ', '(', ')', '1', '.')),
        parts => {
          const found = parseRequirement(parts.join(''))
          if (found !== undefined) expect(found.name).toMatch(/^[a1](?:[a1.-]*[a1])?$/)
        },
      ),
    ))
})

describe('exactVersion', () => {
  it.each([
    ['==1.2', '1.2'],
    ['== 1.2', '1.2'],
    ['===1.2+cu118', '1.2+cu118'],
    ['==v2', '2'],
    ['==1.*', undefined],
    ['==1,!=2', undefined],
    ['>=1', undefined],
    ['', undefined],
    ['==${V}', undefined],
  ])('of %j is %j', (specifier, version) => {
    expect(exactVersion(specifier)).toBe(version)
  })
})

describe('isInRange', () => {
  it.each([
    ['2.1.0+cu118', '==2.1.0', true],
    ['2.0b1', '>=1', true],
    ['1.5', '~=1.4.2', false],
    ['3', '', true],
    ['3', 'garbage', undefined],
    ['not a version', '>=1', undefined],
    ['2004d', '===2004d', true],
  ])('%s in %j is %j', (version, specifier, expected) => {
    expect(isInRange(version, specifier)).toBe(expected)
  })
})
