import {interpreterLine} from '../lib/text/interpreter-line.ts'

/** Interpreters, each with the ending that files in its language have. */
const interpreters: readonly (readonly [pattern: RegExp, ending: string])[] = [
  [/[/ ](?:python(?:\d(?:\.\d{1,2})?)?|pypy3?|uv)(?=\s|$)/, 'py'],
  [/[/ ](?:node|nodejs|zx)(?=\s|$)/, 'js'],
  [/[/ ](?:deno|bun|tsx|ts-node)(?=\s|$)/, 'ts'],
  [/[/ ]ruby(?=\s|$)/, 'rb'],
  [/[/ ]php(?=\s|$)/, 'php'],
]

/**
 * The ending that a program without one would have: `bin/agent` that begins with `#!/usr/bin/env python3` is read like
 * `agent.py`.
 * @param text its beginning at least
 */
export function endingOfScript(path: string, text: string): string | undefined {
  return endingByLine(interpreterLine(path, text))
}

/** The same by the first line of the program. */
export function endingByLine(line: string | undefined): string | undefined {
  return line === undefined ? undefined : interpreters.find(([pattern]) => pattern.test(line))?.[1]
}
