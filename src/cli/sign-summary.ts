import type {SignResult} from '../pipeline/sign-result.generated.ts'
import {forTerminal, plural} from './terminal.ts'

/** What `aibom sign` wrote, and how it is verified. */
export function signSummary({target, signer, written}: SignResult): string {
  const lines = [`signed ${target} with ${signer}`, ...written.map(({path, kind, files}) => `  ${path}  ${kind}, ${plural(files, 'file')}`)]
  return `${lines.map(forTerminal).join('\n')}\n`
}
