/** A Markdown file that begins with metadata between two `---` lines. */
export interface FrontMatter {
  /** the metadata, without its fences */
  readonly yaml: string
  /** line of the metadata's first line, counting from 1 */
  readonly yamlLine: number
  readonly body: string
  /** line of the body's first line */
  readonly bodyLine: number
}

const fencePattern = /^---[ \t]*$/
/** The Hub takes blanks before the first fence. */
const firstFencePattern = /^\s*---[ \t]*$/
/** Blank lines that may stand before the first fence; Hub cards in the wild have a few. */
const leadingBlankLines = 20

/** Splits front matter from the text below it; undefined where there is none, or where its end is missing. */
export function splitFrontMatter(text: string): FrontMatter | undefined {
  const lines = text.split(/\r\n|\n|\r/)
  const open = lines.findIndex((line, index) => index > leadingBlankLines || line.trim() !== '')
  if (open === -1 || !firstFencePattern.test(lines[open] ?? '')) return undefined
  const close = lines.findIndex((line, index) => index > open && fencePattern.test(line))
  if (close === -1) return undefined
  return {
    yaml: lines.slice(open + 1, close).join('\n'),
    yamlLine: open + 2,
    body: lines.slice(close + 1).join('\n'),
    bodyLine: close + 2,
  }
}
