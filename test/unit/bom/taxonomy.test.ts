import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const source = readdirSync(join(root, 'src'), {recursive: true, encoding: 'utf8'})
  .filter(path => path.endsWith('.ts'))
  .map(path => readFileSync(join(root, 'src', path), 'utf8'))
  .join('\n')
const taxonomy: {groups: {properties: {name: string}[]}[]; kinds: {kind: string}[]; gaps: {code: string}[]} =
  JSON.parse(readFileSync(join(root, 'schemas/aibom-properties.json'), 'utf8'))
const documented = new Set(taxonomy.groups.flatMap(group => group.properties.map(property => property.name)))
/** Marks in comments of references, no properties. */
const marks = new Set(['aibom:distribution'])
/** Properties that other tools write, and a review or validation reads. */
const foreign = new Set(['cdx:ai-ml:model:parameter:count', 'cdx:ai-ml:model:tokenizer'])

describe('the taxonomy', () => {
  it('documents every property name that the source writes', () => {
    const written = new Set([...source.matchAll(/'((?:aibom|cdx):[a-z0-9:_-]+)'/g)].flatMap(([, name]) => name ?? []))
    expect(written.size).toBeGreaterThan(50)
    expect([...written].filter(name => !documented.has(name) && !marks.has(name) && !foreign.has(name))).toEqual([])
  })

  it('names nothing that the source does not write', () => {
    expect([...documented].filter(name => !source.includes(`'${name}'`))).toEqual([])
  })

  it('lists every kind of asset once', () => {
    const listed = taxonomy.kinds.map(({kind}) => kind)
    expect([...listed].sort()).toEqual([...new Set(listed)].sort())
    const counts: {definitions: {byKind: {required: string[]}}} = JSON.parse(
      readFileSync(join(root, 'schemas/generate.result.schema.json'), 'utf8'),
    )
    expect([...listed].sort()).toEqual([...counts.definitions.byKind.required].sort())
  })

  it('lists every code of a gap', () => {
    const codes = new Set(
      [...source.matchAll(/\bstage: '[a-z]+'[^}]{0,80}?\bcode: '([a-z-]+)'/g)].flatMap(([, code]) => code ?? []),
    )
    expect(codes.size).toBeGreaterThan(5)
    const listed = new Set(taxonomy.gaps.map(({code}) => code))
    expect([...codes].filter(code => !listed.has(code))).toEqual([])
  })
})

describe('generated files', () => {
  it('are what `npm run generate` writes', async () => {
    const {generateFiles}: {generateFiles(): Promise<Map<string, string>>} = await import(
      join(root, 'schemas/generate.mjs')
    )
    for (const [path, content] of await generateFiles())
      expect(readFileSync(join(root, path), 'utf8'), path).toBe(content)
  })
})
