/** A pattern that has been read. */
export interface AnchoredPattern {
  /** true where the pattern stands for the whole text */
  test(text: string): boolean
}

/** Stars beside each other say no more than the larger of them. */
const starsPattern = /\*+/g

/** `*` stands for anything but `/`, `**` for anything; a text stands for itself. */
type Part = string | '*' | '**'

/**
 * A pattern over a whole name: `*` stands for anything but `/`, `**` for anything, all else for itself. Takes time
 * linear in pattern × text, whatever both hold: names come from files that nobody trusts.
 */
export function anchoredPattern(text: string): AnchoredPattern {
  const parts = partsOf(text)
  return {test: name => matches(parts, name)}
}

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let position = 0
  for (const {0: stars, index} of text.matchAll(starsPattern)) {
    parts.push(...text.slice(position, index), stars.length === 1 ? '*' : '**')
    position = index + stars.length
  }
  return [...parts, ...text.slice(position)]
}

/** Follows all ways through the pattern at once: `reached[i]` says that the first i parts stand for the text so far. */
function matches(parts: readonly Part[], text: string): boolean {
  let reached = skipStars(parts, [true])
  for (const sign of text) {
    const next: boolean[] = []
    for (const [index, part] of parts.entries()) {
      if (reached[index] !== true) continue
      if (part === '**' || (part === '*' && sign !== '/')) next[index] = true
      else if (part === sign) next[index + 1] = true
    }
    reached = skipStars(parts, next)
  }
  return reached[parts.length] === true
}

/** A star may stand for nothing. */
function skipStars(parts: readonly Part[], reached: boolean[]): boolean[] {
  for (const [index, part] of parts.entries())
    if (reached[index] === true && (part === '*' || part === '**')) reached[index + 1] = true
  return reached
}
