import {groupBy} from '../../lib/group.ts'
import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {familyIn, plainName} from '../facts/families.ts'
import {isHollow, isHonestUnknown} from '../facts/hollow.ts'
import {type Part, referencesOf} from '../view.ts'
import {endpointsOf, hostOf} from './services.ts'

interface Value {
  readonly pointer: string
  readonly text: string
}

/** Names of so many fields are told. */
const told = 6
/** From so many values on, half of them fillers, a card says nothing. */
const cardValues = 4
/** Two models may share a short phrase, not a paragraph. */
const paragraph = 80
const fields = ['description', 'version', 'publisher', 'author', 'copyright']

/** Fields that are filled with nothing, and cards that were written for another model. */
export function checkHollow(context: ReviewContext): void {
  const {view, notes} = context
  for (const part of [...view.parts, ...view.services]) {
    const card = textsOfCard(part)
    const hollowCard = card.filter(({text}) => isHollow(text))
    const hollow = [...valuesOf(part).filter(({text}) => isHollow(text)), ...fillerHosts(part)]
    const others = hollow.filter(({text}) => !isHonestUnknown(text))
    if (card.length >= cardValues && hollowCard.length * 2 >= card.length) {
      const message = `${hollowCard.length} of the ${card.length} values of the card of ${part.name} are fillers: ${sample(hollowCard)}`
      notes.find('card-hollow', {
        subject: part.name,
        message,
        evidence: hollowCard.slice(0, told).map(value => notes.cite(value.pointer, value.text)),
      })
    }
    tellRepeated(part, card, notes)
    const isCardTold = card.length >= cardValues && hollowCard.length * 2 >= card.length
    const rest = [...others, ...(isCardTold ? [] : hollowCard.filter(({text}) => !isHonestUnknown(text)))]
    if (rest.length === 0) continue
    const message = `${part.name || 'a component'}: ${sample(rest)}`
    notes.find('value-hollow', {
      subject: part.name,
      message,
      evidence: rest.slice(0, told).map(value => notes.cite(value.pointer, value.text)),
    })
  }
  checkMetadata(context)
  checkCopies(context)
}

/** One sentence in so many fields of a card answers none of them. */
const repeats = 4

