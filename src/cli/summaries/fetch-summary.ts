import {terminalLines} from '../../lib/escape/terminal.ts'
import type {FetchResult} from '../../pipeline/fetch/result.generated.ts'
import {formatBytes, plural} from '../amounts.ts'

/** The summary of `aibom fetch`: what was written, and each file that was not. */
export function fetchSummary({source, folder, bytes, files}: FetchResult): string {
  const count = (status: FetchResult['files'][number]['status']): number =>
    files.filter(file => file.status === status).length
  const missing = count('mismatch') + count('failed')
  const verdict =
    missing === 0
      ? 'all agree with the declared digests'
      : `they agree with the declared digests; ${plural(missing, 'file')} not written`
  const lines = [
    `${source.name} ${source.revision.slice(0, 12)} → ${folder}`,
    `  ${plural(count('fetched'), 'file')} fetched (${formatBytes(bytes)}) and ${plural(count('kept'), 'file')} kept: ${verdict}`,
    ...(count('unchecked') === 0
      ? []
      : [`  ${plural(count('unchecked'), 'file')} fetched without a declared digest: not checked`]),
    ...files.filter(({status}) => status === 'mismatch').map(({message}) => `mismatch, not written: ${message}`),
    ...files.filter(({status}) => status === 'failed').map(({path, message}) => `failed: ${path}: ${message}`),
  ]
  return terminalLines(lines)
}
