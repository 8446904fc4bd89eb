import type {ReviewContext} from '../../context.ts'
import {checkCutoffs} from './cutoffs.ts'
import {checkDates} from './dates.ts'
import {checkDigests} from './digests.ts'
import {checkEvidenceAge} from './evidence-age.ts'
import {checkForm} from './form.ts'
import {checkFormatAge} from './format-age.ts'
import {checkGraph} from './graph.ts'
import {checkOrigin} from './origin.ts'
import {checkVulnerabilities} from './vulnerabilities.ts'

/** What is wrong with the document as such: its form, references, identifiers, digests, dates. */
export function checkDocumentItself(context: ReviewContext): void {
  checkForm(context)
  checkGraph(context)
  checkDigests(context)
  checkDates(context)
  checkFormatAge(context)
  checkEvidenceAge(context)
  checkCutoffs(context)
  checkOrigin(context)
  checkVulnerabilities(context)
}
