import {execFile} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {describe, expect, it} from 'vitest'
import {findBrokenReferences} from '../../../src/bom/check/integrity.ts'
import {validateDocument} from '../../../src/bom/check/validate.ts'
import {writeBom} from '../../../src/bom/write/write.ts'
import type {Asset} from '../../../src/inventory/asset.ts'
import type {Inventory} from '../../../src/inventory/inventory.ts'
import {makePackage} from '../../../src/inventory/make.ts'
import {asRecord, recordsOf} from '../../../src/lib/narrow.ts'
import {normalForm, richInventory, seen} from '../../support/rich-inventory.ts'

const specs = ['1.5', '1.6', '1.7'] as const
const options = {spec: '1.6', toolVersion: '0.1.0'} as const
const empty: Inventory = {
  ...{subject: {scheme: 'dir', name: 'empty'}, assets: [], relationships: [], findings: [], verdicts: []},
  ...{gaps: [], steps: [{step: 'walk', version: 1, status: 'succeeded'}], notEntered: ['.git']},
}

async function written(
  inventory: Inventory,
): Promise<{components: Record<string, unknown>[]; services: Record<string, unknown>[]; metadata: object}> {
  return JSON.parse((await writeBom(inventory, options)).json)
}

describe('writeBom', () => {
  it.each(specs)('writes the golden document of %s', async spec => {
    const {json} = await writeBom(normalForm(richInventory()), {...options, spec})
    await expect(json).toMatchFileSnapshot(`../../golden/rich-${spec}.cdx.json`)
  })

  it.each(specs)('writes what is valid in %s, with every reference leading somewhere', async spec => {
    const document: Record<string, unknown> = JSON.parse((await writeBom(richInventory(), {...options, spec})).json)
    expect(await validateDocument(document, spec)).toEqual([])
    expect(findBrokenReferences(document)).toEqual([])
  })

  it('says what 1.5 has no place for, and nothing is lost in 1.6 and 1.7', async () => {
    const lost = await Promise.all(specs.map(async spec => (await writeBom(richInventory(), {...options, spec})).lost))
    expect(lost[0]).toContain('/components/*/swhid (2)')
    expect(lost.slice(1)).toEqual([[], []])
  })

  it('does not depend on the order of what was found', async () => {
    const rich = richInventory()
    const turned = {
      ...rich,
      assets: rich.assets.toReversed(),
      relationships: rich.relationships.toReversed(),
      gaps: rich.gaps.toReversed(),
    }
    expect((await writeBom(turned, options)).json).toBe((await writeBom(rich, options)).json)
  })

  it('has the same serial number at another time and another one for other content', async () => {
    const first = await writeBom(empty, options)
    const later = await writeBom(empty, {...options, timestamp: new Date('2026-03-02T10:00:00Z')})
    const other = await writeBom({...empty, notEntered: []}, options)
    expect(later.json).toContain('"timestamp": "2026-03-02T10:00:00.000Z"')
    expect(later.serialNumber).toBe(first.serialNumber)
    expect(other.serialNumber).not.toBe(first.serialNumber)
  })

  it('writes each of more than 1,000 components in a line of its own, and the same content', async () => {
    const packageOf = (at: number) =>
      makePackage({ecosystem: 'npm', name: `part-${1000 + at}`, version: '1.0.0'}, [seen('package-lock.json', at + 1)])
    const ofSize = async (size: number) => {
      const assets = Array.from({length: size}, (_, at) => packageOf(at)).sort((a, b) => (a.id < b.id ? -1 : 1))
      return await writeBom({...empty, assets}, options)
    }
    const [few, many] = [await ofSize(1000), await ofSize(1001)]
    const lines = many.json.split('\n')
    expect(lines.filter(line => line.startsWith('    {"type":"library"'))).toHaveLength(1001)
    expect(lines.slice(0, 2)).toEqual(few.json.split('\n').slice(0, 2))
    expect(many.json.length).toBeLessThan(0.75 * few.json.length)
    expect(many.json.slice(-3)).toBe('\n}\n')
    expect(JSON.parse(many.json).components.slice(0, 5)).toEqual(JSON.parse(few.json).components.slice(0, 5))
  })

  it('gives the same text in pieces', async () => {
    for (const inventory of [empty, normalForm(richInventory())]) {
      const {json, pieces} = await writeBom(inventory, options)
      expect([...pieces()].join('')).toBe(json)
    }
  })

  it('accounts for what was done where nothing was found', async () => {
    const {metadata} = await written(empty)
    expect(
      recordsOf(asRecord(metadata)?.['properties']).filter(({name}) => !String(name).startsWith('aibom:g7')),
    ).toEqual([
      {name: 'aibom:taxonomy', value: '1'},
      {name: 'aibom:count', value: '0'},
      {name: 'aibom:step', value: 'step=walk; version=1; status=succeeded'},
      {name: 'aibom:not-entered', value: '.git'},
    ])
  })

  it('puts models first', async () => {
    const {components} = await written(richInventory())
    expect(components[0]).toMatchObject({type: 'machine-learning-model'})
  })

  it('keeps a prompt’s text out unless it is asked for', async () => {
    const prompt: Asset = {
      ...{kind: 'prompt', id: 'prompt:a.py#P', name: 'P', aliases: [], digests: [], evidence: [seen('a.py', 1)]},
      facts: {role: 'system', byteLength: 6, text: 'secret'},
    }
    const inventory = {...empty, assets: [prompt]}
    expect((await writeBom(inventory, options)).json).not.toContain('secret')
    expect((await writeBom(inventory, {...options, includePrompts: true})).json).toContain('secret')
  })

  it('keeps git’s object name out of the hashes', async () => {
    const {components} = await written(richInventory())
    const file = components.flatMap(
      component => (component['components'] as Record<string, unknown>[] | undefined) ?? [],
    )[0]
    expect(file?.['hashes']).toEqual([{alg: 'SHA-256', content: '0c'.repeat(32)}])
  })

  it('tells apart two versions of one package that stand side by side', async () => {
    const {components} = await written(richInventory())
    const refs = components.filter(component => component['name'] === 'zod').map(component => component['bom-ref'])
    expect(refs).toEqual(['package:npm/zod@3.25.0', 'package:npm/zod@4.0.1'])
  })

  it('replaces half a surrogate pair, which is no Unicode text', async () => {
    const inventory = {...empty, subject: {scheme: 'dir', name: 'a\uD800b'}}
    expect((await writeBom(inventory, options)).json).toContain('"name": "a\uFFFDb"')
  })

  it('writes the same bytes in every locale', {timeout: 60_000}, async () => {
    const script = `import {writeBom} from './src/bom/write/write.ts'; import {richInventory, normalForm} from './test/support/rich-inventory.ts';
      console.log((await writeBom(normalForm(richInventory()), {spec: '1.6', toolVersion: '0.1.0'})).json)`
    const cwd = fileURLToPath(new URL('../../..', import.meta.url))
    const run = promisify(execFile)
    const golden = readFileSync(new URL('../../golden/rich-1.6.cdx.json', import.meta.url), 'utf8')
    for (const locale of ['da_DK.UTF-8', 'et_EE.UTF-8']) {
      const env = {...process.env, LC_ALL: locale, LANG: locale, TZ: 'Asia/Tokyo'}
      const {stdout} = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {cwd, env})
      expect(stdout).toBe(`${golden}\n`)
    }
  })
})
