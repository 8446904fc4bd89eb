import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {toLicence} from '../../../src/inventory/licence.ts'

describe('toLicence', () => {
  it.each([
    ['MIT', {kind: 'id', id: 'MIT'}],
    ['apache-2.0', {kind: 'id', id: 'Apache-2.0'}],
    ['GPL-3.0', {kind: 'id', id: 'GPL-3.0'}],
    [' BSD-3-Clause\n', {kind: 'id', id: 'BSD-3-Clause'}],
    ['(MIT OR Apache-2.0)', {kind: 'expression', expression: '(MIT OR Apache-2.0)'}],
    ['(mit OR cc0-1.0)', {kind: 'expression', expression: '(MIT OR CC0-1.0)'}],
    [
      'GPL-2.0-only WITH Classpath-exception-2.0',
      {
        kind: 'expression',
        expression: 'GPL-2.0-only WITH Classpath-exception-2.0',
      },
    ],
    ['LicenseRef-acme', {kind: 'expression', expression: 'LicenseRef-acme'}],
    ['mit or apache-2.0', {kind: 'expression', expression: 'MIT OR Apache-2.0'}],
    ['Apache 2', {kind: 'name', name: 'Apache 2'}],
    ['llama3.2', {kind: 'name', name: 'llama3.2'}],
    ['SEE LICENSE IN LICENSE.md', {kind: 'name', name: 'SEE LICENSE IN LICENSE.md'}],
    [
      'https://acme.example/licence',
      {
        kind: 'name',
        name: 'https://acme.example/licence',
        url: 'https://acme.example/licence',
      },
    ],
  ])('reads %s', (text, licence) => expect(toLicence(text)).toEqual(licence))

  it.each(['', '  ', 'NOASSERTION'])('knows that «%s» states nothing', text => expect(toLicence(text)).toBeUndefined())

  it('keeps a hostile expression as a name', () => {
    const text = `${'('.repeat(100_000)}MIT`
    expect(toLicence(text)).toEqual({kind: 'name', name: text})
  })

  it('answers for any text', () =>
    fc.assert(
      fc.property(fc.string(), text => {
        const licence = toLicence(text)
        expect(licence === undefined || ['id', 'expression', 'name'].includes(licence.kind)).toBe(true)
      }),
    ))
})