function tellRepeated({name}: Part, card: readonly Value[], notes: ReviewContext['notes']): void {
  const sentences = card.filter(({text}) => text.length > 12 && !isHollow(text))
  for (const [text, values] of groupBy(sentences, value => value.text)) {
    const fields = new Set(values.map(({pointer}) => pointer.replace(/\/\d+(?=\/|$)/g, '')))
    if (fields.size < repeats) continue
    const message = `the card of ${name} has one text in ${fields.size} fields: “${text.slice(0, 80)}”`
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

function valuesOf({node, pointer}: Part): Value[] {
  const own = fields.flatMap(field => toValue(node[field], `${pointer}/${field}`))
  const entities = ['supplier', 'manufacturer', 'provider'].flatMap(field =>
    toValue(asRecord(node[field])?.['name'], `${pointer}/${field}/name`),
  )
  const licences = recordsOf(node['licenses']).flatMap((item, index) =>
    toValue(asRecord(item['license'])?.['name'], `${pointer}/licenses/${index}/license/name`),
  )
  const properties = recordsOf(node['properties']).flatMap((item, index) =>
    String(item['name']).startsWith('cdx:') ? toValue(item['value'], `${pointer}/properties/${index}/value`) : [],
  )
  const data = recordsOf(node['data']).flatMap((item, index) =>
    ['name', 'description', 'classification'].flatMap(field =>
      toValue(item[field], `${pointer}/data/${index}/${field}`),
    ),
  )
  return [...own, ...entities, ...licences, ...properties, ...data]
}

const fillerHostPattern =
  /^(?:tbd|todo|n-?a|none|null|unknown|undefined|placeholder|xxx+|(?:api\.|www\.)?your-?(?:company|domain|host|org|server)(?:\.\w{2,6})?)$/i

/** Hosts in addresses that are fillers: `https://TBD`, `https://your-company.com`. */
function fillerHosts(part: Part): Value[] {
  const endpoints = endpointsOf(part).map((url, index) => ({url, pointer: `${part.pointer}/endpoints/${index}`}))
  return [...referencesOf(part), ...endpoints]
    .map(({url, pointer}) => ({pointer, text: hostOf(url)}))
    .filter(({text}) => fillerHostPattern.test(text))
}

/** Every text in a model card; forms that are chosen from a list are left out. */
function textsOfCard({node, pointer}: Part): Value[] {
  const card = asRecord(node['modelCard'])
  if (card === undefined) return []
  const values: Value[] = []
  const stack: (readonly [string, unknown])[] = [[`${pointer}/modelCard`, card]]
  for (let top = stack.pop(); top !== undefined && values.length < 2000; top = stack.pop()) {
    const [at, value] = top
    if (typeof value === 'string') values.push(...toValue(value, at))
    else if (typeof value === 'object' && value !== null)
      stack.push(
        ...Object.entries(value)
          .filter(([name]) => !skipped.has(name))
          .map(([name, child]) => [`${at}/${name}`, child] as const),
      )
  }
  return values.reverse()
}

const skipped: ReadonlySet<string> = new Set([
  'bom-ref',
  'ref',
  'unit',
  'type',
  'format',
  'energySource',
  'activity',
  'contents',
  'attachment',
])

function toValue(value: unknown, pointer: string): Value[] {
  const text = asText(value)
  return text === undefined ? [] : [{pointer, text}]
}

/** A number of nothing but one digit. */
const emptySerialPattern =
  /^urn:uuid:(?:0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12}|1{8}-1{4}-1{4}-1{4}-1{12})$/i

function checkMetadata({view, notes}: ReviewContext): void {
  const {metadata} = view
  const values = [
    ...toValue(asRecord(metadata['supplier'])?.['name'], '/metadata/supplier/name'),
    ...toValue(asRecord(metadata['manufacturer'])?.['name'], '/metadata/manufacturer/name'),
    ...recordsOf(metadata['authors']).flatMap(({name}, index) => toValue(name, `/metadata/authors/${index}/name`)),
    ...toValue(view.document['serialNumber'], '/serialNumber'),
  ].filter(({text}) => isHollow(text) || emptySerialPattern.test(text))
  if (values.length === 0) return
  notes.find('value-hollow', {
    subject: '',
    message: `the BOM itself: ${sample(values)}`,
    evidence: values.map(({pointer, text}) => notes.cite(pointer, text)),
  })
}

/** A paragraph that two models share, or a card whose first words name another model. */
function checkCopies({view, notes}: ReviewContext): void {
  const seen = new Map<string, Part>()
  for (const model of view.models) {
    for (const {text, pointer} of [
      ...toValue(model.node['description'], `${model.pointer}/description`),
      ...textsOfCard(model),
    ]) {
      if (text.length < paragraph) continue
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
const introPattern = /^(?:the )?([A-Za-z][\w.-]{1,40}(?: [\w.-]{1,20})?) (?:is|are|was|were|has been|can be) /i
const cardPattern =
  /^this is (?:the |a |an )?(?:official )?(?:model )?(?:card|repository|repo|page) (?:for|of) (?:the )?([A-Za-z][\w.-]{1,60})/i
const usePattern = /\buse (?:the )?([A-Za-z][\w.]{1,20}-[\w.-]{1,40}) (?:model )?(?:for|to|in)\b/i

function checkForeignName(model: Part, {view, notes}: Pick<ReviewContext, 'view' | 'notes'>): void {
  const related = plainName(
    [
      model.name,
      ...view.parts.filter(part => isRelated(part, model)).map(({name}) => name),
      JSON.stringify(asRecord(model.node['modelCard'])?.['modelParameters'] ?? ''),
    ].join(' '),
  )
  for (const {text, pointer} of [
    ...toValue(model.node['description'], `${model.pointer}/description`),
    ...textsOfCard(model),
  ]) {
    const [, named] = cardPattern.exec(text) ?? introPattern.exec(text) ?? usePattern.exec(text) ?? []
    const family = named === undefined ? undefined : familyIn(named)
    if (named === undefined || family === undefined || related.includes(family)) continue
    notes.find('card-copied', {
      subject: model.name,
      message: `the card of ${model.name} says: “${text.slice(0, 80)}”`,
      evidence: [notes.cite(pointer, text)],
    })
    return
  }
}

function isRelated(part: Part, model: Part): boolean {
  for (let at: Part | undefined = part; at !== undefined; at = at.parent) if (at === model) return part.role === 'model'
  return false
}
