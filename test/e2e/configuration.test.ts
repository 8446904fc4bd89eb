import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {aibom, temporaryFolder} from '../support/run.ts'

let cwd: string

beforeEach(() => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, 'data'))
  for (const file of ['a.py', 'data/b.py'])
    writeFileSync(join(cwd, file), 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o")\n')
})

const put = (path: string, content: string): void => writeFileSync(join(cwd, path), content)
const specOf = (): unknown => JSON.parse(readFileSync(join(cwd, 'aibom.cdx.json'), 'utf8')).specVersion

describe('a configuration file', () => {
  it.each([
    ['aibom.config.yaml', "spec: '1.7'\n"],
    ['package.json', '{"name":"x","aibom":{"spec":"1.7"}}'],
    ['pyproject.toml', '[tool.aibom]\nspec = "1.7"\n'],
  ])('%s sets a flag, and the summary says so', async (path, content) => {
    put(path, content)
    const run = await aibom(['generate'], {cwd})
    expect(run).toMatchObject({exit: 0, stderr: `${path} sets spec\n`})
    expect(specOf()).toBe('1.7')
  })

  it('gives way to the command line and to variables', async () => {
    put('aibom.config.yaml', "spec: '1.7'\n")
    await aibom(['generate', '--spec', '1.5'], {cwd})
    expect(specOf()).toBe('1.5')
    await aibom(['generate'], {cwd, env: {AIBOM_SPEC: '1.6'}})
    expect(specOf()).toBe('1.6')
    await aibom(['generate', '--no-config'], {cwd})
    expect(specOf()).toBe('1.6')
  })

  it('excludes, and each pattern is a gap', async () => {
    put('aibom.config.yaml', 'exclude: [data/]\n')
    const run = await aibom(['generate', '--json'], {cwd})
    const {gaps, assets} = JSON.parse(run.stdout)
    expect(gaps).toContainEqual({
      path: '',
      stage: 'walk',
      code: 'excluded',
      message: 'aibom.config.yaml excludes data/',
    })
    expect(JSON.stringify(assets)).not.toContain('data/b.py')
    expect(await aibom(['generate', '--strict'], {cwd})).toMatchObject({exit: 3})
  })

  it.each([
    'online: true',
    'output: x',
    'key: k.pem',
    'identity: me',
    'policy: p.yaml',
    'registry: https://x',
    'fail-on: never',
    'nonsense: 1',
  ])('cannot set %s', async line => {
    put('aibom.config.yaml', `${line}\n`)
    expect(await aibom(['generate'], {cwd})).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('AIBOM_CONFIG_INVALID'),
    })
  })

  it('of another source is not read', async () => {
    put('aibom.config.yaml', 'exclude: [a.py]\n')
    const elsewhere = temporaryFolder()
    const run = await aibom(['generate', cwd, '--json', '--output', 'o.json'], {cwd: elsewhere})
    expect(run.stdout).toContain('gpt-4o')
    expect(run.stdout).not.toContain('"excluded"')
  })

  it('is the one that --config names', async () => {
    put('aibom.config.yaml', "spec: '1.5'\n")
    put('other.yaml', "spec: '1.7'\n")
    await aibom(['generate', '--config', 'other.yaml'], {cwd})
    expect(specOf()).toBe('1.7')
    expect(await aibom(['generate', '--config', 'none.yaml'], {cwd})).toMatchObject({exit: 2})
  })
})
