/** The words of lines that separate them by blanks. */
export function toWordSet(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap(line => line.split(' ')))
}
