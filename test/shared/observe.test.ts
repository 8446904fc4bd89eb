import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const folder = join(projectRoot, '../shared/fixtures/traces/real')
const scenarios = existsSync(folder) ? readdirSync(folder) : []

/** Rules that say what a plant is, and what of its text their message has. */
const rules: Readonly<Record<string, string>> = {
  'answer-drift': 'alias-moved',
  'undeclared-model': 'undeclared-model',
  'undeclared-host': 'undeclared-endpoint',
  'new-tool': 'undeclared-tool',
  'new-agent': 'undeclared-agent',
  'prompt-edited': 'instructions-differ',
  'declared-not-seen': 'declared-not-seen',
}

describe.skipIf(scenarios.length === 0)('traces of real SDKs (skipped without ../shared)', () => {
  it.each(scenarios)('%s: each planted difference has its verdict, the same run again none', async scenario => {
    const cwd = temporaryFolder()
    const at = (name: string): string => join(folder, scenario, name)
    const filesOf = (run: string): string[] =>
      [at(`${run}.jsonl`), at(`${run}.logs.jsonl`)].filter(path => existsSync(path))
    await aibom(['generate', at('app'), '--quiet', '--output', 'app.cdx.json'], {cwd})
    const run = async (name: string) => {
      const {stdout} = await aibom(
        ['observe', ...filesOf(name), '--against', 'app.cdx.json', '--state', 'state', '--json'],
        {cwd},
      )
      return JSON.parse(stdout)
    }
    expect((await run('baseline')).findings).toEqual([])
    expect((await run('control')).findings).toEqual([])
    const {findings, cannotTell} = await run('later')
    const {plants} = JSON.parse(readFileSync(at('facts.json'), 'utf8'))
    const seen = plants.filter(
      (plant: {kind: string; visible_in_spans?: boolean}) =>
        rules[plant.kind] !== undefined && plant.visible_in_spans !== false,
    )
    const expected = seen.map(({kind}: {kind: string}) => rules[kind])
    const told = findings
      .map(({name}: {name: string}) => name)
      .filter((name: string) => name !== 'service-not-described')
    expect([...new Set(told)].sort()).toEqual([...new Set(expected)].sort())
    const moved = plants.filter(({kind}: {kind: string}) => kind === 'answer-drift').length
    expect(told.filter((name: string) => name === 'alias-moved')).toHaveLength(moved)
    if (plants.some((plant: {visible_in_spans?: boolean}) => plant.visible_in_spans === false))
      expect(cannotTell.length).toBeGreaterThan(0)
  })
})
