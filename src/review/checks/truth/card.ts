import type {AssetOf} from '../../../inventory/asset.ts'
import {agree, parseSize} from '../../../lib/names/model-size.ts'
import type {Artifact, CardAtHand, ReviewContext} from '../../context.ts'
import {familyIn, plainName} from '../../facts/families.ts'
import {noCommerceIn} from '../../facts/no-commerce.ts'
import type {Part} from '../../view.ts'
import {isAbout} from '../content/copies.ts'
import {sizeInDoubt, sizeTold} from '../sizes.ts'
import {placedLicences} from '../terms/placed.ts'
import {commercialLicence} from '../terms/told.ts'
import {countedSize, isPacked, toldCount} from './size.ts'

type Model = AssetOf<'model'>
type Context = Pick<ReviewContext, 'notes' | 'view'>

interface Compared {
  readonly claimed: Part
  readonly actual: Model
  readonly artifact: Artifact
  readonly card: CardAtHand
  /** of the card, as it is cited */
  readonly place: string
}

/** The prose of the card that came with the files: whose it is, its size, its terms. */
export function compareCard(claimed: Part, actual: Model, artifact: Artifact, context: Context): void {
  const [card, ...others] = artifact.beside?.cards ?? []
  // of several models each has its own, and nothing says whose is whose
  if (card === undefined || others.length > 0 || context.view.models.length > 1) return
  const compared = {claimed, actual, artifact, card, place: `${artifact.shown} · ${card.path}`}
  tellSize(compared, context)
  tellOtherModel(compared, context)
  tellTerms(compared, context)
  tellGate(compared, context)
}

function tellSize({claimed, actual, artifact, card}: Compared, {notes}: Context): void {
  const counted = countedSize(actual, artifact)
  const told = sizeTold(`${card.title ?? ''}. ${card.summary ?? ''}`)
  const size = told === undefined ? undefined : parseSize(told)
  if (counted === undefined || size === undefined || isPacked(actual, artifact) || agree(size, counted)) return
  sizeInDoubt(
    claimed,
    {value: told ?? '', source: `${card.path} in ${artifact.shown}`},
    {value: toldCount(counted), source: 'the header of its files'},
    notes,
  )
}

/** Its title is the name of another model. */
function tellOtherModel({claimed, actual, artifact, card, place}: Compared, {notes, view}: Context): void {
  const {title = ''} = card
  const family = familyIn(title)
  if (family === undefined || isAbout(claimed, family, title, view)) return
  // a model of a family may be named after it; one release of it, by its number or size, is another model
  const isRelease = /\d/.test(title.slice(family.length)) || /\b(?:base|large|small|uncased|cased)\b/i.test(title)
  const facts = plainName(`${actual.facts.architecture ?? ''} ${actual.facts.architectureFamily ?? ''}`)
  if (!isRelease && facts.includes(family)) return
  notes.find('card-copied', {
    subject: claimed.name,
    message: `the title of ${card.path} in ${artifact.shown} is “${title.slice(0, 80)}”`,
    evidence: [
      notes.cite(claimed.pointer, claimed.name),
      notes.citeElsewhere({source: artifact.source, place, value: title.slice(0, 80)}),
    ],
  })
}

/** A sentence forbids commercial use, and the license allows it. */
function tellTerms({claimed, artifact, card, place}: Compared, {notes, view}: Context): void {
  const licence = commercialLicence(placedLicences(claimed, view))
  const told = licence === undefined ? undefined : noCommerceIn(card.text)
  if (licence === undefined || told === undefined) return
  notes.find('licence-in-doubt', {
    subject: claimed.name,
    message: `${claimed.name} is under ${licence.text}, but ${card.path} in ${artifact.shown} says: “${told}”`,
    conflict: [
      {value: licence.text, source: 'the BOM'},
      {value: told, source: place},
    ],
    evidence: [
      notes.cite(licence.pointer, licence.text),
      notes.citeElsewhere({source: artifact.source, place, value: told}),
    ],
  })
}

/** The files were given out to those who agreed to something. */
function tellGate({claimed, artifact, card, place}: Compared, {notes}: Context): void {
  const gate = card.gate?.slice(0, 120)
  if (gate === undefined) return
  notes.find('licence-conditions', {
    subject: claimed.name,
    message: `${claimed.name} is gated: you must accept its terms before you can download it: “${gate}”`,
    evidence: [notes.citeElsewhere({source: artifact.source, place, value: gate})],
  })
}
