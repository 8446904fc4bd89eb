import type {Evidence} from '../../inventory/evidence.ts'
import {AibomError} from '../../lib/errors.ts'
import {redactText} from '../../lib/redact/text.ts'
import {shorten} from '../../lib/text/shorten.ts'
import type {Source} from '../../sources/source.ts'

/** A line of a file as people read it, counted from 1. */
export interface ExcerptLine {
  readonly line: number
  readonly text: string
}

const linesAround = 2
const fileLimitBytes = 16 * 1024 * 1024
/** Minified code has lines of megabytes. */
const lineLimit = 200
/**
 * So much around the excerpt is read for secrets: a name may stand on a line before its value, a password be named far
 * from where it is used.
 */
const contextLines = 40
const contextLineLimit = 1000

const codePattern =
  /\.(?:[cm]?[jt]sx?|pyi?|ipynb|vue|svelte|astro|go|rs|java|kts?|scala|cs|fs|rb|php|swift|c|cc|cpp|h|hpp|r|jl|lua|dart|exs?)$/i
const prosePattern = /\.(?:mdx?|rst|txt|adoc|html?)$/i

/**
 * The lines around a place of evidence, without secrets. The path comes from a BOM that anyone may have written: only
 * the source opens it, which stays inside its root.
 * @returns nothing where the file is not there, is no text or ends before that line
 */
export async function excerptOf(source: Source, {path, line}: Pick<Evidence, 'path' | 'line'>): Promise<ExcerptLine[]> {
  if (line === undefined) return []
  try {
    const file = await source.open(path)
    try {
      return around(await file.text(fileLimitBytes), line, path)
    } finally {
      file.close?.()
    }
  } catch (error) {
    if (error instanceof AibomError) return []
    throw error
  }
}

function around(text: string, line: number, path: string): ExcerptLine[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (line > lines.length || text.includes('\0')) return []
  const first = Math.max(1, line - linesAround)
  const from = Math.max(0, first - 1 - contextLines)
  const context = lines.slice(from, line + linesAround + contextLines).map(wholeWords)
  // redacting keeps every line where it is
  const shown = redactText(context.join('\n'), writingOf(path)).split('\n')
  return shown
    .slice(first - 1 - from, line + linesAround - from)
    .map((content, index) => ({line: first + index, text: shorten(content, lineLimit)}))
}

/** A long line is cut between words: the rest of a token is not known as one. */
function wholeWords(line: string): string {
  return line.length <= contextLineLimit
    ? line
    : line.slice(0, contextLineLimit).replace(/(?<![^\s"'`,;])[^\s"'`,;]*$/, '')
}

function writingOf(path: string): 'code' | 'data' | 'prose' {
  if (codePattern.test(path)) return 'code'
  return prosePattern.test(path) && !/(?:^|\/)requirements[^/]*\.txt$/i.test(path) ? 'prose' : 'data'
}
