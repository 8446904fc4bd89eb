import {terminalLines} from '../../lib/escape/terminal.ts'
import type {ConvertResult} from '../../pipeline/convert/result.generated.ts'

/** `aibom convert` for people: where it went, and everything that could not be carried. */
export function convertSummary({from, to, output, lost, missing = [], valid, problems}: ConvertResult): string {
  return terminalLines([
    `${from.specVersion.startsWith('SPDX') ? '' : 'CycloneDX '}${from.specVersion} (${from.form.toUpperCase()}) → ${to}, ${output ?? 'stdout'}`,
    ...(lost.length === 0
      ? ['Everything was carried over']
      : ['could not be carried:', ...lost.map(place => `  ${place}`)]),
    ...(missing.length === 0
      ? []
      : [
          'The AI and Dataset profiles of SPDX ask for more, so the result does not claim them:',
          ...missing.map(what => `  ${what}`),
        ]),
    ...(valid ? [] : ['The result is not valid:', ...problems.map(({pointer, message}) => `  ${pointer} ${message}`)]),
  ])
}
