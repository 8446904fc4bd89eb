import type {X509Certificate} from 'node:crypto'
import {asRecord} from '../lib/narrow.ts'
import type {Bundle} from './bundle.ts'
import {invalid} from './failure.ts'

const secondMs = 1000

/**
 * What Sigstore's library would tell less plainly: whether there is a log entry, whether the log holds it, and whether the certificate was valid then.
 * @throws {TrustFailure} `tlog-missing`, `tlog-inclusion`, `cert-expired`
 */
export function assertLogged({json, logEntries}: Bundle, leaf: X509Certificate): void {
  if (logEntries.length === 0) throw invalid('tlog-missing', 'no entry of a transparency log: without one nobody knows when the certificate was used')
  // v0.1 rests on the log's signed promise, later versions on the proof
  const isPromised = String(json['mediaType']).endsWith('version=0.1')
  for (const entry of logEntries) {
    if (asRecord(entry[isPromised ? 'inclusionPromise' : 'inclusionProof']) === undefined) {
      throw invalid('tlog-inclusion', `the log entry has no ${isPromised ? 'promise' : 'proof'} that the log holds it`)
    }
    const seconds = Number(entry['integratedTime'])
    if (asRecord(entry['inclusionPromise']) !== undefined && seconds > 0) assertValidAt(leaf, seconds * secondMs)
  }
}

function assertValidAt({validFrom, validTo}: X509Certificate, timeMs: number): void {
  if (timeMs >= Date.parse(validFrom) && timeMs <= Date.parse(validTo)) return
  throw invalid('cert-expired', `the log says ${new Date(timeMs).toISOString()}; the certificate was valid from ${validFrom} to ${validTo}`)
}
