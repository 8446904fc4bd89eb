/** Of a line that ends in a block's sign: enough for the sign and a comment. */
const headerLength = 200
const blockHeader = /(?:^|[:\s-])[|>][-+\d]{0,3}\s*(?:#.*)?$/s

/**
 * The text of a scalar with the line it begins on: a YAML block (`key: |`) begins below its key, and a folded one
 * (`key: >`) is taken as it is written, its line ends escaped, so that every word keeps its line.
 * @param line of the key, from 1
 */
export function scriptAt(
  text: string,
  line: number | undefined,
  lines: readonly string[],
): {readonly text: string; readonly line: number} {
  if (line === undefined) return {text, line: 1}
  const header = lines[line - 1] ?? ''
  // one line may hold a whole document, and is asked about once for every value in it
  if (!blockHeader.test(header.slice(-headerLength))) return {text, line}
  const sign = header.slice(-headerLength)
  return sign.includes('>') && !sign.includes('|')
    ? {text: foldedText(line, lines), line: line + 1}
    : {text, line: line + 1}
}

/**
 * Text of a block as it is written, whatever its sign says about line ends; undefined where the value stands beside its
 * key.
 */
export function blockBelow(line: number | undefined, lines: readonly string[]): string | undefined {
  const header = line === undefined ? '' : (lines[line - 1] ?? '').slice(-headerLength)
  return line !== undefined && blockHeader.test(header) ? blockText(line, lines) : undefined
}

/** The last block that was asked for: every value of one line asks for the same. */
let lastBlock: {readonly line: number; readonly lines: readonly string[]; readonly text: string} | undefined

function blockText(line: number, lines: readonly string[]): string {
  if (lastBlock?.line !== line || lastBlock.lines !== lines)
    lastBlock = {line, lines, text: blockLines(line, lines).join('\n')}
  return lastBlock.text
}

function foldedText(line: number, lines: readonly string[]): string {
  return blockLines(line, lines).join(' \\\n')
}

function blockLines(line: number, lines: readonly string[]): string[] {
  const indent = indentOf(lines[line - 1] ?? '')
  const block: string[] = []
  for (let at = line; at < lines.length; at++) {
    const each = lines[at] ?? ''
    if (each.trim() !== '' && indentOf(each) <= indent) break
    block.push(each)
  }
  return block
}

/** Characters of white space at the beginning; a tab is one. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
