import {hasHiddenSign, mixesLetters, spelled} from '../../../lib/names/look-alike.ts'
import {asText} from '../../../lib/narrow.ts'
import type {ReviewContext} from '../../context.ts'
import {entitiesOf, type PlacedName} from './entities.ts'

/** Names that are not what they look like: letters of two scripts in one word, and signs that do not show. */
export function checkLetters({view, notes}: ReviewContext): void {
  const fields: PlacedName[] = [...view.parts, ...view.services].flatMap(part =>
    ['name', 'group', 'version', 'purl'].flatMap(field => {
      const name = asText(part.node[field])
      return name === undefined ? [] : [{name, pointer: `${part.pointer}/${field}`, part}]
    }),
  )
  for (const {name, pointer, part} of [...fields, ...entitiesOf(view)]) {
    const fault = hasHiddenSign(name)
      ? 'contains invisible characters'
      : mixesLetters(name)
        ? 'mixes look-alike letters of two scripts'
        : undefined
    if (fault === undefined || isTold(pointer)) continue
    const message = `“${spelled(name)}” ${fault}`
    notes.find('look-alike', {subject: part?.name ?? '', message, evidence: [notes.cite(pointer, name)]})
  }

  /** A well-known name in other letters is told already, by the same place. */
  function isTold(pointer: string): boolean {
    return notes.findings.some(
      ({name, evidence}) =>
        name === 'look-alike' &&
        evidence.some(number => notes.evidence[number]?.place === pointer && notes.evidence[number]?.source === 'bom'),
    )
  }
}
