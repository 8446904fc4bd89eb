import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {conform} from '../../../src/bom/check/conform.ts'
import {findBrokenReferences} from '../../../src/bom/check/integrity.ts'
import {validateDocument} from '../../../src/bom/check/validate.ts'
import {isCheckedVersion} from '../../../src/bom/spec/schema.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'

function bom(component: object): Record<string, unknown> {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    version: 1,
    components: [{type: 'library', name: 'x', ...component}],
  }
}

describe('conform', () => {
  it('fits the items of a list as they are made', () => {
    const components = bom({swhid: ['swh:1:rev:1']})['components']
    function* made(): Generator<unknown> {
      yield* components as unknown[]
    }
    const whole = conform({...bom({}), components}, '1.5')
    expect(conform({...bom({}), components: made()}, '1.5')).toEqual(whole)
    expect(whole.lost).toEqual(['/components/*/swhid'])
  })

  it.each([
    ['a property that the version lacks', '1.6', {isExternal: true}, {}, ['/components/*/isExternal']],
    [
      'several of them, counted',
      '1.5',
      {tags: ['a'], swhid: ['swh:1:rev:1']},
      {},
      ['/components/*/swhid', '/components/*/tags'],
    ],
    [
      'a value that an enumeration lacks',
      '1.6',
      {hashes: [{alg: 'Streebog-256', content: 'a'.repeat(64)}]},
      {},
      ['/components/*/hashes/*/alg=Streebog-256'],
    ],
    [
      'an expression among other licences',
      '1.6',
      {licenses: [{license: {id: 'MIT'}}, {expression: 'MIT OR ISC'}]},
      {licenses: [{license: {id: 'MIT'}}, {license: {name: 'MIT OR ISC'}}]},
      [],
    ],
    [
      'an expression alone',
      '1.6',
      {licenses: [{expression: 'MIT OR ISC'}]},
      {licenses: [{expression: 'MIT OR ISC'}]},
      [],
    ],
    [
      'the list of identities',
      '1.5',
      {evidence: {identity: [{field: 'name'}, {field: 'purl'}]}},
      {evidence: {identity: {field: 'name'}}},
      [],
    ],
  ] as const)('turns %s into what %s allows', async (_name, spec, component, fitted, lost) => {
    const result = conform(bom(component), spec)
    expect(result.document['components']).toEqual([{type: 'library', name: 'x', ...fitted}])
    expect(result.lost).toEqual(lost)
    expect(await validateDocument(result.document, spec)).toEqual([])
  })

  it('drops a component of a type that the version lacks, and says so', () => {
    const result = conform({...bom({}), components: [{type: 'cryptographic-asset', name: 'key'}]}, '1.5')
    expect(result.document['components']).toBeUndefined()
    expect(result.lost).toEqual(['/components/*/type=cryptographic-asset'])
  })
})

describe('validateDocument', () => {
  it.each([
    [
      'an unknown licence id',
      {licenses: [{license: {id: 'UNKNOWN'}}]},
      '/components/0/licenses/0/license/id',
      /^must be equal to one of the allowed values: .{1,200} …$/,
    ],
    ['a property that is not known', {colour: 'red'}, '/components/0', /must NOT have additional properties: colour/],
    [
      'two equal components',
      {
        components: [
          {type: 'file', name: 'a'},
          {name: 'a', type: 'file'},
        ],
      },
      '/components/0/components',
      /two equal items/,
    ],
  ])('names %s shortly, with its place', async (_name, component, pointer, message) => {
    const problems = await validateDocument({...bom(component), specVersion: '1.6'}, '1.6')
    expect(problems[0]).toMatchObject({pointer, message: expect.stringMatching(message)})
  })

  it('takes objects that differ in one value for different', async () => {
    const components = [
      {type: 'file', name: 'a'},
      {type: 'file', name: 'b'},
    ]
    expect(await validateDocument({...bom({components}), specVersion: '1.6'}, '1.6')).toEqual([])
  })
})

describe.skipIf(!hasShared)('on documents of the specification', () => {
  const files = (folder: string): string[] =>
    hasShared ? readdirSync(sharedPath(`fixtures/boms/${folder}`)).map(file => `fixtures/boms/${folder}/${file}`) : []
  const load = (file: string): Record<string, unknown> => JSON.parse(readFileSync(sharedPath(file), 'utf8'))

  it.each(files('spec'))('%s is valid', async file => {
    const document = load(file)
    const spec = document['specVersion']
    expect(isCheckedVersion(spec) && (await validateDocument(document, spec))).toEqual([])
  })

  it.each(files('invalid'))('%s is not valid', async file => {
    const document = load(file)
    const spec = document['specVersion']
    expect(isCheckedVersion(spec) && (await validateDocument(document, spec))).not.toEqual([])
  })

  it.each(files('spec').filter(file => file.endsWith('1.7.json')))(
    '%s is valid after it was fitted to 1.6 and to 1.5',
    async file => {
      for (const spec of ['1.6', '1.5'] as const) {
        expect(await validateDocument(conform(load(file), spec).document, spec)).toEqual([])
      }
    },
  )

  it.each([
    ['broken-duplicate-bom-ref.json', /is also at/],
    ['broken-dangling-ref.json', /no component has the bom-ref/],
    ['vendor-a-complete.json', undefined],
  ])('%s has broken references: %s', (file, message) => {
    const messages = findBrokenReferences(load(`fixtures/boms/vendor/${file}`)).map(problem => problem.message)
    expect(messages).toEqual(message === undefined ? [] : expect.arrayContaining([expect.stringMatching(message)]))
  })
})
