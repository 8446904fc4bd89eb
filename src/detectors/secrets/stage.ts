import {lineAt, lineStarts} from '../../lib/text/lines.ts'

/** The environment that a key is for. */
export type Stage = 'development' | 'production'

/** A text, and where its lines begin. */
export interface Lines {
  readonly text: string
  readonly starts: readonly number[]
}

const production = /(?:^|[/._-])(?:prod|production|live)(?:[/._-]|$)/i
const development = /(?:^|[/._-])(?:dev|devel|development|local|staging|stage|test|testing|qa|sandbox)(?:[/._-]|$)/i

/** Lines are found once and looked up by offset. */
export function linesOf(text: string): Lines {
  return {text, starts: lineStarts(text)}
}

/** Counts from 1. @param at offset into the text */
export function lineOf({starts}: Lines, at: number): number {
  return lineAt(starts, at)
}

/** What a path or a name says. */
export function stageOf(name: string): Stage | undefined {
  const [isProduction, isDevelopment] = [production.test(name), development.test(name)]
  return isProduction === isDevelopment ? undefined : isProduction ? 'production' : 'development'
}

/** What a key is for, by its file, the name that it is kept under and the section that it is in. */
export function stageAt(lines: Lines, path: string, at: number): Stage | undefined {
  const start = lines.starts[lineOf(lines, at) - 1] ?? 0
  const name = /([A-Za-z_][\w-]{0,60})/.exec(lines.text.slice(start, Math.min(at + 1, start + 200)))?.[1] ?? ''
  return stageOf(path) ?? stageOf(name) ?? stageOfSection(lines, at)
}

/** How many lines, its own among them, are looked at for the beginning of the section that a key is in. */
const sectionLines = 60

/** `production:` above it, less indented; `[production]` of an INI or TOML file. */
function stageOfSection(lines: Lines, at: number): Stage | undefined {
  const {text, starts} = lines
  const own = lineOf(lines, at) - 1
  let indent = indentOf(text.slice(starts[own], at))
  for (let above = own - 1; above >= 0 && above > own - sectionLines; above--) {
    const line = text.slice(starts[above], (starts[above + 1] ?? 1) - 1)
    const header = /^\s*\[([\w.-]{1,60})\]\s*$/.exec(line)?.[1]
    if (header !== undefined) return stageOf(header)
    if (line.trim() === '' || indentOf(line) >= indent) continue
    indent = indentOf(line)
    const stage = stageOf(/^["']?([\w.-]{1,60})["']?[ \t]{0,5}[:=][ \t]{0,5}\{?$/.exec(line.trim())?.[1] ?? '')
    if (stage !== undefined) return stage
  }
  return undefined
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
