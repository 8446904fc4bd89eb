import {terminalLines} from '../../lib/escape/terminal.ts'
import type {SignResult} from '../../pipeline/sign/result.generated.ts'
import {plural} from '../amounts.ts'

/** What `aibom sign` wrote, and how it is verified. */
export function signSummary({target, signer, written}: SignResult): string {
  const lines = [
    `signed ${target} with ${signer}`,
    ...written.map(({path, kind, files}) => `  ${path}  ${kind}, ${plural(files, 'file')}`),
  ]
  return terminalLines(lines)
}
