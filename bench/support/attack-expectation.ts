import {readFileSync} from 'node:fs'
import {asRecord} from '../../src/lib/narrow.ts'

/** An exit code, or `killed` for a process that a signal ended. */
export type Exit = number | 'killed'

/**
 * What an attack must come to; `bench/README.md` describes the file. Where several answers are right, any of them will
 * do.
 */
export interface Expectation {
  /** of each call of aibom, in the order in which they start */
  readonly exit: readonly (readonly Exit[])[]
  readonly mustAppear: readonly (readonly string[])[]
  readonly mustNotAppear: readonly string[]
  readonly mustExist: readonly string[]
  readonly mustNotExist: readonly string[]
  readonly timeoutSeconds: number
}

export interface Outcome {
  readonly exits: readonly Exit[]
  /** stdout and stderr of `run.sh` together */
  readonly output: string
  /**
   * every file and folder of the case after its run, relative to it; those in the temporary folder begin with
   * `$TMPDIR/`
   */
  readonly paths: readonly string[]
  readonly timedOut: boolean
}

const keys: readonly string[] = [
  'exit',
  'mustAppear',
  'mustNotAppear',
  'mustExist',
  'mustNotExist',
  'timeoutSeconds',
] satisfies (keyof Expectation)[]
const defaultTimeoutSeconds = 120

/** @throws {Error} says which key is wrong, and why: a misspelt demand must not become no demand */
export function readExpectation(file: string): Expectation {
  const value = asRecord(JSON.parse(readFileSync(file, 'utf8')))
  if (value === undefined) throw new Error('not a JSON object')
  const unknown = Object.keys(value).find(key => !keys.includes(key))
  if (unknown !== undefined) throw new Error(`unknown key "${unknown}"; the keys are ${keys.join(', ')}`)
  const timeoutSeconds = value['timeoutSeconds'] ?? defaultTimeoutSeconds
  if (typeof timeoutSeconds !== 'number' || !(timeoutSeconds > 0))
    throw new Error('timeoutSeconds must be a number above 0')
  if (!('exit' in value)) throw new Error('exit is missing: a list with one entry for each call of aibom')
  return {
    exit: listOf(value, 'exit', isExit, 'an exit code or "killed"'),
    mustAppear: listOf(value, 'mustAppear', isText, 'a text'),
    mustNotAppear: listOf(value, 'mustNotAppear', isText, 'a text').flat(),
    mustExist: listOf(value, 'mustExist', isText, 'a path').flat(),
    mustNotExist: listOf(value, 'mustNotExist', isText, 'a path').flat(),
    timeoutSeconds,
  }
}

function listOf<T>(
  record: Readonly<Record<string, unknown>>,
  key: string,
  isEntry: (value: unknown) => value is T,
  what: string,
): T[][] {
  const list = record[key] ?? []
  if (!Array.isArray(list)) throw new Error(`${key} must be a list`)
  const mayChoose = key === 'exit' || key === 'mustAppear'
  return list.map((entry: unknown) => {
    const choices: unknown[] = mayChoose && Array.isArray(entry) ? entry : [entry]
    if (choices.length > 0 && choices.every(isEntry)) return choices
    throw new Error(`each entry of ${key} must be ${what}${mayChoose ? ', or a list of them' : ''}`)
  })
}

function isExit(value: unknown): value is Exit {
  return value === 'killed' || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Every point in which the outcome differs from what was expected; empty where it does not. */
export function differences(expected: Expectation, {exits, output, paths, timedOut}: Outcome): string[] {
  // so that "\nverified" finds a line that begins with it
  const text = `\n${output}`
  return [
    ...(timedOut ? [`did not end within ${expected.timeoutSeconds} s`] : []),
    ...(fits(expected.exit, exits) ? [] : [`exit ${exits.join(' ') || 'of no call'}, expected ${showExits(expected)}`]),
    ...expected.mustAppear
      .filter(choices => !choices.some(choice => text.includes(choice)))
      .map(choices => `missing: ${choices.map(quoted).join(' or ')}`),
    ...expected.mustNotAppear.filter(entry => text.includes(entry)).map(entry => `appears: ${quoted(entry)}`),
    ...expected.mustExist.filter(pattern => !paths.some(matcher(pattern))).map(pattern => `no file: ${pattern}`),
    ...expected.mustNotExist.flatMap(pattern => paths.filter(matcher(pattern)).map(path => `left behind: ${path}`)),
  ]
}

/** `0 1|3` */
export function showExits({exit}: Expectation): string {
  return exit.map(choices => choices.join('|')).join(' ')
}

function fits(expected: Expectation['exit'], exits: readonly Exit[]): boolean {
  return (
    expected.length === exits.length && expected.every((choices, at) => choices.some(choice => choice === exits[at]))
  )
}

/** `*` stands for any characters of one name, `**` for any path. */
function matcher(pattern: string): (path: string) => boolean {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map(part => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('')
  const expression = new RegExp(`^${source}$`, 's')
  return path => expression.test(path)
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
