import {lineAt, lineStarts} from '../../lib/text/lines.ts'

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
  return {begin: end - revision.length, end, line: lineAt(starts, end)}
}

/** What is looked for in a file; lines count from 1. */
export interface Wanted {
  readonly nameLine: number
  readonly revision: string
  readonly otherLines: readonly number[]
}

/** Calls whose keyword `revision` pins what their first argument names. */
const fetchCall =
  /\b(?:from_pretrained|load_dataset|snapshot_download)\(\s{0,200}(["'])([\w.-]{1,100}\/[\w.-]{1,100})\1/g
/** What may follow the first argument, that a keyword may stand before it. */
const keywordsOnly = /^\s{0,200}(?:,\s{0,200})?(?:\)|[A-Za-z_]\w{0,60}\s{0,20}=[^=])/

/**
 * Where a call of Python that names no revision takes one: behind its first argument, before keywords alone.
 * @returns why nothing can be added, where it is not clear that this is right
 */
export function findMissingRevision(text: string, name: string, nameLine: number): MissingRevision | string {
  const starts = lineStarts(text)
  const [from = 0, to = text.length] = [starts[nameLine - 2] ?? 0, starts[nameLine + windowLines - 1] ?? text.length]
  const part = text.slice(from, to)
  const calls = [...part.matchAll(fetchCall)].flatMap(match => {
    const at = from + match.index + match[0].length
    return match[2] === name && lineAt(starts, at) === nameLine ? [{at, quote: match[1] ?? '"'}] : []
  })
  const [call, other] = calls
  if (call === undefined || other !== undefined) return 'no revision is written'
  const rest = text.slice(call.at, to)
  const end = closingBracket(rest)
  if (end === undefined || !keywordsOnly.test(rest) || /\brevision\b|\*\*/.test(rest.slice(0, end)))
    return 'no revision is written, and its other arguments leave no place for one'
  return {begin: call.at, end: call.at, line: nameLine, quote: call.quote}
}

/** A place where a revision is missing. */
export interface MissingRevision extends Pin {
  readonly quote: string
}

/** Where the bracket that is open at the beginning is closed. */
function closingBracket(text: string): number | undefined {
  let depth = 1
  for (const [at, sign] of [...text].entries()) {
    if ('([{'.includes(sign)) depth++
    if (')]}'.includes(sign) && --depth === 0) return at
  }
  return undefined
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
