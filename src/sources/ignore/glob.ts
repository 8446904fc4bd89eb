import {type ByteSet, hasByte, readByteSet} from './glob-class.ts'

/**
 * Wildcard patterns as gitignore knows them, matched in O(pattern × text) by keeping the set of reachable states: a
 * hostile `*a*a*a*…b` costs no more than any other.
 *
 * Bytes, not characters, are the unit, as in git (`?` matches one byte): patterns and texts are binary strings, one
 * UTF-16 unit a byte.
 * @see gitignore(5), "Pattern format"
 */
export interface Glob {
  readonly steps: readonly Step[]
  /** what every match begins with, ends with and contains: cheap tests before the automaton */
  readonly start: string
  readonly end: string
  readonly inside: string
  /** reached states, now and next: matching is synchronous, so that one pair serves */
  readonly scratch: readonly [Uint8Array, Uint8Array]
}

type Step =
  | {readonly kind: 'byte'; readonly code: number}
  | {readonly kind: 'any'}
  | {readonly kind: 'class'; readonly codes: ByteSet}
  /** `star`: no slash · `stars`: anything */
  | {readonly kind: 'star' | 'stars'}
  /** before `stars` and a slash: these two may be left out together */
  | {readonly kind: 'optional'}

const slash = 0x2f
/** itself, `stars` and the slash */
const optionalLength = 3
const wildcardPattern = /[*?[\\]/

/** How many bytes come before the first wildcard or escape. */
export function literalLength(pattern: string): number {
  const at = pattern.search(wildcardPattern)
  return at === -1 ? pattern.length : at
}

/**
 * Compiles a pattern; undefined for one that can match nothing (an open bracket, an unknown class name, a lone
 * backslash at its end).
 */
export function compileGlob(pattern: string): Glob | undefined {
  const steps: Step[] = []
  let at = 0
  while (at < pattern.length) {
    const step = readStep(pattern, at)
    if (step === undefined) return undefined
    steps.push(...step.steps)
    at = step.next
  }
  return {steps, ...literalsOf(steps), scratch: [new Uint8Array(steps.length + 1), new Uint8Array(steps.length + 1)]}
}

/** The text of a pattern that has no wildcard left after its escapes are read. */
export function literalOf(glob: Glob): string | undefined {
  return glob.start.length === glob.steps.length ? glob.start : undefined
}

/** Whether the pattern matches the whole of `text`. */
export function matchesGlob(glob: Glob, text: string): boolean {
  if (!text.startsWith(glob.start) || !text.endsWith(glob.end) || !text.includes(glob.inside)) return false
  const {steps} = glob
  let [states, following] = glob.scratch
  states.fill(0)
  following.fill(0)
  states[0] = 1
  for (let at = 0; at < text.length; at++) {
    if (!advance(steps, states, following, text.charCodeAt(at))) return false
    const spent = states
    states = following
    following = spent.fill(0)
  }
  skipEmpty(steps, states)
  return states[steps.length] === 1
}

function advance(steps: readonly Step[], states: Uint8Array, following: Uint8Array, code: number): boolean {
  skipEmpty(steps, states)
  let alive = false
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]
    if (step === undefined || states[at] === 0 || !takes(step, code)) continue
    following[isRepeated(step) ? at : at + 1] = 1
    alive = true
  }
  return alive
}

/** Stars may match nothing; all such moves go forward, so that one pass finds them. */
function skipEmpty(steps: readonly Step[], states: Uint8Array): void {
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]
    if (step === undefined || states[at] === 0 || !(isRepeated(step) || step.kind === 'optional')) continue
    states[at + 1] = 1
    if (step.kind === 'optional') states[at + optionalLength] = 1
  }
}

function isRepeated(step: Step): boolean {
  return step.kind === 'star' || step.kind === 'stars'
}

function takes(step: Step, code: number): boolean {
  switch (step.kind) {
    case 'byte':
      return step.code === code
    case 'any':
    case 'star':
      return code !== slash
    case 'class':
      return hasByte(step.codes, code)
    case 'stars':
      return true
    case 'optional':
      return false
  }
}

interface StepRead {
  readonly steps: readonly Step[]
  readonly next: number
}

function readStep(pattern: string, at: number): StepRead | undefined {
  switch (pattern[at]) {
    case '*':
      return readStars(pattern, at)
    case '?':
      return {steps: [{kind: 'any'}], next: at + 1}
    case '[':
      return readClass(pattern, at + 1)
    case '\\':
      return at + 1 < pattern.length ? byteStep(pattern, at + 1) : undefined
    default:
      return byteStep(pattern, at)
  }
}

function byteStep(pattern: string, at: number): StepRead {
  return {steps: [{kind: 'byte', code: pattern.charCodeAt(at)}], next: at + 1}
}

function readClass(pattern: string, from: number): StepRead | undefined {
  const read = readByteSet(pattern, from)
  return read === undefined ? undefined : {steps: [{kind: 'class', codes: read.codes}], next: read.next}
}

function readStars(pattern: string, at: number): StepRead {
  let next = at + 1
  while (pattern[next] === '*') next++
  if (next === at + 1) return {steps: [{kind: 'star'}], next}
  const opens = at === 0 || pattern[at - 1] === '/'
  if (opens && pattern[next] === '/') return {steps: [{kind: 'optional'}, {kind: 'stars'}], next}
  const closes = next === pattern.length || pattern.startsWith('\\/', next)
  return {steps: [{kind: opens && closes ? 'stars' : 'star'}], next}
}

function literalsOf(steps: readonly Step[]): {
  start: string
  end: string
  inside: string
} {
  const runs = ['']
  for (const [at, step] of steps.entries()) {
    const isOptional = steps[at - optionalLength + 1]?.kind === 'optional'
    if (step.kind === 'byte' && !isOptional) runs.push(`${runs.pop() ?? ''}${String.fromCharCode(step.code)}`)
    else runs.push('')
  }
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best))
  return {start: runs[0] ?? '', end: runs.at(-1) ?? '', inside: longest}
}
