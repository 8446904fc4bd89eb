import {showMarks} from './marks.ts'

/** What a spreadsheet takes for a formula; full-width signs too, which some of them fold. */
const formulaPattern = /^[\s"]*[=+\-@＝＋－＠]/

/**
 * A field of RFC 4180, always in quotes; what would be a formula gets an apostrophe, which spreadsheets read as the
 * beginning of text.
 */
export function csvField(text: string): string {
  const shown = showMarks(text)
  return `"${formulaPattern.test(shown) ? "'" : ''}${shown.replaceAll('"', '""')}"`
}

/** The text of a field without the apostrophe that {@link csvField} puts before what would be a formula. */
export function withoutApostrophe(field: string): string {
  const text = field.slice(1)
  return field.startsWith("'") && formulaPattern.test(text) ? text : field
}

/** A row with its line break. */
export function csvRow(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}
