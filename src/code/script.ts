import {baseName} from '../lib/path.ts'

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
  if (!text.startsWith('#!') || baseName(path).includes('.', 1)) return undefined
  const [line = ''] = text.slice(0, 200).split('\n', 1)
  return interpreters.find(([pattern]) => pattern.test(line))?.[1]
}
