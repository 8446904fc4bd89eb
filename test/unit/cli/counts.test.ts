import {describe, expect, it} from 'vitest'
import {footLines} from '../../../src/cli/list/list-table.ts'
import {diffSummary} from '../../../src/cli/summaries/diff-summary.ts'
import {lockSummary} from '../../../src/cli/summaries/lock-summary.ts'
import {diff} from '../../../src/pipeline/changes/diff.ts'
import {list} from '../../../src/pipeline/list/list.ts'
import {reviewOf} from '../../support/review.ts'
import {folderOf, quietOptions} from '../../support/threats.ts'

const model = (name: string) => ({type: 'machine-learning-model', 'bom-ref': name, name, version: '1'})
const part = (kind: string, name: string) => ({
  type: 'application',
  'bom-ref': `${kind}:${name}`,
  name,
  properties: [{name: 'aibom:kind', value: kind}],
})

describe('counts', () => {
  it('of a review tell each kind, and models that others derive from', async () => {
    const {subject} = await reviewOf({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {component: {type: 'application', 'bom-ref': 'app', name: 'app'}},
      components: [
        {...model('chat'), pedigree: {ancestors: [model('base')]}},
        ...[part('agent', 'planner'), part('mcp-server', 'files'), part('mcp-server', 'mail'), part('prompt', 'rules')],
        {type: 'library', name: 'openai', version: '1.0.0', purl: 'pkg:pypi/openai@1.0.0'},
      ],
    })
    expect(subject.what).toContain(
      'It lists 1 model, 1 base model, 1 agent, 2 MCP servers, 1 prompt, 1 other component.',
    )
  })

  it('of changes are of those that are listed: all that one server may do more is one', async () => {
    const server = (entry: object) => folderOf({'.mcp.json': JSON.stringify({mcpServers: {g: entry}})})
    const result = await diff({
      ...quietOptions(),
      old: server({url: 'https://a.example/mcp'}),
      new: server({url: 'https://b.example/mcp', alwaysAllow: ['*']}),
    })
    const lines = diffSummary(result, () => 'It means something.')
      .trimEnd()
      .split('\n')
    const listed = lines.filter(line => /^(?:critical|high|medium|low) /.test(line))
    expect(result.changes.length).toBeGreaterThan(listed.length)
    expect(listed).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/^3 changes \(2 high, 1 low\)/)
  })

  it('of a list tell how many lie outside the product', async () => {
    const source = folderOf({'app.py': 'MODEL = "gpt-4o"\n', 'tests/test_app.py': 'MODEL = "gpt-4.1"\n'})
    const options = {kinds: [], scopes: [], match: undefined, license: undefined, floating: false, findings: false}
    const result = await list({...quietOptions(), ...options, source, sort: 'kind'})
    expect(footLines(result)[0]).toBe(
      '2 listed, 1 of them outside the product: only in tests, examples, documentation or vendored code',
    )
  })

  it('of a lock tell how many stand for packages', () => {
    const counts = {assets: 29, manifests: 2, gaps: 0, unlocked: 0}
    const text = lockSummary(
      {schemaVersion: 1, lock: 'aibom.lock', state: 'unchanged', accepted: [], pending: [], ...counts},
      () => '',
    )
    expect(text.trim()).toBe('aibom.lock up to date: 29 assets, 2 of them for the packages that a lock file installs')
  })
})
