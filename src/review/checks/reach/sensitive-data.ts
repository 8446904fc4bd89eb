import {deniesData} from '../../../bom/parts/sensitive.ts'
import {asRecord, asText, recordsOf, textsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHollow} from '../../facts/hollow.ts'
import {type Part, propertiesLike} from '../../view.ts'
import {originsOf} from '../licences.ts'

const openPattern = /^(?:public|open|clear|tlp:clear|none|unclassified|not sensitive|non-sensitive)$/i

/** Data sets with sensitive data that anybody may read, and models that deny what their data sets hold. */
export function checkSensitiveData(context: ReviewContext): void {
  const {view, notes} = context
  for (const model of view.models) tellDenied(model, context)
  for (const part of view.datasets) {
    for (const [index, {classification, sensitiveData}] of recordsOf(part.node['data']).entries()) {
      tellNone(part, {classification, sensitiveData, index}, notes)
      tellDescribed(part, {classification, sensitiveData}, notes)
      const sensitive = sensitiveIn(sensitiveData)
      const [first] = sensitive
      if (first === undefined || typeof classification !== 'string' || !openPattern.test(classification)) continue
      const message = `${part.name} contains ${first}, but is classified as ${classification}`
      const evidence = [notes.cite(`${part.pointer}/data/${index}`, `${classification}; ${sensitive.join(', ')}`)]
      notes.find('data-sensitive', {subject: part.name, message, evidence})
    }
  }
}

/** What only people have. */
const personalPattern =
  /\b(?:full names?|names and (?:addresses|e-?mails?|phone numbers?)|(?:home|postal|e-?mail) addresses|phone numbers?|passport (?:numbers?|details)|social security numbers?|national ids?|dates? of birth|medical (?:notes|records|history|data)|health records?|patient (?:names?|records?)|bank (?:details|account numbers?)|credit card numbers?|fingerprints?|biometric data)\b/i
const removedPattern =
  /anonymi[sz]|de-?identif|pseudonymi[sz]|masked|redacted|removed|stripped|synthetic|fictional|fictitious|generated|\bno\b|\bwithout\b|\bfree of\b|\bnot (?:contain|include)/i

/** The description tells of people, and the data are open to everybody or said to hold nothing of them. */
function tellDescribed(
  {name, node, pointer}: Part,
  {classification, sensitiveData}: {classification: unknown; sensitiveData: unknown},
  notes: ReviewContext['notes'],
): void {
  const description = asText(node['description']) ?? ''
  const told = removedPattern.test(description) ? undefined : personalPattern.exec(description)?.[0]
  if (told === undefined || sensitiveIn(sensitiveData).length > 0) return
  const isDenied = textsOf(sensitiveData).some(deniesData) || propertiesLike(node, personalProperty)[0] === 'no'
  const isOpen = typeof classification === 'string' && openPattern.test(classification)
  if (!isDenied && !isOpen) return
  notes.find('data-sensitive', {
    subject: name,
    message: `${name} is described as having ${told}, but ${isDenied ? 'is said to hold no sensitive data' : `is classified as ${String(classification)}`}`,
    evidence: [notes.cite(`${pointer}/description`, description)],
  })
}

const personalProperty = /(?:^|:)hasSensitivePersonalInformation$/

const sensitivePattern =
  /^(?:pii|phi|sensitive(?: personal)?(?: data)?|personal(?: data)?|special[- ]category|health|medical)\b/i

/** Classified as personal data, and said to hold none. */
function tellNone(
  {name, pointer}: Part,
  {classification, sensitiveData, index}: {classification: unknown; sensitiveData: unknown; index: number},
  notes: ReviewContext['notes'],
): void {
  const stated = textsOf(sensitiveData)
  const denial = stated.find(text => /^(?:none|nothing|no)\b/i.test(text))
  if (denial === undefined || sensitiveIn(sensitiveData).length > 0) return
  if (typeof classification !== 'string' || !sensitivePattern.test(classification)) return
  notes.find('data-sensitive', {
    subject: name,
    message: `${name} is classified as ${classification}, but its sensitive data is said to be “${denial}”`,
    conflict: [
      {value: classification, source: 'its classification'},
      {value: denial, source: 'its sensitive data'},
    ],
    evidence: [notes.cite(`${pointer}/data/${index}`, `${classification}; ${denial}`)],
  })
}

/** A model that uses no sensitive data, by its own word. */
function tellDenied(model: Part, {view, notes}: ReviewContext): void {
  const card = asRecord(model.node['modelCard']) ?? {}
  if (propertiesLike(card, /(?:^|:)useSensitivePersonalInformation$/)[0] !== 'no') return
  for (const part of originsOf(model, view).datasets) {
    const [first] = recordsOf(part.node['data']).flatMap(({sensitiveData}) => sensitiveIn(sensitiveData))
    if (first === undefined) continue
    notes.find('data-sensitive', {
      subject: model.name,
      message: `the BOM says that ${model.name} uses no sensitive data, but its data set ${part.name} contains ${first}`,
      conflict: [
        {value: 'no', source: `${model.name}, in the BOM`},
        {value: first, source: `${part.name}, which it was trained on`},
      ],
      evidence: [notes.cite(`${model.pointer}/modelCard/properties`, 'no'), notes.cite(`${part.pointer}/data`, first)],
    })
  }
}

function sensitiveIn(list: unknown): string[] {
  return textsOf(list).filter(text => !deniesData(text) && !isHollow(text))
}
