/** one bit for each of the 256 bytes */
export type ByteSet = Uint32Array

const slash = 0x2f

/**
 * Reads a bracket expression. The first `]` stands for itself, a slash is never in it.
 *
 * @param from behind the opening bracket
 * @returns the bytes it stands for and the place behind its closing bracket; undefined when it is malformed, which
 *   matches nothing
 */
export function readByteSet(
  pattern: string,
  from: number,
): {readonly codes: ByteSet; readonly next: number} | undefined {
  const negated = pattern[from] === '!' || pattern[from] === '^'
  const codes: ByteSet = new Uint32Array(8)
  let at = negated ? from + 1 : from
  let rangeStart: number | undefined
  do {
    const item = readClassItem(pattern, at, rangeStart)
    if (item === undefined) return undefined
    for (const [low, high] of item.ranges) addBytes(codes, low, high)
    rangeStart = item.rangeStart
    at = item.next
  } while (pattern[at] !== ']')
  if (negated) for (const [index, bits] of codes.entries()) codes[index] = ~bits
  removeByte(codes, slash)
  return {codes, next: at + 1}
}

type Ranges = readonly (readonly [low: number, high: number])[]

interface ClassItem {
  readonly ranges: Ranges
  /** the byte that a following `-` starts a range at */
  readonly rangeStart: number | undefined
  readonly next: number
}

function readClassItem(pattern: string, at: number, rangeStart: number | undefined): ClassItem | undefined {
  if (at >= pattern.length) return undefined
  const follower = pattern[at + 1]
  if (pattern[at] === '-' && rangeStart !== undefined && follower !== undefined && follower !== ']') {
    const end = follower === '\\' ? at + 2 : at + 1
    return end < pattern.length
      ? {
          ranges: [[rangeStart, pattern.charCodeAt(end)]],
          rangeStart: undefined,
          next: end + 1,
        }
      : undefined
  }
  if (pattern[at] === '[' && follower === ':') return readNamedClass(pattern, at)
  const literal = pattern[at] === '\\' ? at + 1 : at
  if (literal >= pattern.length) return undefined
  const code = pattern.charCodeAt(literal)
  return {ranges: [[code, code]], rangeStart: code, next: literal + 1}
}

/** `[:alpha:]`; without its `:]` the bracket stands for itself. */
function readNamedClass(pattern: string, at: number): ClassItem | undefined {
  const close = pattern.indexOf(']', at + 2)
  if (close === -1) return undefined
  if (close === at + 2 || pattern[close - 1] !== ':') {
    const bracket = pattern.charCodeAt(at)
    return {ranges: [[bracket, bracket]], rangeStart: bracket, next: at + 1}
  }
  const ranges = namedClasses.get(pattern.slice(at + 2, close - 1))
  return ranges === undefined ? undefined : {ranges, rangeStart: undefined, next: close + 1}
}

const digits = [0x30, 0x39] as const
const uppers = [0x41, 0x5a] as const
const lowers = [0x61, 0x7a] as const
/** POSIX classes in the C locale */
const namedClasses: ReadonlyMap<string, Ranges> = new Map<string, Ranges>([
  ['alnum', [digits, uppers, lowers]],
  ['alpha', [uppers, lowers]],
  [
    'blank',
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    'cntrl',
    [
      [0x00, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ['digit', [digits]],
  ['graph', [[0x21, 0x7e]]],
  ['lower', [lowers]],
  ['print', [[0x20, 0x7e]]],
  [
    'punct',
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  [
    'space',
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ['upper', [uppers]],
  ['xdigit', [digits, [0x41, 0x46], [0x61, 0x66]]],
])

function addBytes(codes: ByteSet, low: number, high: number): void {
  for (let code = low; code <= high; code++) codes[code >> 5] = (codes[code >> 5] ?? 0) | (1 << (code & 31))
}

function removeByte(codes: ByteSet, code: number): void {
  codes[code >> 5] = (codes[code >> 5] ?? 0) & ~(1 << (code & 31))
}

/** Whether the set has a byte. @param code 0 … 255 */
export function hasByte(codes: ByteSet, code: number): boolean {
  return (((codes[code >> 5] ?? 0) >>> (code & 31)) & 1) === 1
}
