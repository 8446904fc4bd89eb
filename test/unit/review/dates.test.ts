import {describe, expect, it} from 'vitest'
import {reviewOf} from '../../support/review.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

async function told(change: (bom: Editable) => void): Promise<string[]> {
  const {findings} = await reviewOf(vendorBom(change))
  return findings
    .map(({message}) => message)
    .filter(message => /dated|released|updated|until|expired|is 7/.test(message))
}

describe('a date that cannot be read', () => {
  it.each(['soon', 'version 7', '7', 'TBD 1999', '2026-02-31T99:00:00Z'])(
    'is later and earlier than nothing: %s',
    async date => {
      const found = await told(bom => {
        const [model] = bom.components
        bom.metadata.timestamp = date
        model.releaseNotes = {type: 'major', timestamp: '2026-01-01T00:00:00Z'}
        model.pedigree.ancestors[0].releaseNotes = {type: 'major', timestamp: date}
        model.properties.push({name: 'spdx:builtTime', value: date}, {name: 'spdx:validUntilTime', value: date})
        bom.components[1].licenses = [{license: {name: 'terms', licensing: {expiration: date}}}]
        bom.vulnerabilities = [
          {id: 'CVE-2026-1234', published: date, updated: '2026-01-01T00:00:00Z', affects: [{ref: 'model'}]},
          {id: 'CVE-2026-1235', published: '2026-01-01T00:00:00Z', updated: date, affects: [{ref: 'model'}]},
        ]
      })
      expect(found).toEqual([])
    },
  )

  it('is no release of a model either', async () => {
    const found = await told(bom => {
      bom.components[0].releaseNotes = {type: 'major', timestamp: 'release 7'}
    })
    expect(found).toEqual([])
  })
})
