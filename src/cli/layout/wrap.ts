import {characterWidth, displayWidth} from './display-width.ts'

/** Deeper columns than this are not kept for the lines that follow: too little room would be left. */
const deepestColumn = 28
const leastRoom = 20

/**
 * Breaks a line between words so that it fits a width. The lines that follow begin under the text: after the first
 * column where the line has two (`signer   jane@example.com`), else two columns deeper than the line. A word that is
 * longer than the width stays whole.
 */
export function wrapLine(line: string, width: number, hang = hangingIndent(line)): string[] {
  if (displayWidth(line) <= width) return [line]
  const indent = ' '.repeat(width - hang < leastRoom ? 2 : hang)
  const lines: string[] = []
  let current = ''
  // spaces stay with the word after them, so that columns keep their place
  for (const part of line.match(/(?<! ) *[^ ]+/g) ?? []) {
    if (current.trim() !== '' && displayWidth(current) + displayWidth(part) > width) {
      lines.push(current)
      current = indent + part.trimStart()
    } else {
      current += part
    }
  }
  return [...lines, current]
}

/** Every line of a text, wrapped. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap(line => wrapLine(line, width))
    .join('\n')
}

/** The text in at most so many columns; what is cut off is shown by `…`. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += characterWidth(character)
    if (used > width - 1) break
    kept += character
  }
  return `${kept}…`
}

function hangingIndent(line: string): number {
  const indent = line.length - line.trimStart().length
  const column = /^ *\S+(?: \S+)* {2,}(?=\S)/.exec(line)?.[0]
  const depth = column === undefined ? 0 : displayWidth(column)
  return depth > 0 && depth <= deepestColumn ? depth : indent + 2
}
