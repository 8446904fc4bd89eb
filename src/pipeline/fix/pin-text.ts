import {lineStarts} from '../../lib/text/lines.ts'

/** A place where a revision is written, and what it becomes; offsets are into the text. */
export interface Pin {
  readonly begin: number
  readonly end: number
  readonly line: number
}

const revisionKey = /\brevision["']?\s{0,20}[=:]\s{0,20}["']?([\w][\w./+-]{0,199})/g
/** A call that names a model and its revision has some lines. */
const windowLines = 12

/**
 * The revision that is written for a name: after it, in the same call, map or block, with the value that is looked for.
 * @param nameLine from 1
 * @param otherLines of other names in the file: what comes after one of them is its own
 * @returns why nothing can be changed, where it is not clear which text is meant
 */
export function findRevision(text: string, {nameLine, revision, otherLines}: Wanted): Pin | string {
  const starts = lineStarts(text)
  const from = starts[nameLine - 1]
  if (from === undefined) return 'the file is shorter than it was'
  if (otherLines.includes(nameLine)) return 'its line names another model or data set too'
  const next = otherLines.filter(line => line > nameLine).sort((a, b) => a - b)[0] ?? Number.POSITIVE_INFINITY
  const to = starts[Math.min(nameLine + windowLines, next) - 1] ?? text.length
  const part = text.slice(from, to)
  const found = [...part.matchAll(revisionKey)].filter(match => match[1] === revision && isOfName(part, match.index))
  const [match, second] = found
  if (match === undefined) return `no revision ${revision} is written beside its name`
  if (second !== undefined) return `revision ${revision} is written twice beside its name`
  const end = from + match.index + match[0].length
  return {begin: end - revision.length, end, line: starts.filter(start => start <= end).length}
}

/** What is looked for in a file; lines count from 1. */
export interface Wanted {
  readonly nameLine: number
  readonly revision: string
  readonly otherLines: readonly number[]
}

/** Whether what is open on the line of the name is still open: brackets in code, the indentation in YAML. */
function isOfName(part: string, at: number): boolean {
  let depth = 0
  for (const sign of part.slice(0, at)) {
    if ('([{'.includes(sign)) depth++
    if (!')]}'.includes(sign)) continue
    depth--
    if (depth <= 0) return false
  }
  return depth > 0 || indentationAt(part, at) >= indentationAt(part, 0)
}

function indentationAt(part: string, at: number): number {
  const start = part.lastIndexOf('\n', at) + 1
  return /^[ \t]*(?:- )?/.exec(part.slice(start, start + 200))?.[0].length ?? 0
}
