import {noCommerceIn} from '../../facts/no-commerce.ts'
import {toldOf} from '../../facts/told.ts'
import type {Notebook} from '../../notes.ts'
import type {Part} from '../../view.ts'
import {textsOfCard} from '../content/values.ts'
import type {PlacedLicence} from './placed.ts'

/** A sentence about the model forbids commercial use, and its license allows it. */
export function tellTold(model: Part, own: readonly PlacedLicence[], notes: Notebook): void {
  const licence = commercialLicence(own)
  if (licence === undefined) return
  for (const {text, pointer} of [...toldOf(model), ...textsOfCard(model)]) {
    const told = noCommerceIn(text)
    if (told === undefined) continue
    notes.find('licence-in-doubt', {
      subject: model.name,
      message: `${model.name} is under ${licence.text}, but the BOM also says: “${told}”`,
      conflict: [
        {value: licence.text, source: 'its license'},
        {value: told, source: 'a sentence about it'},
      ],
      evidence: [notes.cite(licence.pointer, licence.text), notes.cite(pointer, text)],
    })
    return
  }
}

/** The first of several licenses that all allow commercial use. */
export function commercialLicence(licences: readonly PlacedLicence[]): PlacedLicence | undefined {
  return licences.every(({terms}) => terms.commercial === 'yes') ? licences[0] : undefined
}
