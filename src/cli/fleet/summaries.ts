import {terminalLines} from '../../lib/escape/terminal.ts'
import {listed} from '../../lib/text/listed.ts'
import type {FleetAddResult} from '../../pipeline/fleet/add-result.generated.ts'
import type {FleetPushResult} from '../../pipeline/fleet/push/result.generated.ts'
import type {FleetScanResult} from '../../pipeline/fleet/scan-result.generated.ts'
import type {FleetServeResult} from '../../pipeline/fleet/serve/result.generated.ts'
import type {FleetWorkerResult} from '../../pipeline/fleet/worker-result.generated.ts'
import {formatCount, plural} from '../amounts.ts'

const namesShown = 20

/** The result of `aibom fleet add` for a terminal. */
export function addSummary({added, known, sources, passedOver, database}: FleetAddResult): string {
  const rest = sources.length - namesShown
  return terminalLines([
    ...sources.slice(0, namesShown).map(({form, address}) => `${form.padEnd(8)}  ${address}`),
    ...(rest > 0 ? [`and ${formatCount(rest)} more`] : []),
    `${plural(added, 'source')} added${known === 0 ? '' : `, ${formatCount(known)} known already`}, in ${database}`,
    ...(passedOver.length === 0
      ? []
      : [`left out, since neither a repository nor a BOM is there: ${listed(passedOver)}`]),
    'Read them with: aibom fleet scan',
  ])
}

/** The result of `aibom fleet scan` for a terminal. */
export function scanSummary({sources, scanned, unchanged, failed, queued}: FleetScanResult): string {
  return terminalLines([
    ...failedLines(failed),
    `${plural(sources, 'source')}: ${formatCount(scanned)} read, ${formatCount(unchanged)} unchanged, ${formatCount(failed.length)} could not be read`,
    ...(queued === undefined
      ? []
      : [
          `${plural(queued, 'source')} put in the queue for aibom fleet worker; others that changed wait there already`,
        ]),
    ...(failed.length > 0
      ? ['What was stored of those that could not be read is older. The next scan tries them again']
      : []),
  ])
}

/** The result of `aibom fleet worker` for a terminal. */
export function workerSummary({scanned, unchanged, failed, handedBack}: FleetWorkerResult): string {
  return terminalLines([
    ...failedLines(failed),
    `${plural(scanned, 'source')} read, ${formatCount(unchanged)} unchanged, ${formatCount(failed.length)} could not be read, ${formatCount(handedBack)} handed back`,
  ])
}

/** The result of `aibom fleet push` for a terminal. */
export function pushSummary({pushed, failed, notRead, target}: FleetPushResult): string {
  const lossy = pushed.filter(({lost}) => lost > 0).length
  return terminalLines([
    ...failed.map(({name, message}) => `not pushed  ${name}: ${message}`),
    ...(notRead.length === 0 ? [] : [`never read, so nothing to push: ${listed(notRead)}`]),
    `${plural(pushed.length, 'BOM')} pushed to ${target}, ${formatCount(failed.length)} refused`,
    ...(lossy === 0
      ? []
      : [`${plural(lossy, 'BOM')} say less in the older version of CycloneDX that was written; --json counts what`]),
  ])
}

/** The result of `aibom fleet serve` for a terminal, when it has ended. */
export function serveSummary({requests, exported}: FleetServeResult): string {
  return terminalLines([
    ...(exported === undefined
      ? []
      : [`${plural(exported.files, 'file')} written to ${exported.folder}: open index.html`]),
    ...(requests === undefined ? [] : [`${plural(requests, 'request')} answered`]),
  ])
}

function failedLines(failed: FleetScanResult['failed']): string[] {
  return failed.map(
    ({name, address, message}) => `not read  ${name}: ${message}${message.includes(address) ? '' : ` (${address})`}`,
  )
}
