import {cpSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {edit, isResultOf} from '../support/example-app.ts'
import {aibom, projectRoot, temporaryFolder} from '../support/run.ts'

const report = join(projectRoot, 'test/fixtures/evidence/garak.report.jsonl')
const tested = 'model:openai/gpt-4o-mini-2024-07-18'
const prompt = 'assistant/agents/support.py'
let made: string
let cwd: string

beforeAll(async () => {
  made = temporaryFolder()
  cpSync(join(projectRoot, 'docs/example-app'), made, {recursive: true})
  await aibom(['generate', '--quiet', '--output', 'aibom.cdx.json'], {cwd: made})
  expect((await aibom(['evidence', 'add', 'aibom.cdx.json', report], {cwd: made})).exit).toBe(0)
})

beforeEach(() => {
  cwd = temporaryFolder()
  cpSync(made, cwd, {recursive: true})
})

const policy = (...lines: string[]): void =>
  writeFileSync(join(cwd, 'aibom.policy.yaml'), ['version: 1', ...lines, ''].join('\n'))

async function check(...words: string[]) {
  const run = await aibom(['check', ...words, '--no-baseline', '--json'], {cwd})
  const result = JSON.parse(run.stdout)
  const isOfEvidence = ({rule}: {rule: string}): boolean => rule.startsWith('AIB43')
  return {
    ...run,
    result,
    findings: result.findings?.filter(isOfEvidence) ?? [],
    undecided: result.undecided?.filter(isOfEvidence) ?? [],
  }
}
const names = (items: {name: string}[]): string[] => items.map(({name}) => name)

describe('evidence in aibom check', () => {
  it('says nothing of evidence that fits and that is as the policy asks', async () => {
    policy(
      'evidence:',
      `  - {assets: ["${tested}"], kind: red-team, probes: ["promptinject.*", "dan.*"], minAttempts: 60, maxAttackSuccess: 0.07}`,
    )
    const {findings, undecided, result, stdout} = await check()
    expect([findings, undecided]).toEqual([[], []])
    expect(result.evidence).toEqual({path: 'aibom.cdx.json', reports: 1})
    expect(isResultOf('check', stdout)).toBe(true)
  })

  it('names what is missing, too thin and too bad, with the line of the policy', async () => {
    policy(
      'evidence:',
      '  - assets: ["model:openai/**"]',
      '    probes: ["xss.*"]',
      '    maxAttackSuccess: 0.02',
      'guardrails: [subject]',
    )
    const {findings, exit} = await check()
    expect(exit).toBe(1)
    expect(findings.map(({name, asset}: {name: string; asset: string}) => [name, asset])).toEqual([
      ['evidence-missing', 'model:openai/gpt-4o'],
      ['evidence-missing', 'model:openai/gpt-4o-mini'],
      ['evidence-too-thin', tested],
      ['guardrail-missing', 'subject'],
    ])
    expect(findings[0].message).toContain('(aibom.policy.yaml:3:5)')
  })

  it('one byte of a prompt changed: the evidence is stale, and does not count any more', async () => {
    policy('evidence:', `  - assets: ["${tested}"]`)
    edit(cwd, prompt, 'You are', 'you are')
    const {findings, exit} = await check()
    expect(exit).toBe(1)
    expect(names(findings)).toEqual(['evidence-missing', 'evidence-stale'])
    expect(findings[1].message).toContain('garak.report.jsonl is stale: prompt SYSTEM_PROMPT: digest')
  })

  it('judges evidence without a policy where it lies in the folder, is named, or lies in the BOM that is checked', async () => {
    edit(cwd, prompt, 'You are', 'you are')
    expect(names((await check()).findings)).toEqual(['evidence-stale'])
    expect(names((await check('.', '--evidence', 'aibom.cdx.json')).findings)).toEqual(['evidence-stale'])
    expect(names((await check('aibom.cdx.json')).findings)).toEqual([])
    expect((await check('.', '--evidence', 'missing.json')).exit).toBe(2)
  })

  it('tells foreign evidence and evidence that has run out', async () => {
    await aibom(
      ['evidence', 'add', 'aibom.cdx.json', report, '--target', 'model:openai/gpt-4o', '--expires', '2026-01-31'],
      {cwd},
    )
    expect(names((await check('aibom.cdx.json')).findings).sort()).toEqual(['evidence-expired', 'evidence-foreign'])
  })

  it('leaves the gate shut: a name that nothing has, no BOM, a waiver, a severity', async () => {
    policy('evidence:', '  - assets: ["model:openai/gpt-9"]', `  - assets: ["${tested}"]`)
    expect(names((await check()).undecided)).toEqual(['evidence-missing'])
    writeFileSync(
      join(cwd, 'aibom.cdx.json'),
      JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: []}),
    )
    expect(names((await check()).findings)).toEqual(['evidence-missing'])
    const waiver = `waivers: [{rule: evidence-missing, asset: "${tested}", reason: r, owner: o, expires: 2999-01-31}]`
    policy('evidence:', `  - assets: ["${tested}"]`, waiver)
    const waived = await check()
    expect([waived.findings, waived.result.waived]).toMatchObject([[], [{rule: 'AIB430'}]])
  })
})
