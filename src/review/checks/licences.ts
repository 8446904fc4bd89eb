import {toLicence} from '../../inventory/licence.ts'
import {addTo} from '../../lib/group.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {oncePer} from '../../lib/remember.ts'
import type {ReviewContext} from '../context.ts'
import {isHollow, isHonestUnknown} from '../facts/hollow.ts'
import {licenceKey} from '../facts/licence-names.ts'
import {isEvasive, type Terms, termsOf} from '../facts/licence-terms.ts'
import {isResearch} from '../facts/purpose.ts'
import type {Notebook} from '../notes.ts'
import {type BomView, dependenciesOf, type Part} from '../view.ts'
import {isHosted} from './hosted.ts'
import {checkKnown, knownTerms} from './terms/known.ts'
import {type PlacedLicence, placedLicences} from './terms/placed.ts'
import {checkText} from './terms/text.ts'
import {tellTold} from './terms/told.ts'

/** The origins of a model, those of its origins too: what it was made from, and the data sets it was trained on. */
export function originsOf(
  model: Part,
  view: BomView,
): {readonly bases: readonly Part[]; readonly datasets: readonly Part[]} {
  const inside = originsInside(view).get(model) ?? []
  const linked = linkedFrom(model, view)
  return {
    bases: [...inside.filter(({role}) => role !== 'dataset'), ...linked.filter(({role}) => role === 'model')],
    datasets: unique([
      ...inside.filter(({role}) => role === 'dataset'),
      ...linked.filter(({role}) => role === 'dataset'),
      // a BOM of one model lists its data sets beside it, often without a word of the graph
      ...(view.models.length === 1 ? view.datasets : []),
    ]),
  }
}

/** The origins inside of each component, at any depth, in the order of the document. */
const originsInside = oncePer(({parts}: BomView) => {
  const inside = new Map<Part, Part[]>()
  for (const part of parts.filter(({isOrigin}) => isOrigin)) {
    for (let at = part.parent; at !== undefined; at = at.parent) {
      addTo(inside, at, part)
    }
  }
  return inside
})

function unique(parts: readonly Part[]): Part[] {
  return [...new Map(parts.map(part => [part.name, part])).values()]
}

function isUnder(part: Part, model: Part): boolean {
  for (let at = part.parent; at !== undefined; at = at.parent) if (at === model) return true
  return false
}

/** Models and data sets that the graph, or the card by reference, leads to. */
function linkedFrom(model: Part, view: BomView): Part[] {
  const linked = [...dependenciesOf(model, view), ...cardReferences(model).flatMap(ref => view.byRef.get(ref) ?? [])]
  return linked.filter(part => part !== model && !isUnder(part, model))
}

function cardReferences({node}: Part): string[] {
  const parameters = asRecord(asRecord(node['modelCard'])?.['modelParameters'])
  return recordsOf(parameters?.['datasets']).flatMap(({ref}) => asText(ref) ?? [])
}

/** Those of an origin; where none is stated, what its publisher is known to ask. */
function originLicences(from: Part, view: BomView): readonly PlacedLicence[] {
  const placed = placedLicences(from, view)
  return placed.length > 0 ? placed : knownTerms(from)
}

/** What may be done with it, and whether the vendor can grant that. */
export function checkLicences(context: ReviewContext): void {
  const {view, notes} = context
  checkKnown(context)
  checkText(context)
  for (const model of view.models) {
    const own = placedLicences(model, view)
    const isBare = notes.findings.some(({name, subject}) => name === 'little-stated' && subject === model.name)
    if (own.length === 0 && !isBare) tellMissing(model, context)
    for (const licence of own) checkOwn(licence, context)
    tellDoubt(model, own, context)
    tellTold(model, own, notes)
    const {bases, datasets} = originsOf(model, view)
    for (const from of [...bases, ...datasets]) tellEvasive(from, context)
    const descents = (parts: readonly Part[]): Descent[] =>
      parts.flatMap(from => originLicences(from, view).map(origin => ({model, own, from, origin})))
    for (const descent of descents(bases)) compareWithBase(descent, context)
    for (const descent of descents(datasets)) compareWithData(descent, context)
  }
}

/** What a provider hosts has terms of use in place of a license. */
function tellMissing(model: Part, {view, notes}: ReviewContext): void {
  const hosted = isHosted(model, view)
  const message = hosted
    ? `neither a license nor terms of use are given for ${model.name}`
    : `no license is given for ${model.name}`
  notes.find('licence-missing', {
    subject: model.name,
    message,
    severity: hosted ? 'low' : 'high',
    evidence: [notes.cite(model.pointer, model.name)],
  })
}

