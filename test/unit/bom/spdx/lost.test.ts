import {describe, expect, it} from 'vitest'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {toSpdx} from '../../../../src/bom/spdx/write/write.ts'
import {reviewOf, reviewOfAny} from '../../../support/review.ts'
import {spdx2Document} from '../../../support/spdx-2.ts'
import {type SpdxVendor, spdxVendor} from '../../../support/spdx-vendor.ts'
import {type Editable, vendorBom} from '../../../support/vendor-bom.ts'

function there(change: (bom: Editable) => void): {lost: readonly string[]; text: string; back: Editable} {
  const {document, lost} = toSpdx(vendorBom(change), '2026-01-02T03:04:05Z')
  const text = JSON.stringify(document)
  return {lost, text, back: parseAnyBom(text, 'x.json').document}
}

const vulnerable = (more: object): ((bom: Editable) => void) => {
  return bom => {
    bom.vulnerabilities = [{id: 'CVE-2026-1234', affects: [{ref: 'model'}], ...more}]
  }
}

describe('what SPDX 3 cannot carry', () => {
  it('is not a remark on a package', () => {
    const text = JSON.stringify(spdxVendor(({at}) => Object.assign(at('model'), {comment: 'reviewed in May'})))
    const {document, spdxLost} = parseAnyBom(text, 'x.json')
    expect(JSON.stringify(document)).toContain('reviewed in May')
    expect(spdxLost?.filter(place => place.includes('comment'))).toEqual([])
  })

  it('is not that a license was concluded', () => {
    const licenses = [{expression: 'MIT', acknowledgement: 'concluded'}]
    const {lost, back} = there(bom => Object.assign(bom.components[0], {licenses}))
    expect(back['components'][0].licenses).toEqual(licenses)
    expect(lost.filter(place => place.includes('licenses'))).toEqual([])
  })

  it.each<[string, object, object, string[]]>([
    [
      'a reason beside a state that has none in SPDX',
      {state: 'in_triage', justification: 'code_not_present'},
      {state: 'in_triage'},
      ['justification'],
    ],
    [
      'a reason without a word is a statement',
      {state: 'not_affected', justification: 'protected_at_perimeter', detail: 'by the gateway'},
      {state: 'not_affected', detail: 'protected_at_perimeter: by the gateway'},
      [],
    ],
    [
      'a state without a word is the nearest one',
      {state: 'false_positive', detail: 'another product'},
      {state: 'not_affected', detail: 'another product'},
      ['state'],
    ],
    ['a response', {state: 'exploitable', response: ['update']}, {state: 'exploitable'}, ['response']],
  ])('of an analysis is told: %s', (_what, analysis, read, fields) => {
    const {lost, back} = there(vulnerable({analysis}))
    expect(back['vulnerabilities'][0].analysis).toEqual(read)
    const prefix = '/vulnerabilities/*/analysis/'
    expect(lost.flatMap(place => (place.startsWith(prefix) ? [place.slice(prefix.length)] : []))).toEqual(fields)
  })

  it('is told of a severity that it has no word for, and of what affects nothing', () => {
    const {lost, back} = there(
      vulnerable({
        ratings: [{score: 5, severity: 'unknown', method: 'CVSSv4'}],
        affects: [{ref: 'model'}, {ref: 'gone'}],
        published: '2026-02-01T00:00:00Z',
        description: 'reads past the end',
      }),
    )
    expect(lost).toEqual(
      expect.arrayContaining(['/vulnerabilities/*/ratings/*/severity', '/vulnerabilities/*/affects/*']),
    )
    expect(back['vulnerabilities']).toEqual([
      {
        id: 'CVE-2026-1234',
        description: 'reads past the end',
        ratings: [{score: 5, method: 'CVSSv4'}],
        affects: [{ref: 'model'}],
        published: '2026-02-01T00:00:00Z',
      },
    ])
  })

  it('opens no vulnerability that was put aside with a reason', async () => {
    for (const state of ['false_positive', 'resolved_with_pedigree', 'not_affected']) {
      const change = vulnerable({analysis: {state, justification: 'protected_at_perimeter'}})
      const [before, after] = [await reviewOf(vendorBom(change)), await reviewOfAny(there(change).text)]
      const rules = [before, after].map(({findings}) => findings.filter(({message}) => message.includes('CVE-2026')))
      expect(rules).toEqual([[], []])
    }
  })
})

