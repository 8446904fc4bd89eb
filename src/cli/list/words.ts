import type {AssetKind} from '../../inventory/asset.ts'
import {kindsOfWord, unknownKind} from '../kinds.ts'

/** Words that name kinds, and at most one other: the source. */
export function parseWords(words: readonly string[]): {source: string; kinds: AssetKind[]} {
  let source: string | undefined
  const kinds: AssetKind[] = []
  for (const word of words) {
    const named = kindsOfWord(word)
    if (named !== undefined) kinds.push(...named)
    else if (source === undefined) source = word
    else throw unknownKind(word)
  }
  return {source: source ?? '.', kinds}
}
