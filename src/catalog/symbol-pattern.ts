/** A symbol pattern, ready to be compared: `Auto*.from_pretrained`, `^default`, `().generate`. */
export interface SymbolPattern {
  readonly segments: readonly (string | RegExp)[]
  /** the pattern is the whole path */
  readonly whole: boolean
}

/** Segments are divided by dots; `^` in front asks for the whole path, `*` stands for any part of one segment. */
export function parseSymbolPattern(text: string): SymbolPattern {
  const whole = text.startsWith('^')
  const segments = (whole ? text.slice(1) : text)
    .split('.')
    .map(segment => (segment.includes('*') ? globPattern(segment) : segment))
  return {segments, whole}
}

/** A glob with `*` as an anchored, linear pattern. */
export function globPattern(glob: string, flags = ''): RegExp {
  const escaped = glob.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, flags)
}

/**
 * Whether a symbol path ends as the pattern says.
 * One segment alone is no method: `pipeline` is not `x().pipeline`.
 */
export function matchesSymbol(pattern: SymbolPattern, path: readonly string[]): boolean {
  const {segments, whole} = pattern
  const offset = path.length - segments.length
  if (offset < 0 || (whole && offset > 0)) return false
  if (segments.length === 1 && segments[0] !== '()' && path[offset - 1] === '()') return false
  return segments.every((segment, index) => matchesSegment(segment, path[offset + index] ?? ''))
}

function matchesSegment(segment: string | RegExp, text: string): boolean {
  return typeof segment === 'string' ? segment === text : text !== '()' && segment.test(text)
}
