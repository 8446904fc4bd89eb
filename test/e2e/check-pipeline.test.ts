import {spawnSync} from 'node:child_process'
import {copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {commitAll, edit, gitIn, lockedApp} from '../support/example-app.ts'
import {aibom, judgedDay, projectRoot, temporaryFolder} from '../support/run.ts'
import {runAction} from '../support/steps.ts'

const actionPath = '.github/actions/check/action.yml'
const command = `${process.execPath} ${join(projectRoot, 'bin/run.js')}`

/**
 * The example repository with two commits: the lock on main, and a pull request that edits a prompt and widens what an
 * MCP server reads.
 */
let cwd: string
let base: string

beforeAll(async () => {
  const author = await lockedApp()
  gitIn(author, 'init', '-q', '-b', 'main')
  commitAll(author)
  base = gitIn(author, 'rev-parse', 'HEAD').trim()
  gitIn(author, 'checkout', '-q', '-b', 'feature')
  edit(author, 'assistant/agents/support.py', 'You are', 'You were')
  edit(author, '.mcp.json', '"./articles"', '"./articles", "/srv/private"')
  await aibom(['lock', '--accept', 'SYSTEM_PROMPT', '--reason', 'reviewed by the support team', '--quiet'], {
    cwd: author,
  })
  commitAll(author)
  cwd = join(temporaryFolder(), 'checkout')
  gitIn(author, 'clone', '-q', '--depth=1', '--branch', 'feature', `file://${author}`, cwd)
  gitIn(author, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
}, 120_000)

describe('the action', () => {
  it('fails a pull request by the lock of its target, and lists first what its own lock accepts', () => {
    const run = runAction(actionPath, cwd, {base, command})
    expect(run.exit).toBe(1)
    expect(run.log).toContain('::error file=.mcp.json')
    expect(run.log).not.toContain('prompt-changed')
    const [accepted, table] = [run.summary.indexOf('accepted here'), run.summary.indexOf('| severity |')]
    expect(accepted).toBeGreaterThan(0)
    expect(table).toBeGreaterThan(accepted)
    expect(run.summary).toContain('reviewed by the support team')
    const {runs} = JSON.parse(readFileSync(join(cwd, 'aibom.sarif'), 'utf8'))
    expect(runs[0].results.map(({ruleId}: {ruleId: string}) => ruleId)).toContain('permission-widened')
  }, 60_000)

  it('passes what is accepted, and exits 2 where the target cannot be fetched', async () => {
    gitIn(cwd, 'checkout', '-q', '-b', 'accepted')
    await aibom(['lock', '--accept-all', '--reason', 'the private articles are public now', '--quiet'], {cwd})
    commitAll(cwd)
    const run = runAction(actionPath, cwd, {base, command})
    expect(run.exit).toBe(0)
    expect(run.summary).toContain('the private articles are public now')
    expect(runAction(actionPath, cwd, {base: '0'.repeat(40), command}).exit).not.toBe(0)
  }, 60_000)

  it('runs no text of the pull request: expressions are handed to shells as variables', () => {
    const {runs} = parse(readFileSync(join(projectRoot, actionPath), 'utf8'))
    for (const {run} of runs.steps) expect(run).not.toContain('${{')
    const marker = join(temporaryFolder(), 'ran')
    const {exit} = runAction(actionPath, cwd, {
      base,
      command,
      source: `$(touch ${marker})`,
      'fail-on': `high; touch ${marker}`,
    })
    expect(exit).not.toBe(0)
    expect(existsSync(marker)).toBe(false)
  }, 60_000)
})

describe('the page about pipelines', () => {
  const page = readFileSync(join(projectRoot, 'docs/pipeline.md'), 'utf8')
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text))

  it('shows a workflow that may only read', () => {
    expect(blocks[0]).toMatchObject({on: {pull_request: null}, permissions: {contents: 'read'}})
    expect(blocks[0].permissions).toEqual({contents: 'read'})
  })

  it('names files and hooks that are there', () => {
    const hooks = parse(readFileSync(join(projectRoot, '.pre-commit-hooks.yaml'), 'utf8'))
    expect(blocks.at(-1).repos[0].hooks[0].id).toBe(hooks[0].id)
    expect(existsSync(join(projectRoot, '.gitlab/check.yml'))).toBe(true)
  })

  it('has a hook of git that stops a commit', async () => {
    const [, script = ''] = /```sh\n(printf[^\n]*)\n```/.exec(page) ?? []
    const app = await lockedApp()
    gitIn(app, 'init', '-q', '-b', 'main')
    const bin = temporaryFolder()
    writeFileSync(join(bin, 'aibom'), `#!/bin/sh\nexec ${command} "$@"\n`, {mode: 0o755})
    const env = {PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin, ...judgedDay}
    expect(spawnSync('sh', ['-c', script], {cwd: app, env}).status).toBe(0)
    edit(app, 'assistant/agents/support.py', 'You are', 'You were')
    const commit = (): number | null =>
      spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'x'], {
        cwd: app,
        env,
      }).status
    gitIn(app, 'add', '-A')
    expect(commit()).toBe(1)
    await aibom(['lock', '--accept-all', '--reason', 'reviewed', '--quiet'], {cwd: app})
    gitIn(app, 'add', '-A')
    expect(commit()).toBe(0)
  }, 60_000)
})

