import {describe, expect, it} from 'vitest'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {reviewOfAny} from '../../../support/review.ts'
import {type SpdxVendor, spdxVendor} from '../../../support/spdx-vendor.ts'
import type {Editable} from '../../../support/vendor-bom.ts'

const mit = 'https://spdx.org/licenses/MIT'
const apache = 'https://spdx.org/licenses/Apache-2.0'

/** The model is under the element `set-0`. */
function underSet(change: (spdx: SpdxVendor) => unknown): string {
  const document = spdxVendor(spdx => {
    for (const node of spdx.graph)
      if (/Declared|Concluded/.test(node.relationshipType ?? '') && node.from === spdx.iri('model'))
        node.to = [spdx.iri('set-0')]
    change(spdx)
  })
  return JSON.stringify(document)
}

function setOf({add, iri}: SpdxVendor, id: string, members: readonly string[], kind = 'Conjunctive'): void {
  add(`expandedlicensing_${kind}LicenseSet`, id, {expandedlicensing_member: members.map(iri)})
}

function licencesOf(text: string): unknown {
  const {document} = parseAnyBom(text, 'x.json') as Editable
  return document.metadata.component.components[0].licenses
}

describe('the licenses of SPDX 3', () => {
  const unread = [{license: {name: 'not read: too many licenses inside each other'}}]

  it.each<[string, (spdx: SpdxVendor) => void, unknown]>([
    [
      'sets inside each other',
      spdx => {
        setOf(spdx, 'set-0', [mit, 'set-1'])
        setOf(spdx, 'set-1', [apache, 'https://spdx.org/licenses/BSD-3-Clause'], 'Disjunctive')
      },
      [{expression: 'MIT AND (Apache-2.0 OR BSD-3-Clause)'}],
    ],
    ['a member that is not there', spdx => setOf(spdx, 'set-0', [mit, 'gone']), [{expression: 'MIT AND NOASSERTION'}]],
    ['a set that contains itself', spdx => setOf(spdx, 'set-0', [mit, 'set-0']), unread],
    [
      'sets that contain the next one twice',
      spdx => {
        for (let at = 0; at < 18; at++) setOf(spdx, `set-${at}`, [`set-${at + 1}`, `set-${at + 1}`])
        setOf(
          spdx,
          'set-18',
          Array.from({length: 300}, () => mit),
        )
      },
      unread,
    ],
    [
      'sets deeper than people write them',
      spdx => {
        for (let at = 0; at < 5000; at++) setOf(spdx, `set-${at}`, [`set-${at + 1}`, mit])
      },
      unread,
    ],
    [
      'sets of which each names all others',
      spdx => {
        const ids = Array.from({length: 40}, (_, at) => `set-${at}`)
        for (const id of ids) setOf(spdx, id, ids)
      },
      unread,
    ],
  ])('are read, or said not to be: %s', (_what, change, licences) => {
    expect(licencesOf(underSet(change))).toEqual(licences)
  })

  it('are in doubt where they could not be read', async () => {
    const {findings} = await reviewOfAny(underSet(spdx => setOf(spdx, 'set-0', [mit, 'set-0'])))
    expect(findings.map(({message}) => message)).toContainEqual(expect.stringContaining('not read'))
  })
})

describe('what many were made from', () => {
  it('is repeated as long as that stays small', () => {
    const document = spdxVendor(spdx => {
      spdx.at('base').description = 'x'.repeat(100_000)
      for (let at = 0; at < 2000; at++) {
        spdx.add('ai_AIPackage', `child-${at}`, {name: `acme-ai/child-${at}`})
        spdx.relate(`child-${at}`, 'descendantOf', ['base'])
      }
    })
    const {document: read} = parseAnyBom(JSON.stringify(document), 'x.json') as Editable
    const ancestors = read.components.flatMap(({pedigree}: Editable) => pedigree?.ancestors ?? [])
    expect(ancestors).toHaveLength(2000)
    expect(ancestors.every(({name}: Editable) => name === 'base-7b')).toBe(true)
    expect(JSON.stringify(read).length).toBeLessThan(5_000_000)
  })
})
