import {describe, expect, it} from 'vitest'
import {makeModel} from '../../../src/inventory/make.ts'
import {type Followed, followReferences} from '../../../src/pipeline/generate/follow.ts'
import {hubOptions, type StubRepository, startStubHub, stubCommit} from '../../support/hub.ts'

const evidence = {
  detector: 'code',
  technique: 'syntax',
  path: 'app.py',
  level: 'used',
  scope: 'product',
  confidence: 1,
} as const

function card(baseModel: string, licence = 'mit'): StubRepository {
  const fields = {license: licence, base_model: baseModel}
  return {info: {cardData: fields}, files: {'README.md': {content: `---\n${JSON.stringify(fields)}\n---\n`}}}
}

async function follow(
  models: Record<string, StubRepository>,
  name: string,
  extent: 'reference' | 'statement',
): Promise<Followed & {asked: string[]}> {
  const hub = await startStubHub(models)
  const found = {assets: [makeModel(name, [evidence], {registry: 'huggingface'})]}
  const followed = await followReferences(found, {source: hubOptions(hub.url), extent})
  return {...followed, asked: hub.seen.map(({path}) => path)}
}

const idsOf = (followed: Followed): string[] =>
  [...new Set(followed.found.flatMap(({assets}) => assets.map(({id}) => id)))].sort()

describe('followReferences', () => {
  it('follows a ring of base models once around', async () => {
    const followed = await follow(
      {'a/one': card('a/two'), 'a/two': card('a/three'), 'a/three': card('a/one')},
      'a/one',
      'statement',
    )
    expect(idsOf(followed)).toEqual(['model:huggingface/a/one', 'model:huggingface/a/three', 'model:huggingface/a/two'])
    expect(followed.asked).toHaveLength(3)
    expect(followed.gaps).toEqual([])
  })

  it('stops in a chain without end, and says so', async () => {
    const chain = Object.fromEntries(Array.from({length: 20}, (_, index) => [`a/m${index}x`, card(`a/m${index + 1}x`)]))
    const followed = await follow(chain, 'a/m0x', 'statement')
    expect(followed.gaps.map(({code}) => code)).toEqual(['reference-limit'])
    expect(followed.step.status).toBe('partial')
    expect(followed.asked.length).toBeLessThan(10)
  })

  it('gives commit, licence and lineage of what it opens', async () => {
    const followed = await follow({'a/one': card('a/two', 'apache-2.0'), 'a/two': card('a/one')}, 'a/one', 'reference')
    const one = followed.found
      .flatMap(({assets}) => assets)
      .filter(({id, version}) => id === 'model:huggingface/a/one' && version === stubCommit)
    expect(one.flatMap(({licences}) => licences ?? [])).toContainEqual({kind: 'id', id: 'Apache-2.0'})
    expect(followed.found.flatMap(({relationships}) => relationships ?? [])).toContainEqual(
      expect.objectContaining({
        from: `model:huggingface/a/one@${stubCommit}`,
        to: 'model:huggingface/a/two',
        kind: 'derived-from',
      }),
    )
  })

  it.each([
    ['reference', 'enrich'],
    ['statement', 'resolve'],
  ] as const)('tells what the hub does not have as a gap: %s', async (extent, stage) => {
    const followed = await follow({}, 'a/gone', extent)
    expect(followed.gaps).toMatchObject([{path: 'hf:a/gone', stage, code: 'hub-not-found'}])
  })
})
