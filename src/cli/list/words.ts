import {resolve} from 'node:path'
import type {AssetKind} from '../../inventory/asset.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {closeKind, kindsOfWord, unknownKind} from '../kinds.ts'

const plainWord = /^[a-z-]+$/i

/**
 * Words that name kinds, and at most one other: the source.
 * @throws {AibomError} `AIBOM_USAGE` for a word that is nearly a kind, and names no file or folder
 */
export function parseWords(words: readonly string[], cwd: string): {source: string; kinds: AssetKind[]} {
  let source: string | undefined
  const kinds: AssetKind[] = []
  for (const word of words) {
    const named = kindsOfWord(word)
    if (named !== undefined) kinds.push(...named)
    else if (source === undefined) source = word
    else throw unknownKind(word)
  }
  if (source !== undefined && isMisspelt(source, cwd)) throw unknownKind(source, 'neither a kind of asset nor a source')
  return {source: source ?? '.', kinds}
}

function isMisspelt(word: string, cwd: string): boolean {
  return plainWord.test(word) && kindOfPath(resolve(cwd, word)) === undefined && closeKind(word) !== undefined
}
