import {asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {completeness, listRelations, noElement, phases, unknownElement} from '../terms.ts'
import type {Carried} from './carried.ts'

/** What is known of the document that is written. */
interface Known {
  readonly byRef: ReadonlyMap<string, string>
  readonly carried: Carried
  readonly relationships: ReadonlyMap<string, unknown>
  relate(from: string, type: string, to: string): void
}

/**
 * How much of what a relationship names is there, as far as the document says. Where that is all and nothing is named,
 * a relationship to nothing says so.
 * @returns by the key of a relationship
 */
export function addCompleteness(source: UnknownRecord, known: Known): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  const named = indexedRecords(source['compositions']).flatMap(([index, composition]) =>
    namedIn(composition, `/compositions/${index}`, known),
  )
  for (const {id, type, word, mark} of named) {
    const key = `${id}\n${type}`
    // one relationship has one word for it
    if (words.has(key) && words.get(key) !== word) continue
    mark()
    if (!known.relationships.has(key)) known.relate(id, type, word === 'complete' ? noElement : unknownElement)
    words.set(key, word)
  }
  return words
}

interface Named {
  readonly id: string
  readonly type: string
  readonly word: string
  mark(): void
}

function namedIn(composition: UnknownRecord, pointer: string, {byRef, carried}: Known): Named[] {
  const word = completeness.get(asText(composition['aggregate']) ?? '')
  if (word === undefined) return []
  return listRelations.flatMap(([field, type]) => {
    const refs = textsOf(composition[field])
    const ids = refs.flatMap(ref => byRef.get(ref) ?? [])
    const mark = (): void => {
      carried.mark(`${pointer}/aggregate`)
      if (ids.length === refs.length) carried.mark(`${pointer}/${field}`)
    }
    return ids.map(id => ({id, type, word, mark}))
  })
}

/** In which phase the document was made, as the type of an SBOM. */
export function phaseOf({lifecycles}: UnknownRecord, {carried}: Pick<Known, 'carried'>): UnknownRecord {
  const types = indexedRecords(lifecycles).flatMap(([index, {phase}]) => {
    const type = phases.get(asText(phase) ?? '')
    if (type === undefined) return []
    carried.mark(`/metadata/lifecycles/${index}`)
    return [type]
  })
  return types.length === 0 ? {} : {software_sbomType: [...new Set(types)]}
}
