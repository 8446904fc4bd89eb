import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {toReference} from '../../src/bom/check/iri.ts'
import {validateDocument} from '../../src/bom/check/validate.ts'
import {formatRecord, parseRecord} from '../../src/bom/parts/record.ts'
import {readBom} from '../../src/bom/read/read.ts'
import {writeBom} from '../../src/bom/write/write.ts'
import {AibomError} from '../../src/lib/errors.ts'
import {inventories, texts} from '../support/arbitrary-inventory.ts'

describe('a BOM of aibom', () => {
  it.each(['1.5', '1.6', '1.7'] as const)(
    'is valid in %s and reads back to the same inventory',
    {timeout: 120_000},
    spec =>
      fc.assert(
        fc.asyncProperty(inventories(), async inventory => {
          const {json} = await writeBom(inventory, {spec, toolVersion: '1.0.0'})
          const read = readBom(json, 'bom.cdx.json')
          expect(read.inventory).toEqual(inventory)
          expect(read.notUnderstood).toEqual([])
        }),
        {numRuns: 60},
      ),
  )
})

describe('readBom', () => {
  it('fails in no other way, whatever the text', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map(json => `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${json}}`),
        ),
        text => {
          try {
            readBom(text, 'bom.json')
          } catch (error) {
            expect(error).toBeInstanceOf(AibomError)
          }
        },
      ),
    ))

  it('survives any shape of the parts that it reads', () => {
    const keys = fc.constantFrom(
      'type',
      'name',
      'purl',
      'properties',
      'evidence',
      'occurrences',
      'identity',
      'hashes',
      'modelCard',
      'data',
      'licenses',
      'components',
      'value',
    )
    const tree = fc.letrec(tie => ({
      node: fc.oneof(
        {depthSize: 'small'},
        fc.constantFrom('model', 'machine-learning-model', 'data', 'pkg:npm/x', 7, null, true),
        fc.array(tie('node')),
        fc.dictionary(keys, tie('node')),
      ),
    })).node
    fc.assert(
      fc.property(tree, fc.array(tree), (subject, components) => {
        const document = {
          bomFormat: 'CycloneDX',
          specVersion: '1.6',
          metadata: {component: subject},
          components,
          services: components,
        }
        expect(
          readBom(JSON.stringify(document), 'bom.json').inventory.assets.every(asset => asset.evidence.length > 0),
        ).toBe(true)
      }),
    )
  })
})

describe('records', () => {
  it.each(['; ', ' '] as const)('give back any text (%j)', separator =>
    fc.assert(
      fc.property(fc.array(texts, {minLength: 1}), values => {
        expect(parseRecord(formatRecord([['key', values]], separator), separator)?.get('key')).toEqual(values)
      }),
    ),
  )
})

describe('toReference', () => {
  it('makes of any text a reference that stays what it is', () =>
    fc.assert(
      fc.property(texts, text => {
        const reference = toReference(text)
        expect(reference).toMatch(/^[!#-;=?-Z_a-z~[\]]+$/)
        expect(toReference(reference)).toBe(reference)
      }),
    ))

  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['127.0.0.1:8080', '//127.0.0.1:8080'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['https://{resource}.openai.azure.com', 'https://%7Bresource%7D.openai.azure.com'],
    ['http://host:{PORT}', './http%3A%2F%2Fhost%3A%7BPORT%7D'],
    ['100%', '100%25'],
  ])('writes %s as %s', (text, reference) => {
    expect(toReference(text)).toBe(reference)
  })
})

describe('validation', () => {
  it('of any JSON ends with an answer', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => {
        expect((await validateDocument(value, '1.6')).length).toBeGreaterThan(0)
      }),
      {numRuns: 50},
    ))
})
