import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {Ajv} from 'ajv'
import {describe, expect, it} from 'vitest'
import {loadCatalog} from '../../../src/catalog/catalog.ts'
import {languageOf} from '../../../src/code/language-of.ts'
import {readCode} from '../../../src/code/read-code.ts'
import {Project} from '../../../src/code/resolve/project.ts'
import {code} from '../../../src/detectors/code/index.ts'
import {buildPrefilter} from '../../../src/detectors/code/prefilter.ts'
import {readModule} from '../../../src/detectors/code/read-module.ts'
import {detect, type Files, filesOf} from '../../support/detect.ts'
import {placesOf} from '../../support/places.ts'

const root = new URL('../../../', import.meta.url)
const folder = new URL('test/fixtures/catalog/', root)
const files = readdirSync(new URL('src/catalog/libraries/', root)).filter(name => name.endsWith('.json'))
const validate = new Ajv({allErrors: true}).compile(
  JSON.parse(readFileSync(new URL('schemas/catalog.schema.json', root), 'utf8')),
)

async function rulesMet(content: Files): Promise<Set<string>> {
  const met = new Set<string>()
  for (const [path, bytes] of Object.entries(content)) {
    const module = await readCode(
      new TextDecoder().decode(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
      path,
    )
    if (!('root' in module)) continue
    for (const rule of readModule(module, {catalog: loadCatalog(), modules: new Project(), scopeOf: () => 'product'})
      .rules)
      met.add(rule)
  }
  return met
}

describe.each(files)('library file %s', name => {
  const library = name.replace(/\.json$/, '')
  const row: unknown = JSON.parse(readFileSync(new URL(`src/catalog/libraries/${name}`, root), 'utf8'))
  const fixture = new URL(`${library}/`, folder)

  it('fits the schema and carries its own name', () => {
    validate(row)
    expect(validate.errors ?? []).toEqual([])
    expect(row).toMatchObject({library})
  })

  it('has what is found, a look-alike and the expected places', () => {
    const names = existsSync(fixture) ? readdirSync(fixture) : []
    expect(names.some(one => one.startsWith('found.'))).toBe(true)
    expect(names.some(one => one.startsWith('lookalike.'))).toBe(true)
    expect(names).toContain('expected.json')
  })

  it('finds every asset at its line, and nothing in the look-alike', async () => {
    const content = filesOf(fixture.pathname)
    const {'expected.json': expected = '{}', ...sources} = content
    const {assets} = await detect(code, sources)
    const found = Object.fromEntries(Object.keys(sources).map(path => [path, placesOf(assets, path)]))
    const none = Object.fromEntries(Object.keys(sources).map(path => [path, []]))
    expect(found).toEqual({...none, ...JSON.parse(Buffer.from(expected).toString('utf8'))})
  })

  it('meets each of its rules', async () => {
    const met = await rulesMet(filesOf(fixture.pathname))
    const {rules = []} = loadCatalog().libraries.find(one => one.library === library) ?? {}
    expect(rules.map(({id}) => `${library}/${id}`).filter(id => !met.has(id))).toEqual([])
  })

  it('loses no found file to the prefilter', () => {
    const sources = Object.entries(filesOf(fixture.pathname)).filter(([path]) => path.startsWith('found.'))
    const isLost = ([path, bytes]: (typeof sources)[number]): boolean =>
      !buildPrefilter(loadCatalog(), languageOf(path)).test(Buffer.from(bytes).toString('latin1'))
    expect(sources.filter(isLost).map(([path]) => path)).toEqual([])
  })
})
