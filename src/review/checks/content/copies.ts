import {addTo} from '../../../lib/group.ts'
import {asRecord} from '../../../lib/narrow.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {ReviewContext} from '../../context.ts'
import {familyIn, plainName} from '../../facts/families.ts'
import type {BomView, Part} from '../../view.ts'
import {textsOfCard, toValue} from './values.ts'

/** Two models may share a short phrase, not a paragraph. */
const paragraph = 80

/** A paragraph that two models share, or a card whose first words name another model. */
export function checkCopies({view, notes}: ReviewContext): void {
  const seen = new Map<string, Part>()
  for (const model of view.models) {
    for (const {text, pointer} of [
      ...toValue(model.node['description'], `${model.pointer}/description`),
      ...textsOfCard(model),
    ]) {
      // models of one architecture may say so in one way
      if (text.length < paragraph || pointer.includes('/modelParameters/')) continue
      const first = seen.get(text)
      if (first === undefined) seen.set(text, model)
      else if (first !== model && first.name !== model.name) {
        const message = `${model.name} and ${first.name} share: “${text.slice(0, 80)} …”`
        notes.find('card-copied', {subject: model.name, message, evidence: [notes.cite(pointer, text)]})
        break
      }
    }
    checkForeignName(model, {view, notes})
  }
}

/** What a text is of: `BERT is a …`, and further on `use bert-base-uncased for …`. */
const introPattern = /^(?:the )?([A-Za-z][\w.-]{1,40}(?: [\w.-]{1,20}){0,4}?) (?:is|are|was|were|has been|can be) /i
const cardPattern =
  /^this is (?:the |a |an )?(?:official )?(?:model )?(?:card|repository|repo|page) (?:for|of) (?:the )?([A-Za-z][\w.-]{1,60})/i
const usePattern = /\buse (?:the )?([A-Za-z][\w.]{1,20}-[\w.-]{1,40}) (?:model )?(?:for|to|in)\b/i

function checkForeignName(model: Part, {view, notes}: Pick<ReviewContext, 'view' | 'notes'>): void {
  for (const {text, pointer} of [
    ...toValue(model.node['description'], `${model.pointer}/description`),
    ...textsOfCard(model),
  ]) {
    const [, named] = cardPattern.exec(text) ?? introPattern.exec(text) ?? usePattern.exec(text) ?? []
    const family = named === undefined ? undefined : familyIn(named)
    if (named === undefined || family === undefined) continue
    if (isAbout(model, family, named, view)) continue
    notes.find('card-copied', {
      subject: model.name,
      message: `the card of ${model.name} says: “${text.slice(0, 80)}”`,
      evidence: [notes.cite(pointer, text)],
    })
    return
  }
}

/**
 * Whether a name of this family is that of the model, or of what it was made from. A model of a family may say so; one
 * release of it by its number is another model.
 */
export function isAbout(model: Part, family: string, named: string, view: BomView): boolean {
  const names = [model.name, ...(relatedNames(view).get(model) ?? [])].join(' ')
  const parameters = JSON.stringify(asRecord(model.node['modelCard'])?.['modelParameters'] ?? '')
  return plainName(/\d/.test(named.slice(family.length)) ? names : names + parameters).includes(family)
}

/** For each component, the names of the models in it, itself among them, and of what they were made from. */
const relatedNames = oncePer(({parts}: BomView): ReadonlyMap<Part, readonly string[]> => {
  const names = new Map<Part, string[]>()
  for (const part of parts) {
    if (part.role !== 'model') continue
    for (let at: Part | undefined = part; at !== undefined; at = at.parent) addTo(names, at, part.name)
  }
  return names
})