/** Types of licenses that end where business begins. */
const trialTypes: ReadonlySet<string> = new Set(['academic', 'evaluation'])

function checkOwn({part, text, pointer, terms}: PlacedLicence, {notes, purpose, view}: ReviewContext): void {
  const subject = part.name
  const evidence = [notes.cite(pointer, text)]
  if (
    (!isHollow(text) || isHonestUnknown(text)) &&
    !(/\b(?:terms|agreement|polic(?:y|ies)|conditions|eula)\b/i.test(text) && isHosted(part, view))
  )
    tellUnclear(subject, text, terms, {notes, evidence})
  const [trial] = textsOf(asRecord(licenceAt(part, pointer)?.['licensing'])?.['licenseTypes']).filter(type =>
    trialTypes.has(type),
  )
  if (terms.commercial === 'no' || trial !== undefined)
    notes.find('licence-no-commerce', {
      subject,
      message: `${subject} is under ${text}${trial === undefined ? '' : `, of the type “${trial}”`}`,
      severity: isResearch(purpose) ? 'info' : 'high',
      evidence,
    })
  if (terms.restricted)
    notes.find('licence-conditions', {
      subject,
      message: `${subject} is under ${text}: ${terms.asks.join(' ')}`,
      evidence,
    })
}

function tellUnclear(
  subject: string,
  text: string,
  {commercial}: Terms,
  {notes, evidence}: {notes: Notebook; evidence: readonly number[]},
): void {
  if (isEvasive(text))
    notes.find('licence-unclear', {subject, message: `the license of ${subject} is “${text}”`, evidence})
  else if (commercial === 'unclear')
    notes.find('licence-unclear', {
      subject,
      message: `aibom does not know the terms of “${text}”`,
      severity: 'low',
      evidence,
    })
}

/** What it was made from is under a name that tells no terms. */
function tellEvasive(from: Part, {view, notes}: ReviewContext): void {
  for (const {text, pointer} of placedLicences(from, view)) {
    if (!isEvasive(text) || isHonestUnknown(text)) continue
    const message = `the license of ${from.name} is “${text}”`
    notes.find('licence-unclear', {
      subject: from.name,
      message,
      severity: 'low',
      evidence: [notes.cite(pointer, text)],
    })
  }
}

/** Licenses that are stated side by side and do not allow the same, and the address of another license. */
function tellDoubt(model: Part, own: readonly PlacedLicence[], {notes}: ReviewContext): void {
  const [first] = own
  const other = own.find(
    ({terms}) =>
      first !== undefined && isKnownAs(terms) && isKnownAs(first.terms) && terms.commercial !== first.terms.commercial,
  )
  const sides =
    first !== undefined && other !== undefined
      ? [sideOf(first), sideOf(other)]
      : (concludedDoubt(own) ?? addressDoubt(own))
  if (sides === undefined) return
  notes.find('licence-in-doubt', {
    subject: model.name,
    message: `${model.name} is under ${sides.map(({value}) => value).join(' and ')}`,
    conflict: sides.map(({value, source}) => ({value, source})),
    evidence: sides.map(({value, pointer}) => notes.cite(pointer, value)),
  })
}

/** What somebody found is another license than what the maker declares. */
function concludedDoubt(own: readonly PlacedLicence[]): readonly Side[] | undefined {
  const [declared, concluded] = ['declared', 'concluded'].map(word =>
    own.filter(({part, pointer}) => licenceAt(part, pointer)?.['acknowledgement'] === word),
  )
  const [said, found] = [declared?.[0], concluded?.[0]]
  if (said === undefined || found === undefined) return undefined
  const isSaid = own.some(each => each !== found && licenceKey(each.text) === licenceKey(found.text))
  return isSaid || !isOtherId(said.text, found.text) ? undefined : [sideOf(said), sideOf(found)]
}

function isKnownAs({commercial}: Terms): boolean {
  return commercial !== 'unclear'
}

interface Side {
  readonly value: string
  readonly source: string
  readonly pointer: string
}

function sideOf({text, pointer, part}: PlacedLicence): Side {
  const acknowledgement = asText(licenceAt(part, pointer)?.['acknowledgement'])
  return {value: text, source: acknowledgement === undefined ? 'the BOM' : `the BOM, as ${acknowledgement}`, pointer}
}

function licenceAt({node}: Part, pointer: string): UnknownRecord | undefined {
  return asRecord(recordsOf(node['licenses'])[Number(pointer.slice(pointer.lastIndexOf('/') + 1))]?.['license'])
}

