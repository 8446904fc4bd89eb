import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {AibomError} from '../../src/lib/errors.ts'
import {type Emulator, hubOptions, inventoryOf, quickNetwork, startEmulator} from '../support/hub.ts'
import {hasShared} from '../support/shared.ts'

const model = 'hf:acme-ai/tiny-llm'

describe.skipIf(!hasShared)('a hub that fails', () => {
  let hub: Emulator
  beforeAll(async () => {
    hub = await startEmulator()
  })
  beforeEach(() => hub.reset())

  /** The name of what happened: the code of the error, or the codes of the gaps. */
  async function outcome(faults: object, deadlineMs = 600_000): Promise<string> {
    hub.faults(faults)
    try {
      const {gaps} = await inventoryOf(model, hubOptions(hub.url, {network: quickNetwork(deadlineMs)}))
      return gaps.length === 0
        ? 'whole'
        : [...new Set(gaps.map(({stage, code}) => `${stage}:${code}`))].sort().join(' ')
    } catch (error) {
      if (error instanceof AibomError) return `${error.code} ${error.exit}`
      throw error
    }
  }

  it.each([
    ['nothing', [], 'whole'],
    ['500 for the information', {kind: 'status', value: 500, match: 'securityStatus'}, 'AIBOM_HUB_UNAVAILABLE 3'],
    ['503 twice, then well', {kind: 'status', value: 503, times: 2}, 'whole'],
    ['500 for the list', {kind: 'status', value: 500, match: '/tree/'}, 'enrich:hub-unavailable'],
    ['500 for the commits', {kind: 'status', value: 500, match: '/commits/'}, 'enrich:hub-unavailable'],
    ['no commits at all', {kind: 'status', value: 404, match: '/commits/'}, 'resolve:hub-not-found'],
    ['commits that are no JSON', {kind: 'garbage', match: '/commits/'}, 'enrich:hub-answer'],
    ['500 for the card', {kind: 'status', value: 500, match: 'README'}, 'enrich:hub-unavailable'],
    [
      '404 for a file of the list',
      {kind: 'status', value: 404, code: 'EntryNotFound', match: 'README'},
      'enrich:hub-file-not-found',
    ],
    ['a rate limit that ends', {kind: 'ratelimit', value: 30, times: 2}, 'whole'],
    ['a rate limit that stays', {kind: 'ratelimit', value: 30, match: '/tree/'}, 'enrich:hub-rate-limited'],
    ['a rate limit without headers', {kind: 'ratelimit', headers: false, match: '/tree/'}, 'enrich:hub-rate-limited'],
    ['an answer that comes late', {kind: 'delay', value: 200}, 'whole'],
    ['a connection that is reset once', {kind: 'reset', times: 1}, 'whole'],
    ['connections that are always reset', {kind: 'reset', match: 'README'}, 'enrich:http-network'],
    ['a card cut off once', {kind: 'truncate', value: 10, match: 'README', times: 1}, 'whole'],
    ['a card that is always cut off', {kind: 'truncate', value: 10, match: 'README'}, 'enrich:http-network'],
    ['a card that ends early and cleanly', {kind: 'short-close', value: 0, match: 'README'}, 'enrich:remote-short'],
    ['slow bytes', {kind: 'slow', value: 1, chunk: 65536, match: 'README'}, 'whole'],
    ['other bytes than declared', {kind: 'corrupt', match: 'README'}, 'verify:digest-mismatch'],
    ['a server without ranges', {kind: 'ignore-range', match: 'resolve'}, 'whole'],
    ['another size than declared', {kind: 'lie-size', value: 1, match: 'README'}, 'enrich:remote-size'],
    ['no length', {kind: 'no-length', match: 'resolve'}, 'whole'],
    ['no etag', {kind: 'no-etag', match: 'resolve'}, 'whole'],
    ['information that is no JSON', {kind: 'garbage', match: 'securityStatus'}, 'AIBOM_HUB_ANSWER 3'],
    ['a list that is no JSON', {kind: 'garbage', match: '/tree/'}, 'enrich:hub-answer'],
    ['a ring of redirects', {kind: 'redirect-loop', match: 'securityStatus'}, 'AIBOM_HTTP_REDIRECT 3'],
    [
      'a list that goes on at another host',
      {kind: 'off-origin-next', to: 'http://127.0.0.1:9/x', match: '/tree/'},
      'enrich:hub-origin',
    ],
  ])('has a name: %s', async (_name, faults, expected) => expect(await outcome(faults)).toBe(expected))

  it('gives up a hub that never answers at the deadline', async () => {
    expect(await outcome({kind: 'stall', match: 'securityStatus'}, 1000)).toBe('AIBOM_HTTP_TIMEOUT 3')
  })

  it('sends the token to the hub and to nobody else', async () => {
    const options = hubOptions(hub.url)
    await inventoryOf(model, {...options, env: {...options.env, HF_TOKEN: 'hf_emulator_full'}})
    expect(hub.log.filter(({on}) => on === 'cdn')).not.toEqual([])
    expect(hub.log.map(({on, auth}) => auth === (on === 'hub'))).not.toContain(false)
  })

  it('reads a gated repository as far as it is public, and says what it did not see', async () => {
    const {assets, gaps} = await inventoryOf('hf:acme-ai/gated-manual', hubOptions(hub.url))
    expect(gaps.map(({stage, code}) => `${stage}:${code}`)).toEqual(['resolve:hub-gated'])
    expect(assets.find(({kind}) => kind === 'weights')?.digests.map(({of, from}) => `${of} ${from}`)).toContain(
      'content declared',
    )
  })

  it('keeps the old and the new id of a renamed repository', async () => {
    const {subject, assets} = await inventoryOf('hf:acme-labs/old-name', hubOptions(hub.url))
    expect(subject.name).toBe('acme-ai/renamed-model')
    expect(assets[0]).toMatchObject({id: 'model:huggingface/acme-ai/renamed-model', aliases: ['acme-labs/old-name']})
    expect(assets[0]?.properties?.['aibom:hub:requested']).toEqual(['acme-labs/old-name'])
  })
})
