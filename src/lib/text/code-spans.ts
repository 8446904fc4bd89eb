/** A piece of a sentence, and whether it is code. */
export interface Span {
  readonly text: string
  readonly isCode: boolean
}

/** The pieces of a sentence in which code stands between backticks; a backtick without its pair stays text. */
export function codeSpans(sentence: string): readonly Span[] {
  const spans: Span[] = []
  let end = 0
  for (const {0: whole, 1: code, index} of sentence.matchAll(/`([^`]+)`/g)) {
    spans.push({text: sentence.slice(end, index), isCode: false}, {text: code as string, isCode: true})
    end = index + whole.length
  }
  return [...spans, {text: sentence.slice(end), isCode: false}].filter(({text}) => text !== '')
}