describe('a package that npm makes of a clone, as hooks of pre-commit are installed', () => {
  const {scripts} = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const cloneWith = (installed: string): string => {
    const clone = temporaryFolder()
    mkdirSync(join(clone, 'node_modules', installed), {recursive: true})
    mkdirSync(join(clone, 'bin'))
    copyFileSync(join(projectRoot, 'bin/prepare.mjs'), join(clone, 'bin/prepare.mjs'))
    const build = `node -e "require('fs').writeFileSync('dist', 'built')"`
    writeFileSync(join(clone, 'package.json'), JSON.stringify({scripts: {...scripts, build}}))
    return clone
  }

  it.each([
    [true, 'built'],
    [false, undefined],
  ])('is built where what the build needs is installed: %s', (isInstalled, built) => {
    const clone = cloneWith(isInstalled ? 'esbuild' : 'other')
    const {status, stdout} = spawnSync('npm', ['run', '--silent', 'prepare'], {cwd: clone, encoding: 'utf8'})
    expect({status, stdout}).toEqual({status: 0, stdout: ''})
    const made = join(clone, 'dist')
    expect(existsSync(made) ? readFileSync(made, 'utf8') : undefined).toBe(built)
  })

  it('is not built by npm ci, behind which a checkout is built anyway', () => {
    const clone = cloneWith('esbuild')
    const run = (command: string): boolean => {
      const env = {...process.env, npm_command: command}
      expect(spawnSync(process.execPath, ['bin/prepare.mjs'], {cwd: clone, env}).status).toBe(0)
      return existsSync(join(clone, 'dist'))
    }
    expect([run('ci'), run('install')]).toEqual([false, true])
  })
})

describe('the GitLab template', () => {
  it('installs nothing by a name that anyone could publish', () => {
    for (const path of [actionPath, '.gitlab/check.yml'])
      expect(readFileSync(join(projectRoot, path), 'utf8')).not.toMatch(/npm install.* "?aibom/)
    const {aibom: job} = parse(readFileSync(join(projectRoot, '.gitlab/check.yml'), 'utf8'))
    const {status, stderr} = spawnSync('sh', ['-e', '-c', job.script[0]], {
      env: {PATH: process.env['PATH']},
      encoding: 'utf8',
    })
    expect(status).toBe(2)
    expect(stderr).toContain('AIBOM_PACKAGE')
  })

  it('runs its script against the base of the merge request', () => {
    const {aibom: job} = parse(readFileSync(join(projectRoot, '.gitlab/check.yml'), 'utf8'))
    const script = job.script.filter((line: string) => !line.includes('AIBOM_PACKAGE')).join('\n')
    const bin = temporaryFolder()
    writeFileSync(join(bin, 'aibom'), `#!/bin/sh\nexec ${command} "$@"\n`, {mode: 0o755})
    const env = {PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin, ...judgedDay, AIBOM_CHECK_BASE: base}
    gitIn(cwd, 'checkout', '-q', '-f', 'feature')
    expect(spawnSync('sh', ['-e', '-c', script], {cwd, env}).status).toBe(1)
    expect(JSON.parse(readFileSync(join(cwd, 'gl-code-quality-report.json'), 'utf8'))).not.toEqual([])
    expect(readFileSync(join(cwd, 'aibom.xml'), 'utf8')).toContain('<testsuites')
  }, 60_000)
})
