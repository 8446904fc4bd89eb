/**
 * Offset → line, both of a text; lines count from 1. An offset past the end is on the last line. The text is looked
 * through when the first is asked for.
 */
export function lineIndex(text: string): (offset: number) => number {
  let starts: readonly number[] | undefined
  return offset => {
    starts ??= lineStarts(text)
    return lineAt(starts, offset)
  }
}

/** The offset at which each line of a text begins. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line of an offset, from 1, by where the lines begin. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
