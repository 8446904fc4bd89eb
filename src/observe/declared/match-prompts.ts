import {sha256Hex} from '../../lib/digest.ts'
import {groupBy} from '../../lib/group.ts'
import type {SeenPrompt} from '../observations.ts'

/** A prompt of a BOM or lock. */
export interface DeclaredPrompt {
  /** identity of the asset */
  readonly id: string
  readonly sha256: string
  /** UTF-8 bytes; absent in a lock */
  readonly byteLength?: number
  /** filled in at run time: what is sent never has this digest */
  readonly hasVariables: boolean
}

/** The digest of a text, and the declared prompts that it is or holds. */
export type PromptMatch = Pick<SeenPrompt, 'digest' | 'match' | 'declared'>
/** Tells what declared prompt a text is; the text is not kept. */
export type PromptMatcher = (text: string) => PromptMatch

/** Texts whose match is remembered: the same instructions come with every call. */
const rememberedTexts = 1000
/** Bytes that are hashed to find declared prompts inside one text. */
const hashBudget = 8 * 1024 * 1024
const longestText = 256 * 1024

/**
 * Compares instructions with declared prompts by SHA-256 of their UTF-8 text, the form in which the inventory has them.
 * White space at the ends, which SDKs trim, does not count. Where a framework put its own words around a prompt, the
 * prompt is looked for inside: at each place where words begin, as many bytes as it has.
 */
export function promptMatcher(prompts: readonly DeclaredPrompt[]): PromptMatcher {
  const remembered = new Map<string, PromptMatch>()
  const byDigest = groupBy(prompts, ({sha256}) => sha256)
  return text => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const match = matchText(text, byDigest, prompts)
    if (remembered.size >= rememberedTexts) remembered.clear()
    remembered.set(text, match)
    return match
  }
}

function matchText(
  text: string,
  byDigest: ReadonlyMap<string, readonly DeclaredPrompt[]>,
  prompts: readonly DeclaredPrompt[],
): PromptMatch {
  const trimmed = text.trim()
  const digest = sha256Hex(trimmed)
  for (const form of new Set([text, trimmed, `${trimmed}\n`, `\n${trimmed}\n`, `\n${trimmed}`])) {
    const declared = byDigest.get(sha256Hex(form))
    if (declared !== undefined) return {digest, match: 'declared', declared: declared.map(({id}) => id)}
  }
  const inside = trimmed.length > longestText ? [] : promptsInside(trimmed, prompts)
  return inside.length > 0 ? {digest, match: 'inside', declared: inside} : {digest, match: 'none', declared: []}
}

/** Identities of the declared prompts that stand in a text, each as long as it is declared. */
function promptsInside(text: string, prompts: readonly DeclaredPrompt[]): string[] {
  const bytes = Buffer.from(text)
  const starts = wordStarts(bytes)
  let budget = hashBudget
  const found = new Set<string>()
  for (const {id, sha256, byteLength = 0, hasVariables} of prompts) {
    if (hasVariables || byteLength < 8 || byteLength >= bytes.length) continue
    for (const start of starts) {
      if (start + byteLength > bytes.length || budget < byteLength) break
      budget -= byteLength
      if (sha256Hex(bytes.subarray(start, start + byteLength)) === sha256) found.add(id)
    }
  }
  return [...found]
}

/** Offsets at which something begins behind white space or a mark. */
function wordStarts(bytes: Uint8Array): number[] {
  const starts = [0]
  for (let at = 1; at < bytes.length; at++) {
    const [before = 0, here = 0] = [bytes[at - 1], bytes[at]]
    const isBreak = before <= 0x20 || (before < 0x80 && !isWordByte(before))
    if (isBreak && here > 0x20) starts.push(at)
  }
  return starts
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f
  )
}
