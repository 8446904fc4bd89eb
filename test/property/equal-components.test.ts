import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {withoutEqualComponents} from '../../src/bom/equal/components.ts'
import {parseBom} from '../../src/bom/read/parse.ts'
import type {ParsedBom} from '../../src/bom/read/parsed.ts'
import {readParsedBom} from '../../src/bom/read/read.ts'
import {kindOfComponent, recognise} from '../../src/bom/read/recognise.ts'
import {writeBom} from '../../src/bom/write/write.ts'
import {compareSides, countOf, type EqualKinds} from '../../src/drift/compare.ts'
import {projectInventory} from '../../src/drift/project.ts'
import {inventories} from '../support/arbitrary-inventory.ts'
import {changes, noChanges} from '../support/change-pairs.ts'

const none: EqualKinds = new Map()

function compare(before: ParsedBom, after: ParsedBom, equal: EqualKinds) {
  const sides = [before, after].map(parsed => {
    const {inventory, own} = readParsedBom(parsed, 'bom.json')
    return projectInventory(inventory, 'each', own)
  })
  const [old, now] = sides
  if (old === undefined || now === undefined) throw new Error('two sides')
  return {...compareSides(old, now, equal), assets: sides.map(({entries}) => entries.length + countOf(equal))}
}

function expectSame(before: string, after: string): number {
  const parsed = [parseBom(before, 'old.json'), parseBom(after, 'new.json')] as const
  const {documents, equal} = withoutEqualComponents(...parsed)
  expect(compare(...documents, equal)).toEqual(compare(...parsed, none))
  return countOf(equal)
}

/** Few names, so that components of one name, joined names and references to each other come up. */
const names = fc.constantFrom(
  ...'chat acme/chat Chat talks acme/talks left-pad left.pad @acme/left-pad agent one two three four five six'.split(
    ' ',
  ),
)
const versions = fc.constantFrom('1.0.0', '2.0.0', 'a'.repeat(40))
const refs = fc.constantFrom(...'a b c d e f g h i j k root'.split(' '))
const purlTypes = fc.constantFrom('npm', 'pypi', 'huggingface', 'deb', 'conda')

const plainComponents = fc
  .record(
    {
      type: fc.constantFrom('library', 'machine-learning-model', 'data', 'application', 'framework'),
      name: names,
      version: versions,
      'bom-ref': refs,
      purl: fc.option(fc.tuple(purlTypes, fc.option(names), versions), {freq: 4}),
      licenses: fc.constantFrom([{license: {id: 'MIT'}}], [{license: {id: 'Apache-2.0'}}]),
      hashes: fc.constantFrom([{alg: 'SHA-256', content: 'a'.repeat(64)}], [{alg: 'SHA-256', content: 'b'.repeat(64)}]),
      properties: fc.constantFrom(
        [{name: 'x:kind', value: 'agent'}],
        [{name: 'x:kind', value: 'mcp-server'}],
        [{name: 'x', value: 'y'}],
      ),
    },
    {requiredKeys: ['type', 'name']},
  )
  .map(({purl, ...fields}): Record<string, unknown> => {
    if (purl === undefined || purl === null) return fields
    const [type, name, version] = purl
    return {...fields, purl: `pkg:${type}/${(name ?? fields.name).replace('@', '%40')}@${version}`}
  })

const components = fc
  .tuple(plainComponents, fc.option(plainComponents, {freq: 1}), fc.constantFrom('components', 'ancestors', 'datasets'))
  .map(([node, part, as]) => {
    if (part === null) return node
    if (as === 'components') return {...node, components: [part]}
    if (as === 'ancestors') return {...node, pedigree: {ancestors: [part]}}
    return {...node, modelCard: {modelParameters: {datasets: [{ref: part['bom-ref'] ?? 'a'}]}}}
  })

const services = fc.array(fc.record({name: names, 'bom-ref': refs}), {maxLength: 1})

const documents = fc
  .record({
    list: fc.array(components, {minLength: 4, maxLength: 10}),
    edges: fc.array(fc.record({ref: refs, dependsOn: fc.array(refs, {maxLength: 2})}), {maxLength: 2}),
    services,
  })
  .chain(({list, edges, services}) =>
    fc.tuple(
      fc.constant({list, edges, services}),
      fc.record({kept: fc.subarray(list), more: fc.array(components, {maxLength: 2}), kept2: fc.subarray(edges)}),
    ),
  )

function documentOf(list: readonly unknown[], edges: readonly unknown[], services: readonly unknown[]): string {
  const metadata = {component: {type: 'application', name: 'root', 'bom-ref': 'root'}}
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata,
    components: list,
    services,
    dependencies: edges,
  })
}

describe('kindOfComponent', () => {
  it('is what is recognised, for a purl in its common form too', () => {
    const types = fc.constantFrom('npm', 'pypi', 'conda', 'huggingface', 'deb')
    const paths = fc.constantFrom(
      'left-pad',
      'acme/chat',
      'datasets/talks',
      'datasets/acme/talks',
      'models/chat',
      'A.b',
    )
    const components = fc.record(
      {type: fc.constantFrom('library', 'machine-learning-model', 'data'), name: names, version: versions},
      {requiredKeys: ['type', 'name']},
    )
    fc.assert(
      fc.property(types, paths, components, (type, path, node) => {
        const plain = {...node, purl: `pkg:${type}/${path}@1.0`}
        const long = {...node, purl: `${plain.purl}?a=b`}
        expect(recognise(plain, false)).toEqual(recognise(long, false))
        expect(kindOfComponent(plain)).toBe(recognise(long, false)?.kind)
      }),
    )
  })
})

describe('withoutEqualComponents', () => {
  it('changes nothing in what is said of two documents of another tool', () => {
    let leftOut = 0
    fc.assert(
      fc.property(documents, ([{list, edges, services}, {kept, more, kept2}]) => {
        leftOut += expectSame(documentOf(list, edges, services), documentOf([...more, ...kept], kept2, services))
      }),
      {numRuns: 400},
    )
    expect(leftOut).toBeGreaterThan(0)
  })

  it('changes nothing in what is said of two documents of ours', {timeout: 120_000}, async () => {
    const options = {spec: '1.6', toolVersion: '1.0.0'} as const
    let leftOut = 0
    for (const {before, after} of [...changes, ...noChanges])
      leftOut += expectSame((await writeBom(before, options)).json, (await writeBom(after, options)).json)
    await fc.assert(
      fc.asyncProperty(inventories(), inventories(), async (one, other) => {
        const mixed = {
          ...one,
          assets: [...new Map([...one.assets, ...other.assets.slice(0, 2)].map(asset => [asset.id, asset])).values()],
        }
        const keys = new Set(mixed.assets.map(({id, version}) => (version === undefined ? id : `${id}@${version}`)))
        const relationships = one.relationships.filter(
          ({from, to}) => (from === 'subject' || keys.has(from)) && keys.has(to),
        )
        leftOut += expectSame(
          (await writeBom(one, options)).json,
          (await writeBom({...mixed, relationships, findings: [], verdicts: [], reports: []}, options)).json,
        )
      }),
      {numRuns: 15},
    )
    expect(leftOut).toBeGreaterThan(0)
  })
})
