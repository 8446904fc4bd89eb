import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/explain.result.schema.json'), 'utf8'))

describe('aibom explain', () => {
  let cwd: string

  beforeAll(async () => {
    cwd = join(temporaryFolder(), 'support-assistant')
    cpSync(join(projectRoot, 'docs/example-app'), cwd, {recursive: true})
    await aibom(['generate', '--quiet'], {cwd})
  })

  it('shows every place with the code around it, and what uses the asset', async () => {
    const run = await aibom(['explain', 'cross-encoder/ms-marco-MiniLM-L-6-v2'], {cwd})
    expect(run.exit).toBe(0)
    expect(run.stdout).toContain('assistant/retrieval.py:9')
    expect(run.stdout).toContain('RERANKER = "cross-encoder/ms-marco-MiniLM-L-6-v2"')
    expect(run.stdout).toContain('training/reranker-lora.yaml:1')
    expect(run.stdout).toContain('base of model reranker-lora')
  })

  it('gives the same facts as JSON, by its schema', async () => {
    const run = await aibom(['explain', 'gpt-4o-mini-2024-07-18', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    expect(new Ajv({strict: false}).validate(schema, result)).toBe(true)
    const [, place] = result.assets[0].evidence
    expect(place).toMatchObject({path: 'assistant/settings.py', line: 8, level: 'used'})
    expect(place.excerpt).toContainEqual(
      expect.objectContaining({line: 8, text: expect.stringContaining('chat_model')}),
    )
  })

  it.each([
    ['a bom-ref', 'model:huggingface/sentence-transformers/all-MiniLM-L6-v2'],
    ['a purl', 'pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2@8b3219a92973c328a8e22fadcfa821b5dc75636a'],
    ['other letter case', 'Sentence-Transformers/all-minilm-l6-v2'],
    ['a place', 'assistant/settings.py:10'],
  ])('finds an asset by %s', async (_how, text) => {
    const run = await aibom(['explain', text, '--json'], {cwd})
    expect(JSON.parse(run.stdout).assets.map((asset: {name: string}) => asset.name)).toContain(
      'sentence-transformers/all-MiniLM-L6-v2',
    )
  })

  it('tells what was perhaps meant', async () => {
    const run = await aibom(['explain', 'gtp-4o-mini'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('Did you mean: gpt-4o-mini')
  })

  it('opens no file outside the source, whatever the BOM says', async () => {
    const bom = readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8').replaceAll(
      'assistant/settings.py',
      '../../../../../../../etc/passwd',
    )
    writeFileSync(join(cwd, 'evil.cdx.json'), bom)
    const run = await aibom(['explain', 'gpt-4o-mini-2024-07-18', '--bom', 'evil.cdx.json', '--json'], {cwd})
    expect(run.exit).toBe(0)
    const places: {path: string; excerpt: unknown[]}[] = JSON.parse(run.stdout).assets[0].evidence
    expect(places.filter(({path}) => path.endsWith('/etc/passwd')).flatMap(({excerpt}) => excerpt)).toEqual([])
    expect(places.map(({path}) => path)).toContain('../../../../../../../etc/passwd')
  })

  it('hides a token in the code around a place', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'a.py'),
      'from transformers import pipeline\np = pipeline(model="acme/tiny", token="hf_abcdefghijklmnopqrstuvwxyz")\n',
    )
    await aibom(['generate'], {cwd})
    const run = await aibom(['explain', 'acme/tiny'], {cwd})
    expect(run.stdout).toContain('token="***"')
    expect(run.stdout).not.toContain('hf_abc')
  })

  it('shows no code where the source is not at hand', async () => {
    const run = await aibom(['explain', 'gpt-4o-mini-2024-07-18', '--source', temporaryFolder(), '--json'], {cwd})
    expect(JSON.parse(run.stdout).assets[0].evidence[0].excerpt).toEqual([])
  })

  it('refuses what is no BOM', async () => {
    writeFileSync(join(cwd, 'no-bom.json'), '{}')
    const run = await aibom(['explain', 'x', '--bom', 'no-bom.json'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_BOM_INVALID')
  })
})
