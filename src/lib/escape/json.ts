import {asRecord, type UnknownRecord} from '../narrow.ts'

/**
 * What `JSON.stringify` leaves as it is, although a terminal or an editor would obey it. Outside strings JSON has none
 * of these.
 */
const markPattern = /(?![\ufe00-\ufe0f])[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
/** Only such runs are looked at closely: most of a large document is ASCII. */
const runPattern = /[\u007f-\uffff]+/g
const commandPattern = /##(?=\w{0,20}\[)/g

/** A list with more items than this is no longer read as a page: each item stands in one line. */
const longList = 1000

/**
 * A value as JSON text, two blanks of indentation and a line break at the end; of a field that is a list of more than
 * 1,000 items each item stands in one line. Characters that act on what shows them are written as `\u…`.
 */
export function toJsonText(value: unknown): string {
  return [...jsonPieces(value)].join('')
}

/** The same text, piece by piece: a hundred megabytes need not stand in memory at once. */
export function* jsonPieces(value: unknown): Generator<string> {
  const record = asRecord(value)
  const hasLongList = record !== undefined && Object.values(record).some(isLong)
  for (const piece of hasLongList ? piecesOf(record) : [JSON.stringify(value, null, 2)]) yield withoutMarks(piece)
  yield '\n'
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > longList
}

function* piecesOf(record: UnknownRecord): Generator<string> {
  let separator = '{\n'
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue
    yield `${separator}  ${JSON.stringify(key)}: `
    separator = ',\n'
    if (isLong(value)) yield* linesOf(value)
    else yield JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
  }
  yield '\n}'
}

function* linesOf(list: readonly unknown[]): Generator<string> {
  for (const [index, item] of list.entries()) yield `${index === 0 ? '[' : ','}\n    ${JSON.stringify(item)}`
  yield '\n  ]'
}

function withoutMarks(text: string): string {
  const escaped = text.replace(runPattern, run => run.replace(markPattern, escapeUnits))
  return escaped.replace(commandPattern, '#\\u0023')
}

function escapeUnits(mark: string): string {
  let escaped = ''
  for (let at = 0; at < mark.length; at++) escaped += `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`
  return escaped
}
