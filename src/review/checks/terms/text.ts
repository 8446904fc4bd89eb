import {attachmentText} from '../../../bom/parts/attachment.ts'
import {toLicence} from '../../../inventory/licence.ts'
import {licenceFamily, licenceOfText} from '../../../inventory/licence-text.ts'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {isBefore} from '../../../lib/time/instant.ts'
import type {ReviewContext} from '../../context.ts'
import {termsOf} from '../../facts/licence-terms.ts'
import {isResearch} from '../../facts/purpose.ts'
import {licencesOf, type Part} from '../../view.ts'

/** Texts are some thousand words; more are not searched. */
const textLimit = 200_000
const noCommercePattern =
  /non-?commercial (?:research |academic |personal )?(?:use|purpose)|commercial use is (?:strictly )?(?:prohibited|forbidden|not (?:allowed|permitted))|(?:research|evaluation|academic) (?:purposes|use) only|(?:may|must|shall) not (?:be )?used? (?:it |the \w{1,20} )?(?:for|in) (?:any )?commercial/i

/** The text, the term and the evidence of a license, held against its name. */
export function checkText({view, notes, nowMs, purpose}: ReviewContext): void {
  for (const part of view.parts) {
    if (part.role !== 'model' && part.role !== 'dataset') continue
    const licences = recordsOf(part.node['licenses'])
    for (const [index, item] of licences.entries()) {
      const licence = asRecord(item['license']) ?? item
      const pointer = `${part.pointer}/licenses/${index}`
      const name =
        asText(licence['id']) ?? asText(licence['name']) ?? asText(item['expression']) ?? 'an unnamed license'
      const text = contentOf(licence)
      const told = noCommercePattern.exec(text)?.[0]
      if (told !== undefined) tellText({part, name, told, pointer}, notes, isResearch(purpose))
      else tellTitle({part, name, told: text, pointer}, notes)
      const end = asText(asRecord(licence['licensing'])?.['expiration'])
      if (end !== undefined && isBefore(end, nowMs)) {
        const message = `${name} of ${part.name} expired on ${end.slice(0, 10)}`
        notes.find('licence-expired', {
          subject: part.name,
          message,
          evidence: [notes.cite(`${pointer}/license/licensing/expiration`, end)],
        })
      }
    }
    tellFound(part, notes)
    tellGated(part, notes)
  }
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
  if (commercial === 'yes') {
    const conflict = [
      {value: name, source: 'its name'},
      {value: told, source: 'its text'},
    ]
    notes.find('licence-in-doubt', {
      subject: part.name,
      message: `${part.name} is under ${name}, but the text says: “${told}”`,
      conflict,
      evidence,
    })
  } else if (commercial !== 'no' && part.role === 'model') {
    const message = `the text of ${name} says: “${told}”`
    notes.find('licence-no-commerce', {subject: part.name, message, severity: isHarmless ? 'info' : 'high', evidence})
  }
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
  const own = licencesOf(part.node)[0]?.text
  const allowed = own === undefined ? 'unclear' : termsOf(own).commercial
  if (own === undefined || allowed === 'unclear') return
  for (const {text: found, at} of licencesOf(asRecord(part.node['evidence']) ?? {})) {
    const {commercial} = termsOf(found)
    if (commercial === 'unclear' || commercial === allowed) continue
    const conflict = [
      {value: own, source: 'the BOM'},
      {value: found, source: 'its evidence'},
    ]
    const evidence = [notes.cite(`${part.pointer}/evidence${at}`, found)]
    notes.find('licence-in-doubt', {
      subject: part.name,
      message: `${part.name} is under ${own}, but ${found} was found in it`,
      conflict,
      evidence,
    })
  }
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
