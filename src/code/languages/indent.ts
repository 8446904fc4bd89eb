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

/**
 * A text without the indentation of the code around it, as Python takes it: the white space itself must be the same.
 * @param isCleaned as a docstring: the first line counts for nothing, and blank lines at both ends are dropped
 * @see Python, textwrap.dedent and inspect.cleandoc
 */
export function withoutPythonIndent(text: string, isCleaned: boolean): string {
  const lines = text.split('\n').map(line => (line.trim() === '' ? '' : line))
  // the first line of a docstring begins after its quotes
  const measured = (isCleaned ? lines.slice(1) : lines).filter(line => line !== '')
  const indent = measured.reduce<string | undefined>((common, line) => {
    const own = /^[ \t]*/.exec(line)?.[0] ?? ''
    if (common === undefined || own.startsWith(common)) return common ?? own
    let length = 0
    while (length < own.length && own[length] === common[length]) length++
    return own.slice(0, length)
  }, undefined)
  const cut = lines.map((line, at) => (isCleaned && at === 0 ? line.trimStart() : line.slice(indent?.length ?? 0)))
  if (!isCleaned) return cut.join('\n')
  while (cut[0] === '') cut.shift()
  while (cut.at(-1) === '') cut.pop()
  return cut.join('\n')
}
