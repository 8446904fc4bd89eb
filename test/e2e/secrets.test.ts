import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {explainText} from '../../src/cli/reports/explain-text.ts'
import {explain} from '../../src/pipeline/explain/explain.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import {writeFiles} from '../support/git.ts'
import {plantSecrets} from '../support/planted.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

const {secrets, files} = plantSecrets()
const context = {
  env: {},
  cacheFolder: undefined,
  now: () => 0,
  signal: new AbortController().signal,
  progress: noProgress,
  toolVersion: '1',
}
let cwd = ''
let bom = ''

/** The planted secrets that a text holds, with the text around each. */
function leaks(text: string): string[] {
  return secrets.flatMap(secret => {
    const at = text.indexOf(secret)
    return at === -1 ? [] : [text.slice(Math.max(0, at - 120), at + secret.length + 20)]
  })
}

beforeAll(async () => {
  cwd = temporaryFolder()
  writeFiles(cwd, files)
  const run = await aibom(['generate', '.', '--output', 'out.json', '--include-prompts', '--include-mentions'], {cwd})
  expect(run.exit).toBe(0)
  expect(leaks(run.stdout + run.stderr)).toEqual([])
  bom = readFileSync(join(cwd, 'out.json'), 'utf8')
})

describe('planted secrets', () => {
  it('are many, in files of every kind', () => {
    expect(secrets.length).toBeGreaterThanOrEqual(150)
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(40)
  })

  it('are in no part of the BOM', () => {
    expect(leaks(bom)).toEqual([])
    expect(leaks(decodeURIComponent(bom.replace(/%(?![0-9A-Fa-f]{2})/g, '%25')))).toEqual([])
  })

  it('are in no result of generate', async () => {
    const run = await aibom(['generate', '.', '--output', 'again.json', '--json', '--spec', '1.7'], {cwd})
    expect(leaks(run.stdout + run.stderr + readFileSync(join(cwd, 'again.json'), 'utf8'))).toEqual([])
  })

  it('are in no explanation of any asset', async () => {
    const all: string[] = []
    const seen = new Set<string>()
    for (const component of JSON.parse(bom).components.concat(JSON.parse(bom).services)) {
      const result = await explain({...context, cwd, asset: component['bom-ref'], bom: 'out.json', source: '.'})
      for (const {evidence} of result.assets) for (const {path} of evidence) seen.add(path)
      all.push(JSON.stringify(result), explainText(result))
    }
    expect(leaks(all.join('\n'))).toEqual([])
    expect(seen.size).toBeGreaterThanOrEqual(30)
  })

  it('are in no explanation that is printed', async () => {
    for (const words of [['gpt-4o'], ['gpt-4o', '--json'], ['.mcp.json'], ['.mcp.json', '--json']]) {
      const run = await aibom(['explain', ...words, '--bom', 'out.json'], {cwd})
      expect(run).toMatchObject({exit: 0, stderr: ''})
      expect(run.stdout).toContain('***')
      expect(leaks(run.stdout)).toEqual([])
    }
  })

  it('leave the names of models, packages and servers as they are', () => {
    for (const name of [
      'gpt-4o',
      'claude-sonnet-4-20250514',
      'Qwen2.5-0.5B-Instruct',

      'ghcr.io/x/y:1.2.3',
      'pkg:pypi/openai@1.0.0',
    ]) {
      expect(bom).toContain(name)
    }
  })
})
