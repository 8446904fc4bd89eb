import {agree, formatSize, parseSize, type StatedSize, sizeInName} from '../../lib/names/model-size.ts'
import {asText} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import {settingsOf} from '../facts/stated-settings.ts'
import type {Part} from '../view.ts'

const describedPattern = /(?:^|[\s(])(\d{1,4}(?:\.\d{1,3})?)(?:\s?([BM])|[\s-](billion|million))(?=[\s.,;)-]|$)/

interface PlacedSize {
  readonly size: StatedSize
  readonly text: string
  readonly pointer: string
}

/** The number of parameters that the properties of a model state. */
export function statedSize(model: Part): PlacedSize | undefined {
  return statedSizes(model)[0]
}

function statedSizes({node, pointer}: Part): PlacedSize[] {
  return (settingsOf(node).get('parameters') ?? []).flatMap(({text, at}) => {
    const size = parseSize(text)
    return size === undefined ? [] : [{size, text, pointer: pointer + at}]
  })
}

/** Inside the document: the name, the description and the property. */
export function checkSize(model: Part, {notes, isOwn}: ReviewContext): void {
  const stated = statedSizes(model)
  const named = sizeInName(asText(model.node['name']) ?? '')
  const told = sizeTold(asText(model.node['description']) ?? '')
  const described = told === undefined ? undefined : parseSize(told)
  const sizes = [
    ...(named === undefined ? [] : [{value: formatSize(named.count), source: 'its name', size: named}]),
    ...(described === undefined ? [] : [{value: told ?? '', source: 'its description', size: described}]),
    ...stated.map(({text, size}) => ({
      value: text,
      source: isOwn ? 'the header of its files' : 'its properties',
      size,
    })),
  ]
  const [first] = sizes
  const other = sizes.find(each => first !== undefined && !agree(first.size, each.size))
  if (first === undefined || other === undefined) return
  sizeInDoubt(model, first, other, notes)
}

/** Finds `size-in-doubt`, with both values as the conflict. */
export function sizeInDoubt(
  model: Part,
  a: {value: string; source: string},
  b: {value: string; source: string},
  notes: ReviewContext['notes'],
): void {
  const message = `${model.name}: ${a.value} according to ${a.source}, ${b.value} according to ${b.source}`
  const conflict = [a, b].map(({value, source}) => ({value, source}))
  notes.find('size-in-doubt', {
    subject: model.name,
    message,
    conflict,
    evidence: [notes.cite(model.pointer, `${a.value}, ${b.value}`)],
  })
}

/** A number of parameters in a sentence: `a 13B decoder`, `13 billion parameters`. */
export function sizeTold(text: string): string | undefined {
  const [, digits, letter, word] = describedPattern.exec(text) ?? []
  if (digits === undefined) return undefined
  if (letter !== undefined) return `${digits}${letter}`
  return /parameter|param|weights/i.test(text) ? `${digits} ${word ?? ''}` : undefined
}
