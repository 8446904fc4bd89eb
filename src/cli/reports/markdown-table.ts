import {markdownCode, markdownSentence, markdownText} from '../../lib/escape/markdown.ts'
import {placeText} from './change-lines.ts'
import type {Row} from './check-rows.ts'

/** Lines of a table before its rows. */
export const tableHeadLines = 2

/** Changes and findings as the lines of a table in Markdown. */
export function markdownTable(rows: readonly Row[]): string[] {
  const lines = rows.map(({severity, message, meaning, label, place}) => {
    const at = place === undefined ? '' : markdownCode(placeText(place))
    return `| ${severity} | ${markdownText(label)} | ${markdownText(message)} | ${markdownSentence(meaning)} | ${at} |`
  })
  return ['| severity | what | said | what it means | where |', '| --- | --- | --- | --- | --- |', ...lines]
}
