import {cpSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv} from 'ajv'
import {beforeAll, describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/list.result.schema.json'), 'utf8'))

describe('aibom list', () => {
  let cwd: string
  let home: string

  beforeAll(async () => {
    home = temporaryFolder()
    cwd = join(home, 'support-assistant')
    cpSync(join(projectRoot, 'docs/example-app'), cwd, {recursive: true})
    await aibom(['generate', '--quiet', '--output', '../app.cdx.json'], {cwd})
  })

  it('names the models of a folder, with version and first place, and writes nothing', async () => {
    const before = readdirSync(cwd)
    const run = await aibom(['list', 'models'], {cwd})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(run.stdout).toMatch(/Qwen\/Qwen2\.5-7B-Instruct +a09a35458c70 +unknown +deploy\/compose\.yaml:9 +product/)
    expect(run.stdout).not.toContain('AGENTS.md')
    expect(run.stdout).toContain('not listed: ')
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('lists the same of a BOM as of its source, by its schema', async () => {
    const [ofBom, ofSource] = await Promise.all([
      aibom(['list', '../app.cdx.json', 'models', 'datasets', 'services', '--json'], {cwd}),
      aibom(['list', 'models', 'datasets', 'services', '--json'], {cwd}),
    ])
    const [bom, source] = [JSON.parse(ofBom.stdout), JSON.parse(ofSource.stdout)]
    expect(new Ajv({strict: false}).validate(schema, bom)).toBe(true)
    expect(bom.assets.map(({ref}: {ref: string}) => ref).sort()).toEqual(
      source.assets.map(({ref}: {ref: string}) => ref).sort(),
    )
  })

  it.each([
    ['a part of the name', ['--match', 'QWEN'], ['Qwen/Qwen2.5-0.5B-Instruct', 'Qwen/Qwen2.5-7B-Instruct']],
    ['license', ['models', '--license', 'apache'], ['embedder']],
    ['names that can move', ['datasets', '--floating'], ['microsoft/ms_marco', 'rajpurkar/squad_v2']],
    ['scope', ['--scope', 'test'], []],
  ])('filters by %s', async (_what, words, names) => {
    const run = await aibom(['list', '../app.cdx.json', ...words, '--json'], {cwd})
    expect(JSON.parse(run.stdout).assets.map(({name}: {name: string}) => name)).toEqual(names)
  })

  it('shows what uses what', async () => {
    const run = await aibom(['list', '../app.cdx.json', '--tree'], {cwd})
    expect(run.stdout).toContain('model reranker-lora')
    expect(run.stdout).toMatch(/└── derived from model cross-encoder\/ms-marco-MiniLM-L-6-v2/)
  })

  it('writes Markdown and CSV', async () => {
    const markdown = await aibom(['list', '../app.cdx.json', 'models', '--format', 'markdown'], {cwd})
    expect(markdown.stdout).toContain('| kind | name | version | license | first seen | scope | findings |')
    const csv = await aibom(['list', '../app.cdx.json', 'all', '--format', 'csv'], {cwd})
    expect(csv.stdout.split('\r\n')[0]).toContain('"kind","name","version"')
    expect(csv.stdout).toContain('"package","ai"')
  })

  it('takes the scope `all` as generate does', async () => {
    const [all, none] = await Promise.all([aibom(['list', '--scope', 'all'], {cwd}), aibom(['list'], {cwd})])
    expect(all).toMatchObject({exit: 0, stdout: none.stdout})
  })

  it('says which kind was probably meant', async () => {
    const run = await aibom(['list', '.', 'mdoels'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('Did you mean: models')
  })

  it.each([
    ['list'],
    ['list', '--tree'],
    ['generate', '--output', '../again.json'],
    ['explain', 'MiniLM', '--bom', '../app.cdx.json'],
  ])('fits 80 columns: %s %s', async (...words) => {
    const run = await aibom(
      words.filter(word => word !== undefined),
      {cwd, env: {COLUMNS: '80'}},
    )
    expect(run.exit).toBe(0)
    expect(run.stdout.split('\n').filter(line => [...line].length > 80 && line.trim().includes(' '))).toEqual([])
  })

  it('uses color only where it is wanted', async () => {
    const plain = await aibom(['list', '../app.cdx.json'], {cwd})
    expect(plain.stdout).not.toContain('\u001b[')
    const colored = await aibom(['list', '../app.cdx.json'], {cwd, env: {FORCE_COLOR: '1'}})
    expect(colored.stdout).toContain('\u001b[1m')
  })
})

describe('aibom generate --summary markdown', () => {
  it('writes the summary for the page of a CI job', async () => {
    const cwd = join(temporaryFolder(), 'app')
    cpSync(join(projectRoot, 'docs/example-app'), cwd, {recursive: true})
    const run = await aibom(['generate', '--summary', 'markdown'], {cwd})
    expect(run.stdout).toMatch(/^### support-assistant/)
    expect(run.stdout).toContain('| models | 10 |')
  })
})

describe('aibom explain', () => {
  it('shows code of the source that the BOM was written from, from any folder', async () => {
    const home = temporaryFolder()
    const env = {XDG_CACHE_HOME: join(home, 'cache')}
    cpSync(join(projectRoot, 'docs/example-app'), join(home, 'app'), {recursive: true})
    await aibom(['generate', 'app', '--quiet', '--output', 'app.cdx.json'], {cwd: home, env})
    const elsewhere = temporaryFolder()
    const run = await aibom(['explain', 'MiniLM-L-6', '--bom', join(home, 'app.cdx.json')], {cwd: elsewhere, env})
    expect(run.stdout).toContain('RERANKER = ')
    const unknown = await aibom(['explain', 'MiniLM-L-6', '--bom', join(home, 'app.cdx.json')], {cwd: elsewhere})
    expect(unknown.stdout).toContain('Name the folder with --source DIR')
  })
})
