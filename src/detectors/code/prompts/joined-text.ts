import type {Place, Resolved, ResolvedOf} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'

/** Several texts as one, a line each. */
export function joinedText(texts: readonly Resolved[], place: Place): Resolved {
  const parts = texts.flatMap((one): (string | {hole: string})[] =>
    one.kind === 'partial' ? [...one.parts, '\n'] : one.kind === 'text' ? [one.text, '\n'] : [],
  )
  const isKnown = parts.every(part => typeof part === 'string')
  return isKnown ? {kind: 'text', text: parts.join('').trimEnd(), place} : {kind: 'partial', parts, place}
}

/** The known texts of a list, a line each; what is computed stands as a hole. */
export function listText(finder: Finder, list: ResolvedOf<'list'>): Resolved[] {
  const parts = list.items.slice(0, 200).flatMap((item): (string | {hole: string})[] => {
    const [first] = finder.resolver.resolve(item, list.context)
    if (first !== undefined) finder.note(first)
    if (first?.kind === 'text') return [first.text, '\n']
    return first?.kind === 'partial' ? [...first.parts, '\n'] : []
  })
  const {place} = list
  if (parts.length === 0) return []
  const isKnown = parts.every(part => typeof part === 'string')
  return [isKnown ? {kind: 'text', text: parts.join('').trimEnd(), place} : {kind: 'partial', parts, place}]
}
