/** A line as pip sees it. */
export interface LogicalLine {
  /** without comment, blanks trimmed; a continued line is joined */
  readonly text: string
  /** of its first physical line, from 1 */
  readonly line: number
  /** its own comment and the comment lines that follow it, as pip-compile writes them */
  readonly comments: readonly string[]
  /** what is too long is not there to its end */
  readonly isCut: boolean
}

/** Longer is no requirement; it is cut so that nothing that follows has to bound itself. */
const lengthLimit = 100_000
const wholeComment = /^\s*#/
const commentStart = /(?:^|\s)#/

interface OpenLine {
  readonly line: number
  readonly parts: string[]
}

/**
 * Splits a requirements file into logical lines after pip's rules: lines end where Python says so, at U+2028 and form
 * feeds too, so that no comment hides a requirement; a backslash at the end joins the next line, a comment line ends a
 * join, `#` starts a comment at the start or after a blank.
 * @see pip documentation, "Requirements File Format"
 */
export function logicalLines(text: string): LogicalLine[] {
  const lines: {text: string; line: number; comments: string[]; isCut: boolean}[] = []
  let open: OpenLine | undefined
  const close = () => {
    if (open === undefined) return
    const whole = open.parts.join('')
    const joined = whole.slice(0, lengthLimit)
    const at = joined.search(commentStart)
    const content = (at === -1 ? joined : joined.slice(0, at)).trim()
    if (content !== '')
      lines.push({
        text: content,
        line: open.line,
        comments: at === -1 ? [] : [joined.slice(at)],
        isCut: at === -1 && whole.length > lengthLimit,
      })
    open = undefined
  }
  for (const [at, physical] of text.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/).entries()) {
    const isComment = wholeComment.test(physical)
    if (isComment) {
      close()
      lines.at(-1)?.comments.push(physical)
      continue
    }
    open ??= {line: at + 1, parts: []}
    const isJoined = physical.endsWith('\\')
    open.parts.push(isJoined ? physical.slice(0, -1) : physical)
    if (!isJoined) close()
  }
  close()
  return lines
}

/**
 * Names in `# via a, b` or in the list below `# via`: packages, `-r file` or `project (pyproject.toml)`. Empty where
 * nothing is said.
 */
export function viaOf(comments: readonly string[]): string[] {
  const words: string[] = []
  let isOpen = false
  for (const comment of comments) {
    const content = comment.trim().replace(/^#/, '').trim()
    if (content === 'via' || content.startsWith('via ')) {
      isOpen = true
      words.push(content.slice('via'.length))
    } else if (isOpen) words.push(content)
  }
  return words
    .join(',')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
}
