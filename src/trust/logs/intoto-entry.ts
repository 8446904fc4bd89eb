import {createHash, verify} from 'node:crypto'
import type {TransparencyLogEntry} from '@sigstore/bundle'
import type {TrustMaterial} from '@sigstore/verify'
import {asRecord} from '../../lib/narrow.ts'
import {invalid} from '../failure.ts'
import {canonicalJson} from '../json/jcs.ts'
import {decodeBase64, parseSignedJson} from '../json/signed-json.ts'
import {parseOnlyBlock, parsePem} from '../keys/pem.ts'
import type {EntrySigner} from './log-body.ts'

/** What a log entry must be about. */
export interface LoggedEnvelope {
  /** as it was sent to the log, byte for byte */
  readonly envelope: Uint8Array
  readonly payload: Uint8Array
  readonly signer: EntrySigner
}

const secondMs = 1000

/** Whether an entry is of the kind that cosign wrote until 2024, and that Sigstore's library does not read. */
export function isOldIntoto(kindVersion: unknown): boolean {
  const record = asRecord(kindVersion)
  return record?.['kind'] === 'intoto' && record['version'] === '0.0.1'
}

/**
 * An entry of kind intoto 0.0.1: the log's promise over it, and that it holds this envelope, this payload and this
 * certificate or key.
 * The hash of the envelope covers the signature too, so an entry of another signature does not pass.
 * @throws {TrustFailure} `tlog-set`, `tlog-body`
 */
export function assertIntotoEntry(
  entry: TransparencyLogEntry,
  logs: TrustMaterial['tlogs'],
  logged: LoggedEnvelope,
): void {
  assertPromise(entry, logs)
  const body = asRecord(parseSignedJson(entry.canonicalizedBody, 'tlog-body', 'the body of the log entry'))
  if (!isOldIntoto({kind: body?.['kind'], version: body?.['apiVersion']}))
    throw invalid('tlog-body', 'the log entry is of another kind than it says')
  const spec = asRecord(body?.['spec'])
  const content = asRecord(spec?.['content'])
  assertHash(content?.['hash'], logged.envelope, 'envelope')
  assertHash(content?.['payloadHash'], logged.payload, 'payload')
  const pem = decodeBase64(spec?.['publicKey'], 'tlog-body', 'the key in the log entry').toString('latin1')
  const {label, der} = logged.signer
  const [block] = parsePem(pem).blocks
  if (block?.label !== label || !parseOnlyBlock(pem, label).equals(der))
    throw invalid('tlog-body', `the log entry is about another ${label === 'CERTIFICATE' ? 'certificate' : 'key'}`)
}

/** The log's signed entry timestamp: its promise to hold the entry, and the time. */
function assertPromise(entry: TransparencyLogEntry, logs: TrustMaterial['tlogs']): void {
  const {canonicalizedBody, integratedTime, logIndex, logId, inclusionPromise} = entry
  const time = new Date(Number(integratedTime) * secondMs)
  const message = canonicalJson({
    body: canonicalizedBody.toString('base64'),
    integratedTime: Number(integratedTime),
    logIndex: Number(logIndex),
    logID: logId.keyId.toString('hex'),
  })
  const signature = inclusionPromise?.signedEntryTimestamp
  const isPromised = logs.some(
    ({logID, publicKey, validFor}) =>
      logID.equals(logId.keyId) &&
      validFor.start <= time &&
      time <= validFor.end &&
      signature !== undefined &&
      verify('sha256', Buffer.from(message), publicKey, signature),
  )
  if (!isPromised) throw invalid('tlog-set', 'no log of the trusted root promises to hold the entry')
}

function assertHash(said: unknown, bytes: Uint8Array, what: string): void {
  const {algorithm, value} = asRecord(said) ?? {}
  if (algorithm === 'sha256' && value === createHash('sha256').update(bytes).digest('hex')) return
  throw invalid('tlog-body', `the log entry is about another ${what}`)
}
