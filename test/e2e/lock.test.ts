import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {commitAll, edit, gitIn, isResultOf, lockedApp} from '../support/example-app.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

let cwd: string

beforeEach(async () => {
  cwd = await lockedApp()
})

describe('aibom lock', () => {
  it('writes what is there, and the same again', async () => {
    const first = readFileSync(join(cwd, 'aibom.lock'), 'utf8')
    expect(first).toContain('"model:huggingface/Qwen/Qwen2.5-7B-Instruct":')
    const run = await aibom(['lock', '--json'], {cwd})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({state: 'unchanged', pending: []})
    expect(isResultOf('lock', run.stdout)).toBe(true)
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toBe(first)
  })

  it('does not change with code that moves', async () => {
    edit(cwd, 'assistant/agents/support.py', 'SYSTEM_PROMPT =', '\n\n\nSYSTEM_PROMPT =')
    expect((await aibom(['lock'], {cwd})).exit).toBe(0)
  })

  it('lets a change in only by its name and with a reason', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    const before = readFileSync(join(cwd, 'aibom.lock'), 'utf8')
    const pending = await aibom(['lock'], {cwd})
    expect(pending.exit).toBe(1)
    expect(pending.stdout).toContain('prompt-changed  prompt SYSTEM_PROMPT')
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toBe(before)
    expect((await aibom(['lock', '--accept', 'SYSTEM_PROMPT'], {cwd})).exit).toBe(2)
    expect((await aibom(['lock', '--accept', 'OTHER', '--reason', 'x'], {cwd})).exit).toBe(2)
    const accepted = await aibom(['lock', '--accept', 'SYSTEM_PROMPT', '--reason', 'reviewed'], {cwd})
    expect(accepted.exit).toBe(0)
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toContain('accepted: "reviewed"')
    expect((await aibom(['lock'], {cwd})).exit).toBe(0)
  })

  it('keeps what nobody accepted', async () => {
    edit(cwd, 'assistant/agents/support.py', 'You are', 'You were')
    edit(cwd, '.mcp.json', '"./articles"', '"./articles", "/etc"')
    const run = await aibom(['lock', '--accept', 'SYSTEM_PROMPT', '--reason', 'reviewed'], {cwd})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('this change lets the MCP server help-centre read /etc')
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).not.toContain('"/etc"')
    expect((await aibom(['lock', '--accept-all', '--reason', 'all of it'], {cwd})).exit).toBe(0)
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toContain('"/etc"')
  })

  it('refuses a lock with the marks of a merge conflict and leaves it alone', async () => {
    writeFileSync(join(cwd, 'aibom.lock'), '<<<<<<< HEAD\nlockVersion: 1\n')
    const run = await aibom(['lock'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_LOCK_INVALID')
    expect(readFileSync(join(cwd, 'aibom.lock'), 'utf8')).toContain('<<<<<<<')
  })
})

describe('a manifest without a lock file', () => {
  it('is no file that could not be read', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'package.json'), '{"name": "web", "dependencies": {"openai": "^4.0.0"}}')
    const text = '1 manifest has no lock file, so the exact versions of its packages are unknown'
    for (const words of [['lock'], ['list'], ['check', '--baseline', 'aibom.lock']]) {
      const {stdout} = await aibom(words, {cwd})
      expect(stdout.replace(/\s+/g, ' ')).toContain(text)
      expect(stdout).not.toMatch(/not read|could not be read/)
    }
    expect((await aibom(['lock', '--strict'], {cwd})).exit).toBe(3)
  })
})

describe('a folder of a repository', () => {
  it('has a lock of its own, which check finds, and places that are named by the repository', async () => {
    const cwd = temporaryFolder()
    gitIn(cwd, 'init', '-q', '-b', 'main')
    mkdirSync(join(cwd, 'chat'))
    writeFileSync(join(cwd, 'chat/app.py'), 'from openai import OpenAI\nOpenAI()\n')
    expect((await aibom(['check', 'chat'], {cwd})).stderr).toContain('chat/aibom.lock is not committed')
    expect((await aibom(['lock', 'chat'], {cwd})).stdout).toContain('chat/aibom.lock written')
    commitAll(cwd)
    expect((await aibom(['check', 'chat'], {cwd})).exit).toBe(0)
    edit(cwd, 'chat/app.py', 'OpenAI()', 'OpenAI(base_url="https://llm.acme.example/v1")')
    const run = await aibom(['check', 'chat', '--format', 'github'], {cwd})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('::error file=chat/app.py,line=2')
  })
})

describe('accepting a change', () => {
  it('takes a part of one id, and lists the ids where it is part of none or of several', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'app.py'), 'from openai import OpenAI\n')
    await aibom(['lock'], {cwd})
    writeFileSync(
      join(cwd, 'app.py'),
      'from transformers import AutoModel\nAutoModel.from_pretrained("acme/tiny-a")\nAutoModel.from_pretrained("acme/tiny-b")\n',
    )
    for (const word of ['tiny', 'small']) {
      const run = await aibom(['lock', '--accept', word, '--reason', 'x'], {cwd})
      expect(run.exit).toBe(2)
      expect(run.stderr.replace(/\s+/g, ' ')).toMatch(/Changed: .*acme\/tiny-a/)
    }
    const run = await aibom(['lock', '--accept', 'tiny-a', '--reason', 'x'], {cwd})
    expect(run.stdout).toMatch(/^accepted .*acme\/tiny-a/m)
  })
})

describe('a revision that moves', () => {
  const app = (revision: string): string => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'app.py'),
      `from transformers import AutoModel\nfrom datasets import load_dataset\nAutoModel.from_pretrained("acme/tiny", revision="${revision}")\nload_dataset("acme/talks", revision="${revision}")\n`,
    )
    return folder
  }

  it('is in the lock, and another one is a change of high severity', async () => {
    const folder = app('v1.0')
    await aibom(['lock'], {cwd: folder})
    edit(folder, 'app.py', 'revision="v1.0"', 'revision="evil"')
    const run = await aibom(['lock', '--json'], {cwd: folder})
    expect(run.exit).toBe(1)
    const pending: {class: string; severity: string; kind: string; after: string[]}[] = JSON.parse(run.stdout).pending
    expect(pending.map(({class: name, severity, kind, after}) => [name, severity, kind, ...after].join(' '))).toEqual([
      'version-changed high dataset evil',
      'version-changed high model evil',
    ])
  })

  it('is seen where a second place adds it', async () => {
    const folder = app('v1.0')
    await aibom(['lock'], {cwd: folder})
    writeFileSync(
      join(folder, 'other.py'),
      'from transformers import AutoModel\nAutoModel.from_pretrained("acme/tiny", revision="w2")\n',
    )
    const run = await aibom(['lock', '--json'], {cwd: folder})
    expect(
      JSON.parse(run.stdout).pending.map(({fact, after}: {fact: string; after: string[]}) => [fact, ...after]),
    ).toEqual([['also', 'revision "w2"']])
  })
})
