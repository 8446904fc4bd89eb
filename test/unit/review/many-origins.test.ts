import {describe, expect, it} from 'vitest'
import {reviewOfAny} from '../../support/review.ts'

const count = 400

/** Models of which each was made from all of them. */
function everyFromEach(): string {
  const ids = Array.from({length: count}, (_, at) => `urn:m:${at}`)
  return JSON.stringify({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      ...ids.map((spdxId, at) => ({type: 'ai_AIPackage', spdxId, name: `acme/model-${at}`})),
      ...ids.map((from, at) => ({
        type: 'Relationship',
        spdxId: `urn:r:${at}`,
        from,
        relationshipType: 'descendantOf',
        to: ids,
      })),
    ],
  })
}

describe('models that were made from many', () => {
  it('are reviewed without asking all of them about each', async () => {
    const {findings} = await reviewOfAny(everyFromEach())
    expect(findings.map(({rule}) => rule)).toContain('AIB313')
  }, 60_000)
})
