import {asText, indexedRecords, textsOf, type UnknownRecord} from '../../../lib/narrow.ts'
import {completeness, phases} from '../terms.ts'
import type {Carried} from './carried.ts'

/** What is known of the document that is written. */
interface Known {
  readonly byRef: ReadonlyMap<string, string>
  readonly carried: Carried
}

const relations = [
  ['assemblies', 'contains'],
  ['dependencies', 'dependsOn'],
] as const

/** How much of what a relationship names is there, as far as the document says. */
export function completenessOf(source: UnknownRecord, known: Known): (from: string, type: string) => UnknownRecord {
  const words = new Map<string, string>()
  for (const [index, composition] of indexedRecords(source['compositions'])) {
    const word = completeness.get(asText(composition['aggregate']) ?? '')
    if (word !== undefined) for (const key of keysOf(composition, index, known)) words.set(key, word)
  }
  return (from, type) => {
    const word = words.get(`${from}\n${type}`)
    return word === undefined ? {} : {completeness: word}
  }
}

function keysOf(composition: UnknownRecord, index: number, {byRef, carried}: Known): string[] {
  return relations.flatMap(([field, type]) => {
    const ids = textsOf(composition[field]).flatMap(ref => byRef.get(ref) ?? [])
    if (ids.length > 0) for (const name of ['aggregate', field]) carried.mark(`/compositions/${index}/${name}`)
    return ids.map(id => `${id}\n${type}`)
  })
}

/** In which phase the document was made, as the type of an SBOM. */
export function phaseOf({lifecycles}: UnknownRecord, {carried}: Known): UnknownRecord {
  const types = indexedRecords(lifecycles).flatMap(([index, {phase}]) => {
    const type = phases.get(asText(phase) ?? '')
    if (type === undefined) return []
    carried.mark(`/metadata/lifecycles/${index}`)
    return [type]
  })
  return types.length === 0 ? {} : {software_sbomType: [...new Set(types)]}
}
