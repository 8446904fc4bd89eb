const escapeSequencePattern = /\u001b\[[0-9;]*m/g
const zeroWidthPattern = /^\p{M}$/u

/** Ranges of East Asian wide characters and emoji: each takes two columns. */
const wideRanges: readonly (readonly [from: number, to: number])[] = [
  ...([
    [0x1100, 0x115f],
    [0x2e80, 0xa4cf],
    [0xac00, 0xd7a3],
    [0xf900, 0xfaff],
    [0xfe30, 0xfe6f],
    [0xff00, 0xff60],
  ] as const),
  ...([
    [0xffe0, 0xffe6],
    [0x1f300, 0x1faff],
    [0x20000, 0x3fffd],
  ] as const),
]

/** The columns that a text takes on a terminal. Color sequences take none, Chinese characters and emoji take two. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text.replace(escapeSequencePattern, '')) width += characterWidth(character)
  return width
}

/** The text with spaces after it, up to a width. */
export function padDisplay(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** The columns that one character takes. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (zeroWidthPattern.test(character)) return 0
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1
}
