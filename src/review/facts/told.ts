import {asRecord, asText, indexedRecords} from '../../lib/narrow.ts'
import type {Part} from '../view.ts'

/** A sentence or more that somebody wrote of a component, with its JSON pointer. */
export interface Told {
  readonly text: string
  readonly pointer: string
}

/** Longer ones are not searched. */
const textLimit = 20_000
const remarkPattern = /^spdx:(?:comment|licenseComments)$/

/** The description of a component, the notes on its pedigree, and remarks on it. */
export function toldOf({node, pointer}: Part): Told[] {
  const remarks = indexedRecords(node['properties']).flatMap(([index, {name, value}]) =>
    remarkPattern.test(String(name)) ? [[value, `/properties/${index}/value`] as const] : [],
  )
  return [
    [node['description'], '/description'] as const,
    [asRecord(node['pedigree'])?.['notes'], '/pedigree/notes'] as const,
    ...remarks,
  ].flatMap(([value, at]) => {
    const text = asText(value)
    return text === undefined ? [] : [{text: text.slice(0, textLimit), pointer: pointer + at}]
  })
}