describe('what a document says of itself', () => {
  it('is complete where nothing is listed, too', () => {
    const compositions = [{aggregate: 'complete', dependencies: ['data']}]
    const {lost, back} = there(bom => Object.assign(bom, {compositions}))
    expect(back['compositions']).toEqual(compositions)
    expect(lost.filter(place => place.startsWith('/compositions'))).toEqual([])
  })

  it('is lost where a serial number is none, or a version is not the first', () => {
    const {lost, back} = there(bom => Object.assign(bom, {serialNumber: 'release 7', version: 3}))
    expect(lost).toEqual(expect.arrayContaining(['/serialNumber', '/version']))
    expect(back['components'][0]['bom-ref']).toBe('model')
  })
})

describe('what the form of CycloneDX cannot carry of SPDX', () => {
  it('is nothing of a document that was written here', () => {
    const {text} = there(vulnerable({analysis: {state: 'not_affected', justification: 'code_not_present'}}))
    expect(parseAnyBom(text, 'x.json').spdxLost).toEqual([])
  })

  it.each<[string, (spdx: SpdxVendor) => unknown, string]>([
    ['a field', spdx => Object.assign(spdx.at('model'), {builtTimes: 'often'}), 'ai_AIPackage/builtTimes'],
    ['one of two texts', spdx => Object.assign(spdx.at('model'), {summary: 'short'}), 'ai_AIPackage/summary'],
    ['a second domain', spdx => Object.assign(spdx.at('model'), {ai_domain: ['a', 'b']}), 'ai_AIPackage/ai_domain'],
    [
      'an algorithm',
      spdx =>
        Object.assign(spdx.at('weights'), {
          verifiedUsing: [{type: 'Hash', algorithm: 'crystalsKyber', hashValue: 'aa'}],
        }),
      'software_File/verifiedUsing/algorithm=crystalsKyber',
    ],
    [
      'an identifier',
      spdx =>
        Object.assign(spdx.at('model'), {
          externalIdentifier: [{externalIdentifierType: 'gitoid', identifier: 'gitoid:x'}],
        }),
      'ai_AIPackage/externalIdentifier/externalIdentifierType=gitoid',
    ],
    [
      'a relationship',
      spdx => spdx.relate('model', 'hasEvidence', ['data']),
      'Relationship/relationshipType=hasEvidence',
    ],
    [
      'that data tested it',
      spdx => spdx.relate('model', 'testedOn', ['data']),
      'Relationship/relationshipType=testedOn',
    ],
    ['when it began', spdx => spdx.relate('model', 'dependsOn', ['data'], {startTime: 'x'}), 'Relationship/startTime'],
    ['an element', spdx => spdx.add('software_Snippet', 'part', {name: 'x'}), 'software_Snippet'],
    ['a claim', () => undefined, 'SpdxDocument/profileConformance=ai'],
    [
      'a kind of package',
      spdx => Object.assign(spdx.at('product'), {software_primaryPurpose: 'bom'}),
      'software_Package/software_primaryPurpose=bom',
    ],
  ])('is listed: %s', (_what, change, place) => {
    expect(parseAnyBom(JSON.stringify(spdxVendor(change)), 'x.json').spdxLost).toContain(place)
  })

  it.each<[string, (document: Editable) => unknown, string]>([
    ['a field', document => Object.assign(document['packages'][0], {sourceInfo: 'a tag'}), '/packages/*/sourceInfo'],
    ['an algorithm', () => undefined, '/packages/*/checksums/algorithm=ADLER32'],
    ['a relationship', () => undefined, '/relationships/*/relationshipType=OTHER'],
    ['a list', document => Object.assign(document, {snippets: [{SPDXID: 'SPDXRef-x'}]}), '/snippets'],
  ])('is listed of SPDX 2 too: %s', (_what, change, place) => {
    expect(parseAnyBom(spdx2Document(change), 'x.json').spdxLost).toContain(place)
  })
})
