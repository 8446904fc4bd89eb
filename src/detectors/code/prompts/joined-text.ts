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
  const texts = list.items.slice(0, 200).flatMap(item => {
    const [first] = finder.resolver.resolve(item, list.context)
    if (first !== undefined) finder.note(first)
    return first?.kind === 'text' || first?.kind === 'partial' ? [first] : []
  })
  return texts.length === 0 ? [] : [joinedText(texts, list.place)]
}
