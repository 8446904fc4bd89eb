import {describe, expect, it} from 'vitest'
import type {AssetOf, Relationship} from '../../../src/inventory/asset.ts'
import type {Digest} from '../../../src/inventory/evidence.ts'
import {sha256Hex} from '../../../src/lib/digest.ts'
import {attachDigests, pathsToHash, rootDigestMethod} from '../../../src/pipeline/generate/attach-digests.ts'

const sha256 = (text: string, from: Digest['from'] = 'computed'): Digest => ({
  alg: 'sha256',
  hex: sha256Hex(text),
  of: 'content',
  from,
})
const base = {aliases: [], digests: [], evidence: []}
const weights = (path: string, digests: readonly Digest[] = []): AssetOf<'weights'> => ({
  ...base,
  kind: 'weights',
  id: `weights:${path}`,
  name: path,
  digests,
  facts: {format: 'safetensors', present: digests.length === 0},
})
const model: AssetOf<'model'> = {...base, kind: 'model', id: 'model:m', name: 'm', facts: {}}
const contains = (...paths: string[]): Relationship[] =>
  paths.map(path => ({from: 'model:m', to: `weights:${path}`, kind: 'contains'}))

describe('attachDigests', () => {
  it('puts the digest of a single file on the file and on its model', () => {
    const [m, w] = attachDigests([model, weights('m/a')], contains('m/a'), new Map([['m/a', [sha256('a')]]]))
    expect([m?.digests, w?.digests]).toEqual([[sha256('a')], [sha256('a')]])
  })

  it('puts the root digest of several files on the model, as a property and not as a digest', () => {
    const digests = new Map(['m/b', 'm/a'].map(path => [path, [sha256(path)]]))
    const [m] = attachDigests([model, weights('m/b'), weights('m/a')], contains('m/b', 'm/a'), digests)
    const root = sha256Hex(Buffer.from(sha256Hex('m/a') + sha256Hex('m/b'), 'hex'))
    expect([m?.digests, m?.properties]).toEqual([
      [],
      {'aibom:model:root-digest': [root], 'aibom:model:root-digest-method': [rootDigestMethod]},
    ])
  })

  it('says when a root digest rests on declared digests', () => {
    const [m] = attachDigests(
      [model, weights('m/a', [sha256('a', 'declared')]), weights('m/b')],
      contains('m/a', 'm/b'),
      new Map([['m/b', [sha256('b')]]]),
    )
    expect(m?.properties?.['aibom:model:root-digest-method']).toEqual([`${rootDigestMethod} digests=declared`])
  })

  it('keeps every sighting of a file, each with its own evidence and digest', () => {
    const seen = (line: number, digests: readonly Digest[] = []): AssetOf<'weights'> => ({
      ...weights('m/a', digests),
      evidence: [
        {
          path: 'app.py',
          line,
          detector: 'code',
          technique: 'syntax',
          confidence: 1,
          level: 'used',
          scope: 'product',
        },
      ],
    })
    const md5: Digest = {alg: 'md5', hex: '0'.repeat(32), of: 'content', from: 'declared'}
    const [m, first, second] = attachDigests([model, seen(1, [md5]), seen(2)], contains('m/a'), new Map())
    expect([first?.evidence[0]?.line, second?.evidence[0]?.line]).toEqual([1, 2])
    expect([first?.digests, second?.digests, m?.digests]).toEqual([[md5], [], [md5]])
  })

  it('gives no digest to a model of which a file is missing or was not read', () => {
    const incomplete = {...model, properties: {'aibom:model:missing-shard': ['m/b']}}
    expect(attachDigests([incomplete, weights('m/a')], contains('m/a'), new Map([['m/a', [sha256('a')]]]))[0]).toEqual(
      incomplete,
    )
    expect(
      attachDigests(
        [model, weights('m/a'), weights('m/b')],
        contains('m/a', 'm/b'),
        new Map([['m/a', [sha256('a')]]]),
      )[0],
    ).toEqual(model)
  })

  it('asks for the files alone that are here', () => {
    expect(pathsToHash([model, weights('z'), weights('a'), weights('pointer', [sha256('p', 'declared')])])).toEqual([
      'a',
      'z',
    ])
  })
})