/** Addresses that name a license themselves. */
const addressed: readonly (readonly [pattern: RegExp, licence: string])[] = [
  [/creativecommons\.org\/licenses\/(by(?:-nc)?(?:-sa|-nd)?)\/(\d\.\d)/i, 'CC'],
  [/(?:spdx\.org|opensource\.org)\/licenses?\/([\w.-]{2,40}?)(?:\.html|\.txt|\/|$)/i, 'SPDX'],
]

function addressDoubt(own: readonly PlacedLicence[]): readonly Side[] | undefined {
  for (const licence of own) {
    const url = asText(licenceAt(licence.part, licence.pointer)?.['url'])
    const named = url === undefined ? undefined : licenceInAddress(url)
    if (url === undefined || named === undefined) continue
    const terms = termsOf(named)
    const isOther = isKnownAs(terms) && isKnownAs(licence.terms) && terms.commercial !== licence.terms.commercial
    if (isOther || isOtherId(licence.text, named))
      return [sideOf(licence), {value: named, source: `its address, ${url}`, pointer: `${licence.pointer}/license/url`}]
  }
  return undefined
}

/** Two ids of the SPDX list, of another license each. */
function isOtherId(stated: string, named: string): boolean {
  const [a, b] = [toLicence(stated), toLicence(named)]
  const stem = (id: string): string => id.toLowerCase().replace(/-(?:only|or-later)$/, '')
  return a?.kind === 'id' && b?.kind === 'id' && stem(a.id) !== stem(b.id)
}

function licenceInAddress(url: string): string | undefined {
  for (const [pattern, kind] of addressed) {
    const [, name, version] = pattern.exec(url) ?? []
    if (name !== undefined) return kind === 'CC' ? `CC-${name.toUpperCase()}-${version ?? ''}` : name
  }
  return undefined
}

/** A model, and one license of something that it comes from. */
interface Descent {
  readonly model: Part
  readonly own: readonly PlacedLicence[]
  readonly from: Part
  readonly origin: PlacedLicence
}

function compareWithBase({model, own, from, origin}: Descent, {notes, purpose}: ReviewContext): void {
  const {text, terms} = origin
  if (own.some(each => licenceKey(each.text) === licenceKey(text))) return
  const subject = model.name
  const stated = own.map(each => each.text).join(', ') || 'no license'
  const details = {
    conflict: [
      {value: stated, source: `${subject}, in the BOM`},
      {value: text, source: origin.source ?? `${from.name}, its base`},
    ],
    evidence: [...own.map(each => notes.cite(each.pointer, each.text)), notes.cite(origin.pointer, text)],
  }
  if (terms.derivatives === false)
    notes.find('licence-no-derivatives', {subject, message: `${from.name} is under ${text}`, ...details})
  const why = conflictOf(terms, own)
  if (why === undefined) return
  notes.find('licence-conflict', {
    subject,
    message: `${from.name} is under ${text}, ${why}; ${subject} is under ${stated}`,
    ...details,
  })
  if (terms.commercial === 'no' && !isResearch(purpose))
    notes.find('licence-no-commerce', {
      subject,
      message: `its base ${from.name} is under ${text}`,
      evidence: details.evidence,
    })
}

/** What of the origin's terms the model's own license does not keep. */
function conflictOf(origin: Terms, own: readonly PlacedLicence[]): string | undefined {
  if (origin.commercial === 'no')
    return own.every(({terms}) => terms.commercial !== 'no') ? 'which forbids commercial use' : undefined
  if (origin.shareAlike) return own.length > 0 ? 'which requires the same license for modified versions' : undefined
  const isFree = own.some(({terms}) => terms.commercial === 'yes' && !terms.restricted)
  return origin.restricted && isFree ? 'whose restrictions must be passed on' : undefined
}

function compareWithData({model, own, from, origin}: Descent, {notes}: ReviewContext): void {
  if (origin.terms.commercial !== 'no' || own.length === 0 || own.some(({terms}) => terms.commercial === 'no')) return
  const evidence = [...own.map(({pointer, text}) => notes.cite(pointer, text)), notes.cite(origin.pointer, origin.text)]
  const conflict = [
    {value: own.map(({text}) => text).join(', '), source: `${model.name}, in the BOM`},
    {value: origin.text, source: `${from.name}, which it was trained on`},
  ]
  const message = `it was trained on ${from.name}, which is under ${origin.text} and forbids commercial use`
  notes.find('licence-conflict', {subject: model.name, message, severity: 'medium', conflict, evidence})
}
