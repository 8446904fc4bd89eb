import {expect} from 'vitest'
import {reviewOf} from './review.ts'
import {type Editable, vendorBom} from './vendor-bom.ts'

/** A deviation of the vendor's BOM, and the rule that names it. */
export type Deviation = readonly [what: string, rule: string, change: (bom: Editable) => unknown]

/** The review of the BOM with this change names it, in words and with evidence that is there. */
export async function expectNamed(rule: string, change: Deviation[2]): Promise<void> {
  const {findings, evidence} = await reviewOf(vendorBom(change))
  const found = findings.find(({name}) => name === rule)
  expect(found?.message).toMatch(/\S/)
  expect(found?.evidence.length).toBeGreaterThan(0)
  for (const number of found?.evidence ?? []) expect(evidence[number]).toBeDefined()
}
