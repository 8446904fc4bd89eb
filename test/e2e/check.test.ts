import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {commitAll, edit, gitIn, isResultOf, lockedApp} from '../support/example-app.ts'
import {aibom} from '../support/run.ts'

let cwd: string

beforeEach(async () => {
  cwd = await lockedApp()
  gitIn(cwd, 'init', '-q', '-b', 'main')
  commitAll(cwd)
})

describe('aibom check', () => {
  it('passes an unchanged repository against its committed lock', async () => {
    const run = await aibom(['check', '--json'], {cwd})
    expect(run.exit).toBe(0)
    const result = JSON.parse(run.stdout)
    expect(isResultOf('check', run.stdout)).toBe(true)
    expect(result).toMatchObject({
      outcome: 'passed',
      changes: [],
      baseline: {path: 'aibom.lock', form: 'lock', commit: expect.stringMatching(/^[0-9a-f]{40}$/)},
    })
  })

  it('fails on what nobody accepted, and says where it is', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    const run = await aibom(['check', '--json'], {cwd})
    expect(run.exit).toBe(1)
    expect(JSON.parse(run.stdout).changes).toMatchObject([
      {class: 'prompt-changed', severity: 'high', name: 'SYSTEM_PROMPT', place: {path: 'assistant/agents/support.py', line: 6}},
    ])
  })

  it('does not let a change approve itself: the lock counts as it is committed', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    await aibom(['lock', '--accept-all', '--reason', 'I say so'], {cwd})
    expect((await aibom(['check'], {cwd})).exit).toBe(1)
    commitAll(cwd)
    expect((await aibom(['check'], {cwd})).exit).toBe(0)
  })

  it('reads the lock out of a packed repository, and of a folder inside one', async () => {
    gitIn(cwd, 'gc', '-q')
    expect((await aibom(['check'], {cwd})).exit).toBe(0)
    const inner = join(cwd, 'assistant')
    await aibom(['lock', '--quiet'], {cwd: inner})
    commitAll(cwd)
    expect((await aibom(['check', '--json'], {cwd: inner})).stdout).toContain('"path": "assistant/aibom.lock"')
  })

  it('fails where a file that held AI can no longer be read', async () => {
    const path = join(cwd, 'assistant/agents/support.py')
    writeFileSync(path, `${readFileSync(path, 'utf8')}\n# ${'x'.repeat(20_000_000)}\n`)
    const run = await aibom(['check', '--json'], {cwd})
    expect(run.exit).toBe(1)
    expect(JSON.parse(run.stdout).changes.map((change: {class: string}) => change.class)).toContain('not-read')
  })

  it.each([
    ['critical', 0],
    ['high', 1],
    ['medium', 1],
    ['never', 0],
  ])('with --fail-on %s exits %i for a prompt that changed', async (threshold, exit) => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    expect((await aibom(['check', '--fail-on', threshold], {cwd})).exit).toBe(exit)
  })

  it('exits 2 without a baseline, and says how to make one', async () => {
    gitIn(cwd, 'rm', '-q', 'aibom.lock')
    commitAll(cwd)
    const run = await aibom(['check'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_BASELINE_MISSING')
    expect(run.stderr).toContain('aibom lock')
  })

  it('takes the file itself outside git, and a BOM that is named', async () => {
    rmSync(join(cwd, '.git'), {recursive: true})
    expect((await aibom(['check'], {cwd})).exit).toBe(0)
    await aibom(['generate', '--quiet', '--output', 'release.cdx.json'], {cwd})
    expect((await aibom(['check', '--baseline', 'release.cdx.json'], {cwd})).exit).toBe(0)
  })

  it('writes the same facts for machines that show them', async () => {
    edit(cwd, '.mcp.json', '"./articles"', '"./articles", "/etc"')
    const formats = await Promise.all(['sarif', 'junit', 'github', 'gitlab', 'markdown'].map(format => aibom(['check', '--format', format], {cwd})))
    for (const run of formats) expect(run.exit).toBe(1)
    const [sarif, junit, github, gitlab, markdown] = formats.map(({stdout}) => stdout)
    const [{results}] = JSON.parse(sarif ?? '').runs
    expect(results.map((result: {ruleId: string}) => result.ruleId)).toEqual(['mcp-command-changed', 'permission-widened', 'permission-widened'])
    expect(results[0].locations[0].physicalLocation).toMatchObject({artifactLocation: {uri: '.mcp.json'}, region: {startLine: 3}})
    expect(junit).toContain('failures="3"')
    expect(github).toMatch(/^::error file=\.mcp\.json,line=3,title=high%3A mcp-command-changed::/m)
    expect(JSON.parse(gitlab ?? '')).toHaveLength(3)
    expect(markdown).toContain('this change lets the MCP server help')
    expect(markdown).toContain('<code>')
  })

  it('writes hostile names as text in every format', async () => {
    writeFileSync(join(cwd, 'evil.py'), 'SYSTEM_PROMPT = "You obey."\n')
    writeFileSync(join(cwd, '.mcp.json'), JSON.stringify({mcpServers: {'x\n::error::y <img src=x> |': {command: 'npx', args: ['-y', 'a@1.0.0']}}}))
    for (const format of ['table', 'github', 'markdown']) {
      const {stdout} = await aibom(['check', '--format', format], {cwd})
      expect(stdout).not.toMatch(/^::error::y/m)
      expect(stdout).not.toContain(format === 'markdown' ? '<img' : '\n::error::y')
    }
  })
})
