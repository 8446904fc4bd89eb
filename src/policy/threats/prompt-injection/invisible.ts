/** A place in a text, and what is there. */
export interface TextHit {
  /** UTF-16 units from the start */
  readonly at: number
  readonly what: string
}

/** Tags of Unicode: a copy of ASCII that shows nothing. */
const tags = /[\u{e0000}-\u{e007f}]+/gu
/** Embeddings and overrides of direction. */
const overrides = /[\u202a-\u202e]/u
const isolates = /[\u2066-\u2069]/u
/** Signs that show nothing, in numbers that no text needs; variation selectors carry bytes. */
const longRun =
  /[\u034f\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]{6,}|(?:[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]){3,}/u
const single = /[\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0]/u
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u
const blackFlag = '\u{1f3f4}'
const shownLength = 80

/** Text that only a model reads: the first of each kind. */
export function findHidden(text: string): TextHit[] {
  const [run, override, isolate] = [longRun.exec(text), overrides.exec(text), isolates.exec(text)]
  const isBidirectional = rightToLeft.test(text)
  return [
    ...hiddenTags(text),
    ...(run === null ? [] : [{at: run.index, what: `${[...run[0]].length} invisible characters in a row`}]),
    ...(override === null || (isBidirectional && !/[\u202d\u202e]/.test(text))
      ? []
      : [{at: override.index, what: 'characters that turn the direction of the text'}]),
    ...(isolate === null || isBidirectional
      ? []
      : [{at: isolate.index, what: 'characters that isolate the direction of the text'}]),
  ]
}

/** Flags of regions (Scotland, Texas) are written with tags: a black flag, some letters, an end. */
function hiddenTags(text: string): TextHit[] {
  for (const {0: run, index} of text.matchAll(tags)) {
    const signs = [...run]
    if (text.endsWith(blackFlag, index) && signs.length <= 8 && signs.at(-1) === '\u{e007f}') continue
    const said = signs.map(sign => String.fromCharCode((sign.codePointAt(0) ?? 0xe0020) - 0xe0000)).join('')
    return [{at: index, what: `text in tag characters: ${JSON.stringify(said.slice(0, shownLength))}`}]
  }
  return []
}

/** A character that shows nothing; a mark at the start of a file is none. */
export function findInvisible(text: string): TextHit[] {
  const found = single.exec(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text)
  return found === null
    ? []
    : [{at: found.index, what: `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`}]
}
