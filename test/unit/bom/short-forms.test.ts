import {describe, expect, it} from 'vitest'
import {readBom} from '../../../src/bom/read/read.ts'
import {toSpdx} from '../../../src/bom/spdx/write/write.ts'
import {writeBom} from '../../../src/bom/write/write.ts'
import type {Asset, AssetOf} from '../../../src/inventory/asset.ts'
import type {Evidence} from '../../../src/inventory/evidence.ts'
import type {Distribution, PackageFacts} from '../../../src/inventory/facts.ts'
import {makePackage} from '../../../src/inventory/make.ts'
import {asList, asRecord, recordsOf} from '../../../src/lib/narrow.ts'
import {normalForm, richInventory} from '../../support/rich-inventory.ts'

const lock = 'examples/web:5/package-lock.json'

function locked(name: string, line: number | undefined, other: Partial<Evidence> = {}): Evidence {
  return {
    detector: 'npm/package-lock',
    technique: 'manifest',
    path: lock,
    ...(line !== undefined && {line}),
    symbol: name,
    level: 'used',
    scope: 'example',
    confidence: 1,
    ...other,
  }
}

function inLock(at: number, other: Partial<Evidence> = {}): Asset {
  const name = `@scope/package-${at}`
  return makePackage({ecosystem: 'npm', name, version: '1.0.0'}, [locked(name, at, other)])
}

/** Twelve packages of one lock, and those that say something else at the same place. */
const others: readonly (readonly [what: string, evidence: Evidence])[] = [
  ['an alias', locked('@scope/other', 20, {symbol: 'alias'})],
  ['no symbol', (({symbol: _symbol, ...rest}) => rest)(locked('@scope/other', 20))],
  ['no line', locked('@scope/other', undefined)],
  ['another confidence', locked('@scope/other', 20, {confidence: 0.5})],
  ['another detector', locked('@scope/other', 20, {detector: 'npm/manifest'})],
  ['another path', locked('@scope/other', 20, {path: 'package-lock.json'})],
  ['a path that ends like a line', locked('@scope/other', undefined, {path: 'locks:7'})],
]

async function roundTrip(assets: readonly Asset[], spec: '1.5' | '1.6' = '1.6') {
  const {reports: _reports, ...empty} = {...richInventory(), relationships: [], findings: [], verdicts: []}
  const inventory = normalForm({...empty, assets})
  const {json} = await writeBom(inventory, {spec, toolVersion: '1.0.0'})
  return {inventory, json, read: readBom(json, 'bom.cdx.json')}
}

function componentsOf(json: string) {
  return recordsOf(asRecord(JSON.parse(json))?.['components'])
}

describe('what many packages of one lock have in common', () => {
  const many = Array.from({length: 12}, (_, at) => inLock(at + 1))

  it('stands once in the metadata, and in no occurrence', async () => {
    const {json} = await roundTrip(many)
    const usual = `examples/web:5/package-lock.json; detector=npm/package-lock scope=example`
    expect(json.split(JSON.stringify(usual))).toHaveLength(2)
    const occurrences = componentsOf(json).flatMap(node => asList(asRecord(node['evidence'])?.['occurrences']))
    expect(occurrences).toContainEqual({location: lock, line: 1})
    expect(JSON.stringify(occurrences)).not.toContain('additionalContext')
  })

  it.each(['1.5', '1.6'] as const)('reads back from %s as it was', async spec => {
    const {inventory, read} = await roundTrip(many, spec)
    expect(read.inventory).toEqual(inventory)
    expect(read.notUnderstood).toEqual([])
  })

  it.each(others)('reads back beside a package with %s', async (_what, evidence) => {
    const other = makePackage({ecosystem: 'npm', name: '@scope/other', version: '2.0.0'}, [evidence])
    const {inventory, read} = await roundTrip([...many, other])
    expect(read.inventory).toEqual(inventory)
  })

  it('is said of each of a few', async () => {
    const {json} = await roundTrip(many.slice(0, 9))
    expect(json).not.toContain('aibom:evidence:usual')
  })
})

