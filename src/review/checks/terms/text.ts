import {attachmentText} from '../../../bom/parts/attachment.ts'
import {toLicence} from '../../../inventory/licence.ts'
import {licenceFamily, licenceOfText} from '../../../inventory/licence-text.ts'
import {asRecord, asText, indexedRecords, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'
import {licenceKey} from '../../facts/licence-names.ts'
import {termsOf} from '../../facts/licence-terms.ts'
import {noCommerceIn} from '../../facts/no-commerce.ts'
import {isResearch} from '../../facts/purpose.ts'
import {licencesOf, type Part} from '../../view.ts'

/** Texts are some thousand words; more are not searched. */
const textLimit = 200_000
/** A use of the thing itself that is forbidden; Apache-2.0 and BSD speak of files and of names. */
const forbiddenUsePattern =
  /(?:agrees? not to|shall not|(?:may|must|can) ?not|not be) used? (?:the|this|our) (?:models?|weights|software|materials?|output)[^.;]{0,80}/i

/** The text, the term and the evidence of a license, held against its name. */
export function checkText(context: ReviewContext): void {
  for (const part of context.view.parts) {
    tellExpired(part, context)
    if (part.role !== 'model' && part.role !== 'dataset') continue
    for (const [index, item] of indexedRecords(part.node['licenses']))
      checkOne(part, item, `${part.pointer}/licenses/${index}`, context)
    tellFound(part, context.notes)
    tellGated(part, context.notes)
  }
}

function checkOne(part: Part, item: UnknownRecord, pointer: string, {notes, purpose}: ReviewContext): void {
  const licence = asRecord(item['license']) ?? item
  const name = nameOfLicence(licence)
  const text = contentOf(licence)
  const told = noCommerceIn(text)
  const forbidden = forbiddenUsePattern.exec(text)?.[0]
  if (told !== undefined) tellText({part, name, told, pointer}, notes, isResearch(purpose))
  else if (forbidden !== undefined && isFree(name)) tellOther({part, name, told: forbidden, pointer}, notes)
  else tellTitle({part, name, told: text, pointer}, notes)
}

/** The day after which it does not apply, as stated or by its text. */
function tellExpired({node, name: subject, pointer}: Part, {notes, nowMs}: ReviewContext): void {
  for (const [index, item] of indexedRecords(node['licenses'])) {
    const licence = asRecord(item['license']) ?? item
    const at = `${pointer}/licenses/${index}/license`
    const stated = asText(asRecord(licence['licensing'])?.['expiration'])
    const told = stated === undefined ? endTold(contentOf(licence)) : undefined
    const end = stated ?? told
    if (end === undefined || !isBefore(end, nowMs)) continue
    notes.find('licence-expired', {
      subject,
      message: `${nameOfLicence(licence)} of ${subject} expired on ${end.slice(0, 10)}`,
      evidence: [notes.cite(stated === undefined ? `${at}/text/content` : `${at}/licensing/expiration`, end)],
    })
  }
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const endPattern =
  /\b(?:licen[cs]e|agreement|term|subscription|right of use)s?\b[^.;]{0,60}\b(?:expires?|ends?|terminates?|is valid (?:un)?til|is granted (?:un)?til)(?: on)?:? (?:(\d{4}-\d\d-\d\d)|(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]{0,6},? (20\d\d)|([a-z]{3})[a-z]{0,6} (\d{1,2})(?:st|nd|rd|th)?,? (20\d\d))/i

/** `This licence expires on 31 March 2026`, as an ISO date. */
function endTold(text: string): string | undefined {
  const [, iso, day, month, year, month2, day2, year2] = endPattern.exec(text) ?? []
  const number = months.indexOf((month ?? month2 ?? '').toLowerCase()) + 1
  if (iso !== undefined || number === 0) return iso
  return [year ?? year2, String(number).padStart(2, '0'), (day ?? day2 ?? '').padStart(2, '0')].join('-')
}

function nameOfLicence(licence: UnknownRecord): string {
  return asText(licence['id']) ?? asText(licence['name']) ?? asText(licence['expression']) ?? 'an unnamed license'
}

interface Told {
  readonly part: Part
  readonly name: string
  readonly told: string
  readonly pointer: string
}

/** A name that allows trade, and a text that does not; without a known name the text is all there is. */
function tellText({part, name, told, pointer}: Told, notes: ReviewContext['notes'], isHarmless: boolean): void {
  const {commercial} = termsOf(name)
  const evidence = [notes.cite(`${pointer}/license/text/content`, told)]
  if (commercial === 'yes') tellOther({part, name, told, pointer}, notes)
  else if (commercial !== 'no' && part.role === 'model') {
    const message = `the text of ${name} says: “${told}”`
    notes.find('licence-no-commerce', {subject: part.name, message, severity: isHarmless ? 'info' : 'high', evidence})
  }
}

/** The text asks for something that a license of this name does not. */
function tellOther({part, name, told, pointer}: Told, notes: ReviewContext['notes']): void {
  notes.find('licence-in-doubt', {
    subject: part.name,
    message: `${part.name} is under ${name}, but the text says: “${told}”`,
    conflict: [
      {value: name, source: 'its name'},
      {value: told, source: 'its text'},
    ],
    evidence: [notes.cite(`${pointer}/license/text/content`, told)],
  })
}

function isFree(name: string): boolean {
  const {commercial, restricted} = termsOf(name)
  return commercial === 'yes' && !restricted
}

/** The text is that of another license, by its title. */
function tellTitle({part, name, told, pointer}: Told, notes: ReviewContext['notes']): void {
  const title = licenceOfText(told)
  if (title === undefined || toLicence(name)?.kind !== 'id' || licenceFamily(name).startsWith(title)) return
  const conflict = [
    {value: name, source: 'its name'},
    {value: title, source: 'its text'},
  ]
  notes.find('licence-in-doubt', {
    subject: part.name,
    message: `${part.name} is under ${name}, but the text is that of ${title}`,
    conflict,
    evidence: [notes.cite(`${pointer}/license/text/content`, told)],
  })
}

/** Empty for one that is too long to be a license. */
function contentOf(licence: UnknownRecord): string {
  const text = attachmentText(licence['text']) ?? ''
  return text.length > textLimit ? '' : text
}

/** Licenses that somebody found in it, held against the stated ones. */
function tellFound(part: Part, notes: ReviewContext['notes']): void {
  const stated = licencesOf(part.node).map(({text}) => text)
  const [own] = stated
  const found = licencesOf(asRecord(part.node['evidence']) ?? {})
  if (own === undefined) return
  const isStated = found.some(({text}) => stated.some(each => licenceKey(each) === licenceKey(text)))
  for (const {text, at} of found)
    if (isOtherFound(text, own, isStated)) tellOtherFound({part, own, found: text, at}, notes)
}

/** It allows less or more; or asks for the same license where that is not among those that were found. */
function isOtherFound(found: string, own: string, isStated: boolean): boolean {
  const [there, here] = [termsOf(found), termsOf(own)]
  if (there.commercial === 'unclear' || here.commercial === 'unclear') return false
  return there.commercial !== here.commercial || (!isStated && there.shareAlike && !here.shareAlike)
}

interface Found {
  readonly part: Part
  readonly own: string
  readonly found: string
  readonly at: string
}

function tellOtherFound({part, own, found, at}: Found, notes: ReviewContext['notes']): void {
  const conflict = [
    {value: own, source: 'the BOM'},
    {value: found, source: 'its evidence'},
  ]
  notes.find('licence-in-doubt', {
    subject: part.name,
    message: `${part.name} is under ${own}, but ${found} was found in it`,
    conflict,
    evidence: [notes.cite(`${part.pointer}/evidence${at}`, found)],
  })
}

/** Who takes it has to accept terms first. */
function tellGated({node, pointer, name}: Part, notes: ReviewContext['notes']): void {
  for (const [index, {name: property, value}] of recordsOf(node['properties']).entries()) {
    const gate = asText(value)
    if (!/(?:^|[:._-])gated$/i.test(String(property)) || gate === undefined || /^(?:false|no|none|0)$/i.test(gate))
      continue
    const message = `${name} is gated (${gate}): you must accept its terms before you can download it`
    notes.find('licence-conditions', {
      subject: name,
      message,
      evidence: [notes.cite(`${pointer}/properties/${index}`, gate)],
    })
  }
}
