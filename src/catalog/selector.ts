/** One step of a selector: an argument first, then members of what it holds. */
export type Step =
  | {readonly kind: 'key'; readonly key: string}
  | {readonly kind: 'position'; readonly position: number}
  /** `[]`: every member of a list */
  | {readonly kind: 'each'}
  /** `[role=system|developer]`: members of a list whose key has one of these values */
  | {readonly kind: 'where'; readonly key: string; readonly is: readonly string[]}
  /** `{}`: every value of a map */
  | {readonly kind: 'values'}
  /** `{keys}` */
  | {readonly kind: 'keys'}
  /** `@callee`, `@owner`, `@target`, `@class`, `@module`, `@folder`, `@receiver` */
  | {readonly kind: 'special'; readonly name: string}

const stepPattern =
  /(?<special>@\w+)|\[(?<key>\w+)=(?<is>[^\]]+)\]|(?<each>\[\])|(?<keys>\{keys\})|(?<values>\{\})|(?<word>[^.[\]{}@]+)/g

const parsed = new Map<string, readonly Step[]>()

/** `0.messages[role=system].content` as steps; each selector is parsed once. */
export function parseSelector(selector: string): readonly Step[] {
  const known = parsed.get(selector)
  if (known !== undefined) return known
  const steps = [...selector.matchAll(stepPattern)].map(({groups = {}}): Step => {
    const {special, key, is, each, keys, values, word = ''} = groups
    if (special !== undefined) return {kind: 'special', name: special.slice(1)}
    if (key !== undefined && is !== undefined) return {kind: 'where', key, is: is.split('|')}
    if (each !== undefined) return {kind: 'each'}
    if (keys !== undefined) return {kind: 'keys'}
    if (values !== undefined) return {kind: 'values'}
    return /^\d+$/.test(word) ? {kind: 'position', position: Number(word)} : {kind: 'key', key: word}
  })
  parsed.set(selector, steps)
  return steps
}
