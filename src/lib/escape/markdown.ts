import {codeSpans} from '../text/code-spans.ts'
import {webAddress} from './html.ts'
import {showMarks} from './marks.ts'

/**
 * Parts a word in two for whoever links `@name`, `#12`, `GH-12`, `www.` and bare addresses in rendered text, or makes a
 * picture of `:name:`; nothing of it shows.
 */
const cut = '<!-- -->'
const signPattern =
  /[&<>\\`*[\]|~$]|@(?=[\w-]|$)|#(?=\d|$)|:(?=\/\/)|:(?=(?:[a-z][a-z0-9_+-]{0,59}|[+-]1|100|1234|8ball):)|(?<=\])\(|(?<![a-z0-9])_|_(?![a-z0-9])|\{(?=[{%#])|\bwww(?=\.)|\bGH(?=-)/gi
/** What would begin a list, a heading or its underline if the text came first on its line. */
const leadingPattern = /^(\s*)([-+=#:])|^(\s*\d{1,9})([.)])(?=\s|$)/
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '#': `\\#${cut}`,
  '@': `@${cut}`,
  ':': `:${cut}`,
}

/**
 * Text inside a line, a heading, a link or a cell of a table: nothing of it is markup, a mention, a reference or an
 * address.
 */
export function markdownText(text: string): string {
  const inner = showMarks(text).replace(
    signPattern,
    sign => replacements[sign] ?? (sign.length > 1 ? sign + cut : `\\${sign}`),
  )
  return inner.replace(leadingPattern, '$1$3\\$2$4')
}

/** What backticks hold whole: no backtick, no end of a cell, no blank at an end, nothing of a template. */
const plainCodePattern = /^(?! )[^`|]+(?<! )$/

/** The same as code: between backticks, or as an element where they cannot hold it. */
export function markdownCode(text: string): string {
  const shown = showMarks(text)
  if (plainCodePattern.test(shown) && !/\{[{%#]/.test(shown)) return `\`${shown}\``
  return `<code>${shown.replace(/[!-,:-@[-`{-~]|(?<=www)\./gi, sign => `&#${sign.charCodeAt(0)};`)}</code>`
}

/** A sentence in which code stands between backticks, which stays code; the rest as `markdownText` writes it. */
export function markdownSentence(sentence: string): string {
  return codeSpans(sentence)
    .map(({text, isCode}) => (isCode ? markdownCode(text) : markdownText(text)))
    .join('')
}

/** A link, or the text alone where the address is not of the web. */
export function markdownLink(text: string, address: string): string {
  const url = webAddress(address)?.replace(/[<>()\\|`\s]/g, encodeSign)
  return url === undefined ? markdownText(text) : `[${markdownText(text)}](<${url}>)`
}

function encodeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** The lines of a table, of cells that are Markdown already; none where there are no rows. */
export function markdownTable(columns: readonly string[], body: readonly (readonly string[])[]): string[] {
  if (body.length === 0) return []
  return [
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...body.map(cells => `| ${cells.join(' | ')} |`),
  ]
}
