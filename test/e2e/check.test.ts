import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
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
      {
        class: 'prompt-changed',
        severity: 'high',
        name: 'SYSTEM_PROMPT',
        place: {path: 'assistant/agents/support.py', line: 6},
      },
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
    const formats = await Promise.all(
      ['sarif', 'junit', 'github', 'gitlab', 'markdown'].map(format => aibom(['check', '--format', format], {cwd})),
    )
    for (const run of formats) expect(run.exit).toBe(1)
    const [sarif, junit, github, gitlab, markdown] = formats.map(({stdout}) => stdout)
    const [{results}] = JSON.parse(sarif ?? '').runs
    expect(
      results.flatMap(({ruleId, level}: {ruleId: string; level: string}) => (level === 'error' ? [ruleId] : [])),
    ).toEqual(['mcp-command-changed', 'permission-widened', 'AIB262'])
    expect(results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: {uri: '.mcp.json'},
      region: {startLine: 3},
    })
    expect(markdown).toContain('started with other arguments')
    expect(junit).toContain('failures="3"')
    expect(github).toMatch(/^::error file=\.mcp\.json,line=3,title=high%3A mcp-command-changed::/m)
    expect(JSON.parse(gitlab ?? '').filter(({severity}: {severity: string}) => severity === 'major')).toHaveLength(3)
    expect(markdown).toContain('this change lets the MCP server help')
    expect(markdown).toMatch(/`[^`]+`/)
  })

  it('writes hostile names as text in every format', async () => {
    writeFileSync(join(cwd, 'evil.py'), 'SYSTEM_PROMPT = "You obey."\n')
    writeFileSync(
      join(cwd, '.mcp.json'),
      JSON.stringify({mcpServers: {'x\n::error::y <img src=x> |': {command: 'npx', args: ['-y', 'a@1.0.0']}}}),
    )
    for (const format of ['table', 'github', 'markdown']) {
      const {stdout} = await aibom(['check', '--format', format], {cwd})
      expect(stdout).not.toMatch(/^::error::y/m)
      expect(stdout).not.toContain(format === 'markdown' ? '<img' : '\n::error::y')
    }
  })

  it('says what the rules find beside what changed, in every format', async () => {
    writeFileSync(
      join(cwd, '.claude.json'),
      JSON.stringify({mcpServers: {root: {command: 'docker', args: ['run', '-v', '/:/host', 'acme/mcp']}}}),
    )
    const run = await aibom(['check', '--json'], {cwd})
    expect(run.exit).toBe(1)
    const result = JSON.parse(run.stdout)
    expect(result.findings.filter(({kind}: {kind: string}) => kind === 'mcp-server')).toMatchObject([
      {
        rule: 'AIB262',
        name: 'whole-disk',
        severity: 'high',
        kind: 'mcp-server',
        assetName: 'root',
        place: {path: '.claude.json', line: 1},
      },
      {rule: 'AIB264', severity: 'medium'},
    ])
    for (const format of ['table', 'sarif', 'junit', 'github', 'gitlab', 'markdown']) {
      const {stdout} = await aibom(['check', '--no-baseline', '--format', format], {cwd})
      expect(stdout, format).toContain('AIB262')
      expect(stdout, format).not.toContain('asset-added')
    }
    const [{tool, results}] = JSON.parse(
      (await aibom(['check', '--no-baseline', '--format', 'sarif'], {cwd})).stdout,
    ).runs
    expect(results[0]).toMatchObject({ruleId: 'AIB262', level: 'error'})
    expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({id: 'AIB262', name: 'whole-disk'})
  })

  it('judges a BOM as its source, and fails by --fail-on', async () => {
    writeFileSync(
      join(cwd, '.claude.json'),
      JSON.stringify({mcpServers: {x: {command: 'npx', args: ['-y', '@acme/mcp']}}}),
    )
    await aibom(['generate', '--quiet', '--output', '../app.cdx.json'], {cwd})
    const [source, bom] = await Promise.all(
      ['.', '../app.cdx.json'].map(name => aibom(['check', '--no-baseline', '--json', name], {cwd})),
    )
    expect([source?.exit, bom?.exit]).toEqual([0, 0])
    expect(JSON.parse(bom?.stdout ?? '').findings).toEqual(JSON.parse(source?.stdout ?? '').findings)
    expect(JSON.parse(bom?.stdout ?? '').baseline).toBeNull()
    expect((await aibom(['check', '--no-baseline', '--fail-on', 'medium'], {cwd})).exit).toBe(1)
  })

  it('holds a BOM against the lock beside it', async () => {
    await aibom(['generate', '--quiet', '--output', 'app.cdx.json'], {cwd})
    expect((await aibom(['check', 'app.cdx.json'], {cwd})).exit).toBe(0)
  })

  it('does not take a lock for a source', async () => {
    const run = await aibom(['check', 'aibom.lock'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('is a lock')
  })

  it('applies the policy as it is committed, and says so of one that is not', async () => {
    writeFileSync(join(cwd, 'aibom.policy.yaml'), 'version: 1\napproved: {providers: [anthropic]}\n')
    const loose = await aibom(['check', '--json'], {cwd})
    expect(JSON.parse(loose.stdout)).toMatchObject({
      policy: null,
      notes: [expect.stringContaining('aibom.policy.yaml is not committed')],
    })
    commitAll(cwd)
    writeFileSync(join(cwd, 'aibom.policy.yaml'), 'version: 1\n')
    const run = await aibom(['check', '--json'], {cwd})
    expect(run.exit).toBe(1)
    expect(isResultOf('check', run.stdout)).toBe(true)
    expect(JSON.parse(run.stdout).findings.map(({name}: {name: string}) => name)).toContain('provider-not-approved')
    expect((await aibom(['check', '--policy', 'aibom.policy.yaml'], {cwd})).exit).toBe(0)
  })

  it('with --base judges by lock and policy of the target, and lists first what the lock here accepts', async () => {
    gitIn(cwd, 'checkout', '-q', '-b', 'feature')
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    edit(cwd, '.mcp.json', '"./articles"', '"./articles", "./more"')
    await aibom(['lock', '--accept', 'SYSTEM_PROMPT', '--reason', 'reviewed by the support team', '--quiet'], {cwd})
    writeFileSync(join(cwd, 'aibom.policy.yaml'), 'version: 1\nseverities: {mcp-command-changed: off}\n')
    commitAll(cwd)
    const run = await aibom(['check', '--base', 'main', '--json'], {cwd})
    expect(run.exit).toBe(1)
    expect(isResultOf('check', run.stdout)).toBe(true)
    const result = JSON.parse(run.stdout)
    expect(result.acceptedHere).toMatchObject([
      {change: {class: 'prompt-changed'}, reason: 'reviewed by the support team'},
    ])
    expect(result.changes.map((change: {class: string}) => change.class)).toContain('mcp-command-changed')
    expect(result.policy).toBeNull()
    const table = await aibom(['check', '--base', 'main'], {cwd})
    expect(table.stdout).toMatch(/^accepted here: prompt SYSTEM_PROMPT/)
    rmSync(join(cwd, 'aibom.lock'))
    await aibom(['lock', '--quiet'], {cwd})
    commitAll(cwd)
    expect(JSON.parse((await aibom(['check', '--base', 'main', '--json'], {cwd})).stdout).acceptedHere).toEqual([])
    const unknown = await aibom(['check', '--base', 'nowhere'], {cwd})
    expect(unknown.exit).toBe(2)
    expect(unknown.stderr).toContain('AIBOM_BASE_MISSING')
  })

  it('with --base reads what only the configuration here excludes, and says what is excluded', async () => {
    gitIn(cwd, 'checkout', '-q', '-b', 'feature')
    writeFileSync(
      join(cwd, 'new.py'),
      'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5", input="Hi")\n',
    )
    writeFileSync(join(cwd, 'aibom.config.yaml'), 'exclude: [new.py]\n')
    commitAll(cwd)
    const run = await aibom(['check', '--base', 'main', '--json'], {cwd})
    const {changes, notes} = JSON.parse(run.stdout)
    expect(run.exit).toBe(1)
    expect(changes.map((change: {message: string}) => change.message)).toContain('model gpt-5 is new')
    expect(notes).toEqual([
      'aibom.config.yaml excludes new.py, and the target branch does not: that does not count until it is merged',
    ])
    gitIn(cwd, 'branch', '-f', 'main')
    const merged = JSON.parse((await aibom(['check', '--base', 'main', '--json'], {cwd})).stdout)
    expect(merged.changes).toEqual([])
    expect(merged.notes).toEqual(['aibom.config.yaml excludes new.py: nothing there is judged'])
  })

  it('with --base does not take what another tool excludes for approved', async () => {
    writeFileSync(join(cwd, 'package.json'), '{"name": "app", "exclude": ["new.py"]}')
    commitAll(cwd)
    gitIn(cwd, 'checkout', '-q', '-b', 'feature')
    writeFileSync(
      join(cwd, 'new.py'),
      'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5", input="Hi")\n',
    )
    writeFileSync(join(cwd, 'package.json'), '{"name": "app", "exclude": ["new.py"], "aibom": {"exclude": ["new.py"]}}')
    commitAll(cwd)
    const {changes, notes} = JSON.parse((await aibom(['check', '--base', 'main', '--json'], {cwd})).stdout)
    expect(changes.map((change: {message: string}) => change.message)).toContain('model gpt-5 is new')
    expect(notes).toEqual([
      'package.json excludes new.py, and the target branch does not: that does not count until it is merged',
    ])
  })

  it('does not call gone what moved where nobody reads', async () => {
    const path = 'assistant/agents/support.py'
    renameSync(join(cwd, path), join(cwd, 'assistant/agents/support.txt'))
    const {outcome, findings} = JSON.parse((await aibom(['check', '--json'], {cwd})).stdout)
    expect(outcome).toBe('failed')
    expect(findings).toContainEqual(
      expect.objectContaining({
        name: 'blind-file',
        severity: 'high',
        place: {path: 'assistant/agents/support.txt'},
        message: expect.stringContaining(`${path} is gone, and assistant/agents/support.txt is not read`),
      }),
    )
    gitIn(cwd, 'checkout', '-q', '--', path)
    rmSync(join(cwd, 'assistant/agents/support.txt'))
    rmSync(join(cwd, path))
    const removed = JSON.parse((await aibom(['check', '--json'], {cwd})).stdout)
    expect(removed.findings.filter(({name}: {name: string}) => name === 'blind-file')).toEqual([])
  })

  it('does not call gone what is now in a submodule that is not here', async () => {
    gitIn(cwd, 'rm', '-rq', 'assistant')
    gitIn(cwd, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},assistant`)
    mkdirSync(join(cwd, 'assistant'))
    const {outcome, changes} = JSON.parse((await aibom(['check', '--json'], {cwd})).stdout)
    expect(outcome).toBe('failed')
    expect(changes).toContainEqual(expect.objectContaining({class: 'not-read', after: ['assistant']}))
  })

  it('finds a new file that is too large to be read', async () => {
    gitIn(cwd, 'checkout', '-q', '-b', 'feature')
    writeFileSync(join(cwd, 'huge.py'), `${'#'.repeat(33 * 1024 * 1024)}\n`)
    commitAll(cwd)
    const {findings} = JSON.parse((await aibom(['check', '--base', 'main', '--json'], {cwd})).stdout)
    expect(findings).toContainEqual(
      expect.objectContaining({name: 'blind-file', place: {path: 'huge.py'}, severity: 'high'}),
    )
    gitIn(cwd, 'branch', '-f', 'main')
    const merged = JSON.parse((await aibom(['check', '--base', 'main', '--json'], {cwd})).stdout)
    expect(merged.findings.filter(({name}: {name: string}) => name === 'blind-file')).toEqual([])
  })

  it('finds what is committed among installed packages, and nothing else there', async () => {
    const folder = join(cwd, 'web/node_modules/helper')
    mkdirSync(join(folder, 'node_modules/inner'), {recursive: true})
    writeFileSync(
      join(folder, '.mcp.json'),
      '{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@acme/files"]}}}',
    )
    writeFileSync(join(folder, 'index.js'), 'new OpenAI().responses.create({model: "gpt-5"})\n')
    writeFileSync(join(folder, 'node_modules/inner/model.gguf'), 'GGUF')
    writeFileSync(join(folder, 'CLAUDE.md'), '# Rules\n\nNever ask.\n')
    const placesOf = async (): Promise<string[]> => {
      const {changes} = JSON.parse((await aibom(['check', '--json'], {cwd})).stdout)
      return [...new Set<string>(changes.flatMap(({place}: {place?: {path: string}}) => place?.path ?? []))].sort()
    }
    expect(await placesOf()).toEqual([])
    gitIn(cwd, 'add', '-f', 'web/node_modules/helper/.mcp.json', 'web/node_modules/helper/index.js')
    gitIn(cwd, 'add', '-f', 'web/node_modules/helper/node_modules/inner/model.gguf')
    expect(await placesOf()).toEqual([
      'web/node_modules/helper/.mcp.json',
      'web/node_modules/helper/node_modules/inner/model.gguf',
    ])
  })
})
