import {sha256Hex} from '../lib/digest.ts'
import type {UnknownRecord} from '../lib/narrow.ts'
import {canonicalText} from '../lib/text/canonical-text.ts'
import type {AssetOf} from './asset.ts'

/** A text with what its head says of it, apart from what is told by other assets and facts. */
export interface HeadedText {
  /** empty where there is no head that we understand */
  readonly head: UnknownRecord
  readonly body: string
}

/**
 * A prompt with a digest of its text and of what its head says, however the head is written; without a head, of its
 * text where the lines end as on Windows: a checkout there is no change.
 * @param text the whole file
 */
export function withOwnDigest(
  prompt: AssetOf<'prompt'>,
  text: string,
  headed: HeadedText | undefined,
): AssetOf<'prompt'> {
  if (headed !== undefined) return withDigest(prompt, canonicalText([headed.head, unixLines(headed.body).trim()]))
  return text.includes('\r\n') ? withDigest(prompt, unixLines(text)) : prompt
}

function withDigest(prompt: AssetOf<'prompt'>, text: string): AssetOf<'prompt'> {
  return {...prompt, properties: {...prompt.properties, 'aibom:prompt:digest-without-model': [sha256Hex(text)]}}
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
