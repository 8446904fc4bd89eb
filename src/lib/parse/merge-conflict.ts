const markPattern = /^(?:<{7}|\|{7}|={7}|>{7})(?:[ \r]|$)/

/** Whether a line, without its newline, is a mark that a merge leaves around what it could not join. */
export function isConflictMark(line: string): boolean {
  return markPattern.test(line)
}

/** The line, from 1, of the first mark that an unresolved merge left; undefined where there is none. */
export function conflictLine(text: string): number | undefined {
  const index = text.split('\n').findIndex(isConflictMark)
  return index === -1 ? undefined : index + 1
}
