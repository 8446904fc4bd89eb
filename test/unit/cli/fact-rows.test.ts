import {describe, expect, it} from 'vitest'
import {factRows} from '../../../src/cli/reports/fact-rows.ts'

describe('factRows', () => {
  it('keeps what belongs to one distribution together, a digest in one line', () => {
    const facts = [
      {name: 'direct', value: 'true'},
      {name: 'distributions.0.digests.0.alg', value: 'sha256'},
      {name: 'distributions.0.digests.0.from', value: 'declared'},
      {name: 'distributions.0.digests.0.hex', value: '9f2c'},
      {name: 'distributions.0.digests.0.of', value: 'content'},
      {name: 'distributions.0.file', value: 'kit-1.0.tar.gz'},
      {name: 'distributions.1.file', value: 'kit-1.0.whl'},
    ]
    expect(factRows(facts)).toEqual([
      {label: 'direct', value: 'yes'},
      {label: 'distribution', value: 'kit-1.0.tar.gz'},
      {label: '', value: 'sha256 9f2c (declared)'},
      {label: 'distribution', value: 'kit-1.0.whl'},
    ])
  })

  it('says which member it is where the value alone does not', () => {
    const facts = [
      {name: 'dataFlows.0.classification', value: 'unknown'},
      {name: 'dataFlows.0.flow', value: 'bi-directional'},
      {name: 'aibom:model:dynamic', value: 'env CHAT_MODEL'},
    ]
    expect(factRows(facts)).toEqual([
      {label: 'data flow', value: 'bi-directional'},
      {label: '', value: 'classification unknown'},
      {label: 'aibom:model:dynamic', value: 'env CHAT_MODEL'},
    ])
  })
})