describe('a file of a package', () => {
  const file = 'a_b-1.0-py3-none-any.whl'
  const files: readonly (readonly [what: string, distribution: Omit<Distribution, 'digests'>, comment: string])[] = [
    ['that its address ends in', {file, url: `https://example.org/${file}`}, 'file='],
    ['that its encoded address ends in', {file: 'a b.whl', url: 'https://example.org/a%20b.whl'}, 'file='],
    ['whose address has a query', {file, url: `https://example.org/${file}?a=b`}, `file=${file}`],
    ['whose address ends otherwise', {file, url: 'https://example.org/download'}, `file=${file}`],
    ['whose address is badly encoded', {file: '%zz', url: 'https://example.org/%zz'}, 'file=%25zz'],
    ['whose address is not known', {file}, 'file= url=unknown'],
    ['without a name', {url: `https://example.org/${file}`}, ''],
  ]

  it.each(files)('%s reads back', async (_what, distribution, comment) => {
    const digests = [{alg: 'sha256', hex: 'a'.repeat(64), of: 'content', from: 'declared'}] as const
    const more = {file: 'z.tar.gz', url: 'https://example.org/z.tar.gz', digests}
    const facts = {distributions: [{...distribution, digests}, more]}
    const asset = makePackage({ecosystem: 'pypi', name: 'a-b', version: '1.0'}, [locked('a-b', 1)], facts)
    const {inventory, json, read} = await roundTrip([asset])
    expect(read.inventory).toEqual(inventory)
    const references = recordsOf(componentsOf(json)[0]?.['externalReferences'])
    expect(references.map(reference => reference['comment'])).toContain(`aibom:distribution ${comment}`.trim())
  })
})

describe('what the purl of a package says', () => {
  const plain = makePackage({ecosystem: 'npm', name: 'a', version: '1.0.0'}, [locked('a', 1)])
  const shapes: readonly (readonly [facts: Partial<PackageFacts>, properties: readonly string[]])[] = [
    [{scope: 'runtime', direct: false}, []],
    [{scope: 'dev', direct: true}, ['aibom:package:scope=dev', 'aibom:package:direct=true']],
    [{scope: 'optional', direct: false}, ['aibom:package:scope=optional']],
    [{scope: 'peer', direct: false}, ['aibom:package:scope=peer']],
    [{scope: 'extra', direct: false}, ['aibom:package:scope=extra']],
    [{ecosystem: 'conda', direct: false}, ['aibom:package:ecosystem=conda']],
    [{ecosystem: 'golang', direct: false}, ['aibom:package:ecosystem=golang']],
  ]

  it.each(shapes)('is not said again: %j', async (facts, properties) => {
    const {inventory, json, read} = await roundTrip([{...plain, facts: {...plain.facts, ...facts}}])
    expect(read.inventory).toEqual(inventory)
    const written = recordsOf(componentsOf(json)[0]?.['properties']).map(({name, value}) => `${name}=${value}`)
    expect(written.filter(text => text.startsWith('aibom:package:'))).toEqual(properties)
  })

  it.each(['runtime', 'dev', 'optional', 'peer', 'extra'] as const)('is kept in SPDX for %s', async scope => {
    const {json} = await roundTrip([{...plain, facts: {...plain.facts, scope, direct: false}}])
    const {document} = toSpdx(asRecord(JSON.parse(json)) ?? {}, '2026-01-02T03:04:05Z')
    const [asset] = readBom(JSON.stringify(document), 'bom.spdx.json').inventory.assets
    expect(asset).toMatchObject({kind: 'package', facts: {ecosystem: 'npm', scope, direct: false}})
  })

  it.each(['golang', 'maven', 'nuget', 'cargo', 'gem', 'composer', 'swift'] as const)(
    'holds for %s',
    async ecosystem => {
      const asset: AssetOf<'package'> = {
        ...plain,
        id: `package:${ecosystem}/a`,
        purl: `pkg:${ecosystem}/a@1.0.0`,
        facts: {...plain.facts, ecosystem},
      }
      const {inventory, read} = await roundTrip([asset])
      expect(read.inventory).toEqual(inventory)
    },
  )
})
