/**
 * A text block without the indentation that its lines have in common, as Java and C# take it; the line of the opening
 * marks is none of it.
 */
export function withoutIndent(block: string): string {
  const lines = block.replace(/^[ \t]*\r?\n/, '').split('\n')
  const widths = lines.flatMap((line, at) =>
    line.trim() === '' && at < lines.length - 1 ? [] : [line.length - line.trimStart().length],
  )
  const width = Math.min(...widths, 1000)
  return lines.map(line => line.slice(Math.min(width, line.length - line.trimStart().length))).join('\n')
}
