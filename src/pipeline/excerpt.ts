import type {Evidence} from '../inventory/evidence.ts'
import {AibomError} from '../lib/errors.ts'
import {redactText} from '../lib/redact.ts'
import type {Source} from '../sources/source.ts'

export interface ExcerptLine {
  readonly line: number
  readonly text: string
}

const linesAround = 2
const fileLimitBytes = 16 * 1024 * 1024
/** Minified code has lines of megabytes. */
const lineLimit = 200

/**
 * The lines around a place of evidence, without what shows itself as a secret. The path comes from a BOM that anyone may have written: only the source opens it, which stays inside its root.
 * @returns nothing where the file is not there, is no text or ends before that line
 */
export async function excerptOf(source: Source, {path, line}: Pick<Evidence, 'path' | 'line'>): Promise<ExcerptLine[]> {
  if (line === undefined) return []
  try {
    const file = await source.open(path)
    try {
      return around(await file.text(fileLimitBytes), line)
    } finally {
      file.close?.()
    }
  } catch (error) {
    if (error instanceof AibomError) return []
    throw error
  }
}

function around(text: string, line: number): ExcerptLine[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (line > lines.length || text.includes('\0')) return []
  const first = Math.max(1, line - linesAround)
  return lines.slice(first - 1, line + linesAround).map((content, index) => ({line: first + index, text: redactText(shorten(content))}))
}

function shorten(text: string): string {
  return text.length <= lineLimit ? text : `${text.slice(0, lineLimit)}…`
}
