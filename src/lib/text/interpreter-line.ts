import {baseName} from '../path.ts'

/** UTF-16 units of the line that are looked at. */
const lineLimit = 200

/**
 * The first line of a program that has no ending in its name: `#!/usr/bin/env python3`.
 * @param text its beginning at least
 * @returns undefined where the name has an ending, or the file begins with something else
 */
export function interpreterLine(path: string, text: string): string | undefined {
  if (!text.startsWith('#!') || baseName(path).includes('.', 1)) return undefined
  return text.slice(0, lineLimit).split('\n', 1)[0]
}

/** The same of a file whose first bytes are known. */
export function interpreterLineOf(path: string, head: Uint8Array | undefined): string | undefined {
  if (head?.[0] !== 0x23 || head[1] !== 0x21) return undefined
  return interpreterLine(path, new TextDecoder('latin1').decode(head.subarray(0, lineLimit)))
}
