import {describe, expect, it} from 'vitest'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {type SpdxVendor, spdxVendor} from '../../../support/spdx-vendor.ts'
import type {Editable} from '../../../support/vendor-bom.ts'

function vulnerabilitiesIn(change: (spdx: SpdxVendor) => unknown): Editable[] {
  const document = spdxVendor(spdx => {
    spdx.add('security_Vulnerability', 'cve', {
      externalIdentifier: [{type: 'ExternalIdentifier', externalIdentifierType: 'cve', identifier: 'CVE-2026-1234'}],
    })
    for (const from of ['model', 'base', 'product']) spdx.relate(from, 'hasAssociatedVulnerability', ['cve'])
    change(spdx)
  })
  const {document: read} = parseAnyBom(JSON.stringify(document), 'x.json') as Editable
  return read.vulnerabilities.map(({affects, analysis, ratings}: Editable) => ({
    affects: affects?.map(({ref}: Editable) => ref.split('#').at(-1)),
    ...(analysis && {analysis}),
    ...(ratings && {ratings}),
  }))
}

function vex({add, iri}: SpdxVendor, of: string, justification: string): void {
  add('security_VexNotAffectedVulnAssessmentRelationship', `vex-${of}`, {
    from: iri('cve'),
    relationshipType: 'doesNotAffect',
    to: [iri(of)],
    security_justificationType: justification,
  })
}

function score({add, iri}: SpdxVendor, more: object): void {
  add('security_CvssV3VulnAssessmentRelationship', 'score', {
    from: iri('cve'),
    relationshipType: 'hasAssessmentFor',
    to: [iri('model')],
    ...more,
  })
}

describe('a vulnerability in SPDX 3', () => {
  it('stays open for what no statement is about', () => {
    expect(vulnerabilitiesIn(spdx => vex(spdx, 'model', 'componentNotPresent'))).toEqual([
      {affects: ['model'], analysis: {state: 'not_affected', justification: 'code_not_present'}},
      {affects: ['base', 'product']},
    ])
  })

  it('keeps the reason of each element apart', () => {
    const found = vulnerabilitiesIn(spdx => {
      vex(spdx, 'model', 'componentNotPresent')
      vex(spdx, 'base', 'inlineMitigationsAlreadyExist')
      vex(spdx, 'product', 'componentNotPresent')
    })
    expect(found).toEqual([
      {affects: ['model', 'product'], analysis: {state: 'not_affected', justification: 'code_not_present'}},
      {affects: ['base'], analysis: {state: 'not_affected', justification: 'protected_by_mitigating_control'}},
    ])
  })

  it.each<[string, object, Editable]>([
    ['no score of a blank one', {security_score: ' '}, undefined],
    [
      'a severity beside a blank score',
      {security_score: '', security_severity: 'high'},
      [{severity: 'high', method: 'CVSSv3'}],
    ],
    ['a score that is a text', {security_score: '9.8'}, [{score: 9.8, method: 'CVSSv3'}]],
    [
      'the vector',
      {security_score: 9.8, security_vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'},
      [{score: 9.8, method: 'CVSSv31', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'}],
    ],
  ])('has %s', (_what, more, ratings) => {
    expect(vulnerabilitiesIn(spdx => score(spdx, more))[0].ratings).toEqual(ratings)
  })
})
