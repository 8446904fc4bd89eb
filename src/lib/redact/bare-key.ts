import type {Writing} from './writing.ts'

/** Names that say of what a key is, as `key` beside them does not. */
const openedName =
  /(?<![\w-])(?:provider|endpoint|api_?(?:base|version|type|url)|base_?ur[il]|user(?:_?name)?|deployment(?:_?name)?|engine)\\{0,3}["']?[ \t]{0,8}[:=]/i
/** Names of calls that take a key to open something. */
const openingCall = /(?:log_?in|auth(?:enticate|orize)?|client|connect|configure|init)\([^()]{0,200}$/i
const reach = 240

/**
 * Whether `key`, `pass` or `auth` at a place stands in a call that opens something, or, outside of code, beside what it
 * opens.
 */
export function opensSomething(text: string, at: number, end: number, writing: Writing): boolean {
  const before = text.slice(Math.max(0, at - reach), at)
  if (writing === 'code') return openingCall.test(before)
  const open = Math.max(before.lastIndexOf('{'), before.lastIndexOf('}'))
  const after = text.slice(end, end + reach)
  const close = after.search(/[{}]/)
  const around = `${before.slice(open + 1)}\n${after.slice(0, close === -1 ? undefined : close)}`
  return openedName.test(open === -1 ? sameDepth(text, at, around) : around)
}

/**
 * Of lines without brackets those that are indented as the one at a place, none behind a line that is indented less.
 */
function sameDepth(text: string, at: number, around: string): string {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const indent = depthOf(text.slice(lineStart, at))
  return around
    .split('\n')
    .filter(line => depthOf(line) === indent)
    .join('\n')
}

function depthOf(line: string): number {
  return line.length - line.replace(/^[ \t]*(?:- )?/, '').length
}
