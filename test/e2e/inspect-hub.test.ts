import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {startStubHub} from '../support/hub.ts'
import {runsCommand} from '../support/pickles.ts'
import {aibom} from '../support/run.ts'
import {safetensors} from '../support/weights.ts'

const large = new Uint8Array(11 * 1024 * 1024)
const weights = safetensors({w: {dtype: 'U8', shape: [large.length], data_offsets: [0, large.length]}}, large.length)
const digest = createHash('sha256').update(weights).digest('hex')
const files = {
  'README.md': {content: '# Tiny'},
  'config.json': {content: '{"model_type": "bert"}'},
  'extra.pkl': {content: runsCommand},
  'model.safetensors': {content: weights, sha256: digest},
  'pytorch_model.bin': {content: large, sha256: 'cd'.repeat(32)},
}

describe('aibom inspect hf:', () => {
  it('judges small files whole, large ones by their header, and calls nothing safe that it did not fetch', async () => {
    const hub = await startStubHub({'acme/tiny': {files}})
    const {exit, stdout} = await aibom(['inspect', 'hf:acme/tiny', '--json'], {env: {HF_ENDPOINT: hub.url}})
    expect(exit).toBe(1)
    expect(JSON.parse(stdout).files).toMatchObject([
      {path: 'config.json', verdict: 'safe'},
      {path: 'extra.pkl', verdict: 'unsafe', findings: [{rule: 'AIB110'}]},
      {
        path: 'model.safetensors',
        verdict: 'unknown',
        sha256: digest,
        facts: {tensor_count: 1},
        findings: [{rule: 'AIB106'}],
      },
      {path: 'pytorch_model.bin', verdict: 'unknown', sha256: 'cd'.repeat(32), findings: [{rule: 'AIB106'}]},
    ])
  })

  it('touches no network when it is told not to', async () => {
    expect((await aibom(['inspect', 'hf:acme/tiny', '--offline'])).exit).toBe(2)
  })
})
