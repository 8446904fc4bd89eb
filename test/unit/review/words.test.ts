import {describe, expect, it} from 'vitest'
import {reviewOf} from '../../support/review.ts'
import {vendorBom} from '../../support/vendor-bom.ts'

describe('a word that every object of the language has', () => {
  it.each(['constructor', 'toString', '__proto__'])(
    'is no kind of component and no direction of data: %s',
    async word => {
      const {lineage, services} = await reviewOf(
        vendorBom(bom => {
          bom.components[0].properties.push({name: 'vendor:kind', value: word})
          bom.services[0].data = [{flow: word, classification: 'contracts'}]
        }),
      )
      expect(lineage.nodes.map(({name, kind}) => `${kind} ${name}`)).toContain('model acme-ai/clause-7b')
      expect(services[0]?.flows).toEqual([`${word}: contracts`])
    },
  )
})
