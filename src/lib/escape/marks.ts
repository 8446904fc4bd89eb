/**
 * Characters that a reader cannot see or that act on what shows them: C0, DEL and C1 controls, line and paragraph
 * separators, direction marks, zero-width and tag characters, lone surrogates. The selectors U+FE00 to U+FE0F stay:
 * they only choose between two shapes of a visible character.
 */
const markPattern = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
const shortEscapes: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

/** Shows each such character as an escape: `\n`, `\u202e`, `\u{e0041}`. */
export function showMarks(text: string): string {
  return text.replace(markPattern, mark => shortEscapes[mark] ?? escapeOf(mark))
}

function escapeOf(mark: string): string {
  const hex = (mark.codePointAt(0) ?? 0).toString(16)
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
