import type {RuleMeta} from '../inventory/finding.ts'
import {sortedBy} from '../lib/sort.ts'
import {dataRules} from './rules/data.ts'
import {documentRules} from './rules/document.ts'
import {identityRules} from './rules/identity.ts'
import {licenceRules} from './rules/licences.ts'
import {serviceRules} from './rules/services.ts'
import {truthRules} from './rules/truth.ts'

/** What a review may say of a vendor's BOM, by name. Ids are never reused; docs/review-findings.md lists them. */
const table = {
  ...documentRules,
  ...identityRules,
  ...licenceRules,
  ...serviceRules,
  ...dataRules,
  ...truthRules,
}

/** A rule of reviews, by the name that reports show. */
export type ReviewRuleName = keyof typeof table

/** The rule as catalogues and SARIF have it. */
export function ruleNamed(name: ReviewRuleName): RuleMeta {
  const [id, severity, title, why, fix] = table[name]
  return {id, name, severity, title, why, fix, references: []}
}

/** Every rule of a review, by id. */
export const reviewRules: readonly RuleMeta[] = sortedBy(Object.keys(table).filter(isName).map(ruleNamed), ({id}) => id)

function isName(name: string): name is ReviewRuleName {
  return Object.hasOwn(table, name)
}
