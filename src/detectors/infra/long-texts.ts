/** A text of several lines, and where it ends. */
export interface LongText {
  readonly key: string
  readonly text: string
  /** index of its last line */
  readonly end: number
}

const heredoc = /^\s*([A-Za-z_][\w-]*)\s*=\s*<<(-?)\s*(\w{1,60})\s*$/
const quoted = /^\s*(?:(?:param|var)\s+)?([A-Za-z_][\w-]*)(?:\s+string)?\s*[=:]\s*'''(.*)$/
/** Lines of one text; longer ones are data. */
const lineLimit = 5000

/**
 * `instruction = <<-EOT` of Terraform, `instruction: '''` of Bicep; undefined where no such text begins. A text without
 * an end takes what follows with it, as it does for the programs that read it.
 */
export function longTextAt(lines: readonly string[], at: number): LongText | undefined {
  const first = lines[at] ?? ''
  const [, key, dash, marker] = heredoc.exec(first) ?? []
  if (key !== undefined) {
    const end = endOf(lines, at, line => line.trim() === marker)
    const inner = lines.slice(at + 1, end)
    return {key, text: (dash === '-' ? withoutIndent(inner) : inner).join('\n').trim(), end}
  }
  const [, name, opening = ''] = quoted.exec(first) ?? []
  if (name === undefined || opening.includes("'''")) return undefined
  const end = endOf(lines, at, line => line.includes("'''"))
  const last = (lines[end] ?? '').split("'''", 1)
  return {key: name, text: [opening, ...lines.slice(at + 1, end), ...last].join('\n').trim(), end}
}

function endOf(lines: readonly string[], at: number, isEnd: (line: string) => boolean): number {
  let index = at + 1
  while (index < lines.length && index - at < lineLimit && !isEnd(lines[index] ?? '')) index++
  return index
}

function withoutIndent(lines: readonly string[]): string[] {
  const indents = lines.flatMap(line => (line.trim() === '' ? [] : [line.length - line.trimStart().length]))
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY)
  return lines.map(line => line.slice(Math.min(common, line.length)))
}
