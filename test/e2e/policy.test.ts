import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {isResultOf} from '../support/example-app.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

let cwd: string

beforeEach(() => {
  cwd = temporaryFolder()
})

function write(text: string, path = 'aibom.policy.yaml'): void {
  writeFileSync(join(cwd, path), text)
}

const rule = (when: string, tests: string): string =>
  `version: 1\nrules:\n  - id: own-rule\n    when: |\n      ${when}\n    severity: high\n    why: w\n    fix: f\n    tests: [${tests}]\n`

describe('aibom policy', () => {
  it('writes a policy that approves what is there, and that passes its own test', async () => {
    write('from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n', 'app.py')
    const init = await aibom(['policy', 'init', '--json'], {cwd})
    expect(init.exit).toBe(0)
    expect(isResultOf('policy-init', init.stdout)).toBe(true)
    expect(readFileSync(join(cwd, 'aibom.policy.yaml'), 'utf8')).toContain('    - "openai/gpt-4o"\n')
    expect((await aibom(['policy', 'init'], {cwd})).exit).toBe(2)
    const test = await aibom(['policy', 'test', '--json'], {cwd})
    expect(test.exit).toBe(0)
    expect(isResultOf('policy-test', test.stdout)).toBe(true)
  })

  it.each(['aibom.policy.yaml', 'policies/organisation.yml', 'signers.json'])(
    'takes nothing that %s approves for a use of it, and everything that another file of that form names',
    async path => {
      mkdirSync(join(cwd, 'policies'))
      write('{"mcpServers": {"github": {"type": "http", "url": "https://api.githubcopilot.com/mcp/"}}}', '.mcp.json')
      await aibom(['policy', 'init', path], {cwd})
      const list = await aibom(['list', '--json'], {cwd})
      expect(list.stdout).toContain('"ref": "mcp-server:https://api.githubcopilot.com/mcp"')
      expect(list.stdout).not.toContain(path)
      write('version: 1\napproved: {}\nllm:\n  model: gpt-4o\n', 'settings.yaml')
      expect((await aibom(['list', '--json'], {cwd})).stdout).toContain('settings.yaml')
    },
  )

  it('runs the tests of rules: 0 when they pass, 1 when one fails, 3 when a rule has no answer', async () => {
    write(rule('asset.kind == "model"', '{asset: {kind: model}, matches: true}, {matches: false}'))
    expect((await aibom(['policy', 'test'], {cwd})).exit).toBe(0)
    write(rule('asset.kind == "model"', '{name: services, asset: {kind: service}, matches: true}'))
    const failed = await aibom(['policy', 'test'], {cwd})
    expect(failed.exit).toBe(1)
    expect(failed.stdout).toContain(
      'aibom.policy.yaml:9:13  rule own-rule, test services: the rule has to match, and does not',
    )
    write(rule('semver(asset.version, ">1")', '{asset: {version: latest}, matches: true}'))
    expect((await aibom(['policy', 'test'], {cwd})).exit).toBe(3)
  })

  it('ends a rule that does not end', async () => {
    const list = `[${Array.from({length: 900}, (_, index) => index).join(',')}]`
    write(rule(`cel.bind(l, ${list}, l.all(a, l.all(b, l.all(c, a + b + c >= 0))))`, '{matches: true}'))
    const run = await aibom(['policy', 'test'], {cwd})
    expect(run.stdout).toContain('no answer: it took more than 1 s')
    expect(run.exit).toBe(3)
  }, 60_000)

  it('names the line and column of a wrong expression', async () => {
    write(rule('asset.knd == "model"', ''))
    const run = await aibom(['policy', 'test'], {cwd})
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain(
      'AIBOM_POLICY_INVALID aibom.policy.yaml:5:13: rule own-rule: No such key: knd; did you mean kind?',
    )
  })

  it('exits 1 for a waiver that has expired', async () => {
    write(
      'version: 1\nwaivers: [{rule: asset-added, asset: "model:a", reason: r, owner: the team, expires: 2020-01-01}]\n',
    )
    const run = await aibom(['policy', 'test', '--json'], {cwd})
    expect(run.exit).toBe(1)
    expect(JSON.parse(run.stdout).expired).toMatchObject([{owner: 'the team', place: 'aibom.policy.yaml:2:11'}])
  })

  it('does not follow a link out of the folder of the policy, and fetches nothing unasked', async () => {
    const outside = join(temporaryFolder(), 'loose.yaml')
    writeFileSync(outside, 'version: 1\n')
    mkdirSync(join(cwd, 'policies'))
    symlinkSync(outside, join(cwd, 'policies/org.yaml'))
    write('version: 1\ninclude: [{file: policies/org.yaml}]\n')
    expect((await aibom(['policy', 'test'], {cwd})).stderr).toContain('leads out of the folder of the policy')
    write(`version: 1\ninclude: [{url: "https://policy.invalid/p.yaml", sha256: ${'a'.repeat(64)}}]\n`)
    const run = await aibom(['policy', 'test'], {cwd})
    expect(run.exit).toBe(3)
    expect(run.stderr).toContain('AIBOM_POLICY_INCLUDE')
    expect(run.stderr).toContain('--online')
  })

  it('explains rules of aibom, classes of change and rules of the policy', async () => {
    write(`${rule('asset.kind == "model"', '')}severities: {prompt-changed: critical}\n`)
    const change = await aibom(['policy', 'explain', 'prompt-changed', '--json'], {cwd})
    expect(isResultOf('policy-explain', change.stdout)).toBe(true)
    expect(JSON.parse(change.stdout)).toMatchObject({kind: 'change', severity: 'critical', defaultSeverity: 'high'})
    expect((await aibom(['policy', 'explain', 'pickle-runs-code'], {cwd})).stdout).toContain('AIB110')
    expect((await aibom(['policy', 'explain', 'own-rule'], {cwd})).stdout).toContain('when      asset.kind == "model"')
    const unknown = await aibom(['policy', 'explain', 'promt-changed'], {cwd})
    expect(unknown.exit).toBe(2)
    expect(unknown.stderr).toContain('Did you mean prompt-changed?')
  })
})
