import {groupBy} from '../../../lib/group.ts'
import {asRecord, recordsOf} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {isHollow, isHonestUnknown} from '../../facts/hollow.ts'
import {isMadeUpSerial} from '../../facts/made-up-serial.ts'
import type {Part} from '../../view.ts'
import {fillerHosts, fillerPages, textsOfCard, type Value, valuesIn, valuesOf} from './values.ts'

/** Names of so many fields are told. */
const told = 6
/** From so many values on, half of them fillers, a card says nothing. */
const cardValues = 4

/** Fields that are filled with nothing. */
export function checkHollow(context: ReviewContext): void {
  const {view, notes} = context
  for (const part of [...view.parts, ...view.services]) {
    const card = textsOfCard(part)
    const hollowCard = card.filter(isHollowInCard)
    const hollow = [...valuesOf(part).filter(({text}) => isHollow(text)), ...fillerHosts(part)]
    const others = hollow.filter(({text, pointer}) => !isHonestUnknown(text) || pointer === `${part.pointer}/name`)
    const isCardHollow = card.length >= cardValues && hollowCard.length * 2 >= card.length
    if (isCardHollow) {
      const message = `${hollowCard.length} of the ${card.length} values in the card of ${part.name} are placeholders: ${sample(hollowCard)}`
      notes.find('card-hollow', {
        subject: part.name,
        message,
        evidence: hollowCard.slice(0, told).map(value => notes.cite(value.pointer, value.text)),
      })
    }
    tellRepeated(part, card, notes)
    const rest = [...others, ...(isCardHollow ? [] : hollowCard.filter(({text}) => !isHonestUnknown(text)))]
    if (rest.length === 0) continue
    const message = `${part.name || 'a component'}: ${sample(rest)}`
    notes.find('value-hollow', {
      subject: part.name,
      message,
      evidence: rest.slice(0, told).map(value => notes.cite(value.pointer, value.text)),
    })
  }
  checkMetadata(context)
}

/** A number alone says nothing in a field that asks for a sentence. */
function isHollowInCard({text, pointer}: Value): boolean {
  return isHollow(text) || (pointer.includes('/considerations/') && /^\d+$/.test(text.trim()))
}

/** One sentence in so many fields of a card answers none of them. */
const repeats = 4

function tellRepeated({name}: Part, card: readonly Value[], notes: ReviewContext['notes']): void {
  const sentences = card.filter(({text}) => text.length > 12 && !isHollow(text))
  for (const [text, values] of groupBy(sentences, value => value.text)) {
    const fields = new Set(values.map(({pointer}) => pointer.replace(/\/\d+(?=\/|$)/g, '')))
    if (fields.size < repeats) continue
    const message = `the card of ${name} repeats one text in ${fields.size} fields: “${text.slice(0, 80)}”`
    notes.find('card-hollow', {
      subject: name,
      message,
      evidence: values.slice(0, told).map(value => notes.cite(value.pointer, value.text)),
    })
  }
}

function sample(values: readonly Value[]): string {
  const shown = values.slice(0, told).map(({pointer, text}) => `${lastName(pointer)} is “${text.trim().slice(0, 40)}”`)
  return shown.join(', ') + (values.length > told ? `, and ${values.length - told} more` : '')
}

/** The name of a field, without the index in a list. */
function lastName(pointer: string): string {
  const names = pointer.split('/').filter(segment => segment !== '' && !/^\d+$/.test(segment))
  return names.slice(-2).join(' ')
}

function checkMetadata({view, notes}: ReviewContext): void {
  const {component: _, tools, ...metadata} = view.metadata
  const makers = recordsOf(asRecord(tools)?.['components'] ?? tools)
  const serial = {pointer: '/serialNumber', text: String(view.document['serialNumber'] ?? '-')}
  const values = [
    ...[
      ...valuesIn(metadata, '/metadata'),
      ...makers.flatMap((tool, index) =>
        valuesIn(tool, Array.isArray(tools) ? `/metadata/tools/${index}` : `/metadata/tools/components/${index}`),
      ),
    ].filter(({text}) => isHollow(text)),
    ...fillerPages(metadata, '/metadata'),
    ...(isMadeUpSerial(serial.text) ? [serial] : []),
  ]
  if (values.length === 0) return
  notes.find('value-hollow', {
    subject: '',
    message: `the BOM itself: ${sample(values)}`,
    evidence: values.slice(0, told).map(({pointer, text}) => notes.cite(pointer, text)),
  })
}
