const markPattern = /^(?:<{7}|={7}|>{7})(?: |$)/

/** The line, from 1, of the first mark that an unresolved merge left; undefined where there is none. */
export function conflictLine(text: string): number | undefined {
  const index = text.split('\n').findIndex(line => markPattern.test(line))
  return index === -1 ? undefined : index + 1
}
