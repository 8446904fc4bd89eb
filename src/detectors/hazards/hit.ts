import type {RuleMeta} from '../../inventory/finding.ts'
import {lineIndex} from '../../lib/text/lines.ts'

/** What a rule says of a place in a text. */
export interface Hit {
  readonly rule: RuleMeta
  /** counts from 1 */
  readonly line: number
  /** a sentence without a full stop; the file is named beside it */
  readonly message: string
  /** what tells two hits of one file apart, lines aside */
  readonly fact: string
}

/** Looks for one kind of hazard in files of one kind. */
export interface Scanner {
  /** by the path alone */
  readonly reads: (path: string) => boolean
  /** matches every text that is worth a look */
  readonly hint: RegExp
  readonly find: (text: string, path: string) => readonly Hit[]
}

/** A text with its lines. */
export interface Lines {
  readonly text: string
  lineAt(offset: number): number
  /** whether the line at an offset is a comment, or only prints what it says */
  isSaid(offset: number): boolean
}

const said = /^\s*(?:#|\/\/|\*|--|;|<!--|%|REM\b|@?echo\b|printf\b|print\(|console\.|log(?:ger|ging)?\.)/i

/** Lines are found once and looked up by offset. */
export function linesOf(text: string): Lines {
  const lineAt = lineIndex(text)
  return {
    text,
    lineAt,
    isSaid(offset) {
      const start = text.lastIndexOf('\n', offset - 1) + 1
      return said.test(text.slice(start, Math.min(start + 200, text.length)))
    },
  }
}

/** Every match of a pattern that is neither a comment nor printed. */
export function* matchesIn({text, isSaid}: Lines, pattern: RegExp): Generator<RegExpExecArray> {
  for (const match of text.matchAll(pattern)) if (!isSaid(match.index)) yield match
}

/** A call, from its name to the parenthesis that closes it; no more than some characters of it. */
export function callAt(text: string, from: number, most: number): string {
  const limit = Math.min(text.length, from + most)
  for (let at = text.indexOf('(', from), depth = 0; at !== -1 && at < limit; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return text.slice(from, at)
  }
  return text.slice(from, limit)
}

/** Of several hits that say the same, the first. */
export function distinct(hits: readonly Hit[]): Hit[] {
  const seen = new Set<string>()
  return hits.filter(({rule, fact}) => {
    const key = `${rule.id}\n${fact}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
