import {describe, expect, it} from 'vitest'
import {footLines} from '../../../src/cli/list/list-table.ts'
import {lockSummary} from '../../../src/cli/summaries/lock-summary.ts'
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
      'It lists 1 model, 1 model that these derive from, 1 agent, 2 MCP servers, 1 prompt, 1 other component.',
    )
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
