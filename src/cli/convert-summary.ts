import {terminalLines} from '../lib/escape/terminal.ts'
import type {ConvertResult} from '../pipeline/convert-result.generated.ts'

/** `aibom convert` for people: where it went, and everything that could not be carried. */
export function convertSummary({from, to, output, lost, valid, problems}: ConvertResult): string {
  return terminalLines([
    `CycloneDX ${from.specVersion} (${from.form.toUpperCase()}) → ${to}, ${output ?? 'stdout'}`,
    ...(lost.length === 0 ? ['Everything was carried over'] : ['could not be carried:', ...lost.map(place => `  ${place}`)]),
    ...(valid ? [] : ['The result is not valid:', ...problems.map(({pointer, message}) => `  ${pointer} ${message}`)]),
  ])
}
