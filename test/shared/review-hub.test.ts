import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {type Emulator, startEmulator} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'
import type {Editable} from '../support/vendor-bom.ts'

describe.skipIf(!hasShared)('aibom review against the hub', () => {
  let hub: Emulator
  let published: Editable
  beforeAll(async () => {
    hub = await startEmulator()
    const run = await aibom(['generate', 'hf:acme-ai/tiny-llm', '-o', '-'], {env: {HF_ENDPOINT: hub.url}})
    published = JSON.parse(run.stdout)
  })

  async function review(
    words: readonly string[],
    cwd = temporaryFolder(),
  ): Promise<{exit: number | null; result: Editable}> {
    const run = await aibom(['review', ...words, '--json'], {cwd, env: {HF_ENDPOINT: hub.url}})
    return {exit: run.exit, result: JSON.parse(run.stdout)}
  }

  /** What a vendor says of the model that is on the hub: true but for what is changed. */
  function reviewVendor(change: (model: Editable, bom: Editable) => unknown): ReturnType<typeof review> {
    const cwd = temporaryFolder()
    const supplier = {name: 'Acme'}
    const parts = structuredClone(published.components).filter(({name}: Editable) => name !== 'gpt2-xl')
    const model = parts.find(({type}: Editable) => type === 'machine-learning-model')
    Object.assign(model, {'bom-ref': 'model', externalReferences: undefined, properties: undefined})
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        timestamp: '2026-05-01T10:00:00Z',
        authors: [{name: 'Acme'}],
        component: {type: 'application', 'bom-ref': 'p', name: 'product', version: '1', supplier},
      },
      components: parts,
    }
    change(model, bom)
    writeFileSync(join(cwd, 'vendor.json'), JSON.stringify(bom))
    return review(['vendor.json', '--online'], cwd)
  }

  it.each<readonly [string, string, (model: Editable, bom: Editable) => unknown]>([
    [
      'another digest',
      'digest-differs',
      model => Object.assign(model.components[0].hashes[0], {content: 'ab'.repeat(32)}),
    ],
    [
      'a file that is not there',
      'file-missing',
      model => model.components.push({type: 'file', name: 'more.safetensors'}),
    ],
    ['a file that is left out', 'file-not-stated', model => model.components.pop()],
    ['another license', 'licence-differs', model => Object.assign(model, {licenses: [{license: {id: 'MIT'}}]})],
    [
      'another architecture',
      'architecture-differs',
      model => Object.assign(model.modelCard.modelParameters, {modelArchitecture: 'BertModel'}),
    ],
    [
      'another size',
      'parameters-differ',
      model => Object.assign(model, {properties: [{name: 'parameters', value: '7B'}]}),
    ],
    [
      'another base model',
      'base-differs',
      model => Object.assign(model.pedigree.ancestors[0], {name: 'gpt9', purl: undefined}),
    ],
    [
      'a license of the base that is not its own',
      'licence-differs',
      model => Object.assign(model.pedigree.ancestors[0], {licenses: [{license: {id: 'CC0-1.0'}}]}),
    ],
    [
      'data that does not exist',
      'dataset-missing',
      (_model, bom) =>
        bom.components.push({type: 'data', name: 'acme-ai/gone', data: [{type: 'dataset', name: 'acme-ai/gone'}]}),
    ],
    ['a model that does not exist', 'model-missing', model => Object.assign(model, {name: 'gone', purl: undefined})],
  ])('names %s', async (_what, rule, change) => {
    const {result} = await reviewVendor(change)
    expect(result.findings.map(({name}: Editable) => name)).toContain(rule)
  })

  it('finds nothing in what is true but what it leaves open, and says what it was held against', async () => {
    const {exit, result} = await reviewVendor(() => undefined)
    expect(result.findings.map(({message}: Editable) => message)).toEqual(['the license of dair-ai/emotion is “other”'])
    expect(result.target.heldAgainst).toContainEqual(expect.stringContaining('hf:acme-ai/tiny-llm@'))
    expect(result.files[0].note).toContain('lists the same SHA-256')
    expect(exit).toBe(0)
  })

  it('reviews a model of the hub', async () => {
    const {exit, result} = await review(['hf:acme-ai/remote-code'])
    expect(exit).toBe(0)
    expect(result.subject.what).toContain('is a model. Made by acme-ai.')
    expect(result.findings.map(({name}: Editable) => name)).toContain('code-in-model')
  })

  it('tells of a base model that the hub does not have, and says that it is gated', async () => {
    const {result} = await review(['hf:hunterbown/shannon-control-unit'])
    expect(result.findings.find(({name}: Editable) => name === 'model-missing')?.message).toContain(
      'meta-llama/Llama-3.2-1B',
    )
    const gated = await review(['hf:acme-ai/gated-manual'])
    expect(gated.result.findings.find(({name}: Editable) => name === 'licence-conditions')?.message).toContain(
      'gated (manual)',
    )
    expect(gated.result.notChecked.join()).toContain('was not read')
  })

  it.each(['hf:acme-ai/private-model', 'hf:acme-ai/disabled-model', 'hf:acme-ai/nothing-here'])(
    'exits 3 for %s, and still makes the page',
    async target => {
      const {exit, result} = await review([target])
      expect(exit).toBe(3)
      expect(result.verdict.headline).toContain('could not be read')
    },
  )
})
