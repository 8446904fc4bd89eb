import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {edit, gitIn, isResultOf, lockedApp} from '../support/example-app.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

let cwd: string

beforeEach(async () => {
  cwd = await lockedApp()
})

describe('aibom diff', () => {
  it('compares lock, BOM and folder with each other', async () => {
    await aibom(['generate', '--quiet', '--output', 'old.cdx.json'], {cwd})
    expect((await aibom(['diff', 'old.cdx.json', '.', '--fail-on', 'any'], {cwd})).exit).toBe(0)
    expect((await aibom(['diff', 'aibom.lock', 'old.cdx.json', '--fail-on', 'any'], {cwd})).exit).toBe(0)
    edit(cwd, 'web/app/api/chat/models.ts', "'gpt-4o'", "'gpt-5'")
    const run = await aibom(['diff', 'old.cdx.json', '.', '--json', '--fail-on', 'asset-replaced'], {cwd})
    expect(run.exit).toBe(1)
    expect(isResultOf('diff', run.stdout)).toBe(true)
    expect(JSON.parse(run.stdout).changes.map((change: {message: string}) => change.message)).toEqual([
      'model gpt-4o is replaced by gpt-5',
    ])
  })

  it('exits 0 where the class that was found is not the one that was asked for, and 2 for a class that is none', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    expect((await aibom(['diff', 'aibom.lock', '.', '--fail-on', 'content-changed'], {cwd})).exit).toBe(0)
    const run = await aibom(['diff', 'aibom.lock', '.', '--fail-on', 'contents-changed'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('contents-changed')
  })

  it('writes a table for a pull request, and the same facts as JSON', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    const markdown = await aibom(['diff', 'aibom.lock', '.', '--format', 'markdown'], {cwd})
    expect(markdown.stdout).toContain('| high | prompt-changed | prompt ')
    expect(markdown.stdout).toContain('\n1 change (1 high), ')
    const json = await aibom(['diff', 'aibom.lock', '.'], {cwd, env: {AIBOM_DIFF_FORMAT: 'json'}})
    expect(isResultOf('diff', json.stdout)).toBe(true)
    const none = await aibom(['diff', '.', '.', '--format', 'markdown'], {cwd})
    expect(none.stdout).toContain('No change.')
  })

  it('compares two revisions of a local repository without running its configuration', async () => {
    const git = (...words: string[]) => gitIn(cwd, ...words)
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-q', '-m', 'one')
    git('checkout', '-q', '-b', 'feature')
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    git('commit', '-q', '-a', '-m', 'two')
    const marker = join(temporaryFolder(), 'ran')
    git('config', 'core.fsmonitor', `touch ${marker}`)
    const run = await aibom(['diff', '.#main', '.#feature', '--json'], {cwd})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout).changes.map((change: {class: string}) => change.class)).toEqual(['prompt-changed'])
    expect(() => readFileSync(marker)).toThrow()
    const within = await aibom(['diff', 'assistant#main', '.#feature'], {cwd})
    expect([within.exit, within.stderr]).toEqual([2, expect.stringContaining('Name the repository: .#main')])
  })

  it('tells another model of a subagent, and another address of an agent card, by what they are', async () => {
    const cwd = temporaryFolder()
    const card = (url: string): string =>
      JSON.stringify({name: 'Clause', version: '1.0.0', url, capabilities: {}, skills: [{id: 'ask', name: 'Ask'}]})
    const subagent = (model: string): string =>
      `---\nname: reviewer\ndescription: Reviews code\nmodel: ${model}\ntools: Read\n---\nYou review code with care.\n`
    for (const [side, model, url] of [
      ['a', 'sonnet', 'https://agent.acme.example/a2a'],
      ['b', 'opus', 'https://agent.evil.example/a2a'],
    ] as const) {
      mkdirSync(join(cwd, side, '.claude/agents'), {recursive: true})
      writeFileSync(join(cwd, side, '.claude/agents/reviewer.md'), subagent(model))
      writeFileSync(join(cwd, side, 'agent-card.json'), card(url))
    }
    const {changes} = JSON.parse((await aibom(['diff', 'a', 'b', '--json'], {cwd})).stdout)
    const classes = changes.map((change: {class: string; name: string}) => `${change.class} ${change.name}`)
    expect(classes.sort()).toEqual(['endpoint-changed Clause', 'uses-changed reviewer'])
    writeFileSync(join(cwd, 'b/.claude/agents/reviewer.md'), subagent('sonnet').replace('with care', 'with haste'))
    const edited = JSON.parse((await aibom(['diff', 'a', 'b', '--json'], {cwd})).stdout).changes
    expect(edited.map((change: {class: string}) => change.class)).toContain('prompt-changed')
  })

  it('says that a BOM of another tool was compared as far as it goes', async () => {
    const component = {
      type: 'machine-learning-model',
      name: 'Qwen2.5-0.5B-Instruct',
      group: 'Qwen',
      purl: 'pkg:huggingface/Qwen/Qwen2.5-0.5B-Instruct',
    }
    writeFileSync(
      join(cwd, 'other.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component]}),
    )
    const run = await aibom(['diff', 'other.json', '.', '--json'], {cwd})
    const result = JSON.parse(run.stdout)
    expect(result.old).toMatchObject({form: 'bom', complete: false, assets: 1})
    expect(result.notCompared.map((item: {what: string}) => item.what)).toContain(
      'prompt: only one of the two documents lists any',
    )
  })

  it('refuses a lock whose conflict stands in its first lines, and a file that says nothing', async () => {
    const lock = readFileSync(join(cwd, 'aibom.lock'), 'utf8')
    writeFileSync(join(cwd, 'ours.lock'), `<<<<<<< HEAD\n${lock}=======\n${lock}>>>>>>> feature\n`)
    writeFileSync(join(cwd, 'empty.lock'), '')
    for (const [words, says] of [
      [['diff', 'ours.lock', '.'], 'an unresolved merge conflict'],
      [['check', '--baseline', 'ours.lock'], 'an unresolved merge conflict'],
      [['check', '--baseline', 'empty.lock'], 'neither a lock nor a BOM'],
    ] as const) {
      const run = await aibom([...words], {cwd})
      expect(run.exit).toBe(2)
      expect(run.stderr).toContain(says)
    }
  })

  it('says what it cannot open', async () => {
    expect((await aibom(['diff', 'aibom.lock', 'missing'], {cwd})).exit).toBe(2)
  })
})
