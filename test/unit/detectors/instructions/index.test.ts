import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {instructions} from '../../../../src/detectors/instructions/index.ts'
import type {AssetKind, AssetOf} from '../../../../src/inventory/asset.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/instructions/${name}`)
const promptOf = (found: Extraction, path: string): AssetOf<'prompt'> | undefined =>
  found.assets.flatMap(asset => (asset.kind === 'prompt' && asset.name === path ? [asset] : []))[0]
const agentOf = (found: Extraction, name: string): AssetOf<'agent'> | undefined =>
  found.assets.flatMap(asset => (asset.kind === 'agent' && asset.name === name ? [asset] : []))[0]
const namesOf = (found: Extraction, kind: AssetKind): string[] =>
  found.assets.flatMap(asset => (asset.kind === kind ? [asset.name] : [])).sort()
/** The digest of all that a prompt says but its model, tools and license. */
async function ownDigest(path: string, text: string): Promise<string | undefined> {
  return promptOf(await detect(instructions, {[path]: text}), path)?.properties?.[
    'aibom:prompt:digest-without-model'
  ]?.[0]
}

describe('instructions', () => {
  it('reads rules of Cursor beside its own folder', async () => {
    const text = '---\ndescription: Names\nglobs: ["**/*.ts"]\n---\nName things by what they hold.\n'
    const paths = ['.rules/names.mdc', 'docs/rules/names.mdc', 'project-rules/commit.mdc', 'pages/about.mdc']
    const found = await detect(instructions, Object.fromEntries(paths.map(path => [path, text])))
    expect(namesOf(found, 'prompt')).toEqual(['.rules/names.mdc', 'project-rules/commit.mdc'])
  })

  it('finds instruction and rules files, with the digest of their text', async () => {
    const found = await detect(instructions, fixture('files'))
    expect(namesOf(found, 'prompt')).toEqual([
      ...[
        '.cursor/rules/style.mdc',
        '.cursorrules',
        '.github/copilot-instructions.md',
        '.github/instructions/py.instructions.md',
      ],
      ...['.roo/rules-code/one.md', 'AGENTS.md', 'CONVENTIONS.md', 'packages/a/CLAUDE.md'],
    ])
    expect(promptOf(found, 'AGENTS.md')).toMatchObject({
      id: 'prompt:AGENTS.md',
      digests: [{alg: 'sha256', hex: createHash('sha256').update('# Rules\n\nRun the tests.\n').digest('hex')}],
      evidence: [{path: 'AGENTS.md', line: 1, level: 'configured'}],
      facts: {role: 'instructions'},
    })
    expect(found.gaps).toEqual([])
  })

  it('reads what a rule says of itself although its front matter is no YAML', async () => {
    expect(promptOf(await detect(instructions, fixture('files')), '.cursor/rules/style.mdc')?.description).toBe('Style')
  })

  it('finds commands and skills, and what they may do', async () => {
    const found = await detect(instructions, fixture('commands'))
    expect(promptOf(found, '.claude/commands/fix.md')).toMatchObject({
      description: 'Fix an issue: quickly',
      facts: {
        role: 'command',
        variables: ['1', 'ARGUMENTS'],
        reach: {
          executes: ['gh issue view:*', 'git status --short', 'git status:*'],
          writes: ['*'],
          autoApproves: ['Bash(gh issue view:*)', 'Bash(git status:*)', 'Edit'],
        },
      },
    })
    expect(promptOf(found, '.gemini/commands/plan.toml')?.facts.variables).toEqual(['args', 'team'])
    expect(promptOf(found, '.github/prompts/review.prompt.md')?.facts).toMatchObject({
      reach: {executes: ['*'], writes: ['*']},
      variables: ['file'],
    })
    expect(promptOf(found, 'skills/pdf/SKILL.md')).toMatchObject({
      aliases: ['pdf'],
      licences: [{kind: 'id', id: 'MIT'}],
      facts: {role: 'skill', reach: {reads: ['*'], executes: ['*']}},
    })
    expect(found.relationships).toEqual([
      {from: 'prompt:skills/pdf/SKILL.md', to: 'model:anthropic/claude-opus-4-1-20250805', kind: 'depends-on'},
    ])
  })

  it('finds subagents: tools, reach, model and prompt', async () => {
    const found = await detect(instructions, fixture('agents'))
    expect(namesOf(found, 'agent')).toEqual(['code-reviewer', 'docs', 'ops', 'plan', 'tester'])
    expect(agentOf(found, 'code-reviewer')).toMatchObject({
      id: 'agent:.claude/agents/reviewer.md',
      evidence: [{line: 2}],
      facts: {
        framework: 'claude-code',
        tools: ['Bash(git diff:*)', 'Grep', 'Read'],
        reach: {executes: ['git diff:*'], reads: ['*'], autoApproves: ['mode:acceptEdits']},
      },
    })
    expect(agentOf(found, 'plan')?.facts).toMatchObject({tools: ['bash'], reach: {executes: ['*']}})
    expect(agentOf(found, 'docs')?.facts.reach).toEqual({reads: ['*'], writes: ['*'], network: ['*']})
    expect(agentOf(found, 'ops')?.facts.reach).toEqual({executes: ['*'], reads: ['*'], autoApproves: ['fs_read']})
    expect(namesOf(found, 'model')).toEqual(['claude-sonnet-4-20250514', 'claude-sonnet-4-5-20250929'])
    expect(found.relationships).toContainEqual({
      from: 'agent:.claude/agents/reviewer.md',
      to: 'prompt:.claude/agents/reviewer.md',
      kind: 'depends-on',
    })
  })

  it.each([
    [
      'a map inside the head is turned round',
      'SKILL.md',
      '---\nname: a\nmetadata:\n  author: acme\n  team: {lead: b, size: 2}\n---\nBuild.\n',
      '---\nmetadata:\n  team: {size: 2, lead: b}\n  author: acme\nname: a\n---\nBuild.\n',
    ],
    [
      'a date is written with other signs',
      '.gemini/commands/plan.toml',
      'since = 2026-01-02T00:00:00Z\nprompt = "Plan."\n',
      'prompt = "Plan."\nsince = 2026-01-02 00:00:00Z\n',
    ],
  ])('gives a prompt one digest where %s', async (_name, path, before, after) => {
    expect(await ownDigest(path, before)).toMatch(/^[0-9a-f]{64}$/)
    expect(await ownDigest(path, after)).toBe(await ownDigest(path, before))
  })

  it.each([
    ['a date', '.gemini/commands/plan.toml', ['since = 2026-01-02\nprompt = "Plan."\n', '-02', '-03']],
    ['a value inside a map', 'SKILL.md', ['---\nmetadata: {author: acme}\n---\nBuild.\n', 'acme', 'globex']],
    ['an item of a list', 'SKILL.md', ['---\ntags: [one, two]\n---\nBuild.\n', 'one, two', 'two, one']],
  ] as const)('gives a prompt another digest where %s is another', async (_name, path, [before, from, to]) =>
    expect(await ownDigest(path, before.replace(from, to))).not.toBe(await ownDigest(path, before)),
  )

  it('finds nothing in documentation, blank files, conventions nobody reads and rules of other tools', async () => {
    expect(await detect(instructions, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })

  it('tells of a command that cannot be parsed', async () => {
    expect(await detect(instructions, fixture('broken'))).toMatchObject({assets: [], gaps: [{code: 'syntax'}]})
  })

  it('never throws, whatever the front matter holds', () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.jsonValue(), async (text, value) => {
        const file = `---\nname: ${JSON.stringify(value)}\ntools: ${JSON.stringify(value)}\n${text}\n---\n${text}`
        await detect(instructions, {
          '.claude/agents/a.md': file,
          'SKILL.md': file,
          '.claude/commands/b.md': text,
          'AGENTS.md': text,
        })
      }),
    ))

  it('takes linear time over a long line of brackets', async () => {
    const {assets} = await detect(instructions, {
      '.claude/agents/a.md': `---\ntools: ${'a('.repeat(200_000)}\n---\n${'!`'.repeat(200_000)}`,
    })
    expect(assets).not.toEqual([])
  }, 20_000)
})
