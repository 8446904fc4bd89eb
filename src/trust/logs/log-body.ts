import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {invalid} from '../failure.ts'
import {decodeBase64, parseSignedJson} from '../json/signed-json.ts'
import {parsePem} from '../keys/pem.ts'

/** The bytes of whoever signed, as a log entry has them. */
export interface EntrySigner {
  readonly label: 'CERTIFICATE' | 'PUBLIC KEY'
  readonly der: Buffer
}

/**
 * The log entry names the certificate or key that signed, and can be read in one way. Sigstore's library compares
 * signature and digest only: the entry of the same key under another certificate would do, and one that calls its
 * digest by another algorithm.
 * @throws {TrustFailure} `tlog-body`, `bundle-malformed`
 */
export function assertEntryBody(entry: UnknownRecord, signer: EntrySigner): void {
  const body = asRecord(
    parseSignedJson(
      decodeBase64(entry['canonicalizedBody'], 'tlog-body', 'the body'),
      'tlog-body',
      'the body of the log entry',
    ),
  )
  const spec = asRecord(body?.['spec']) ?? {}
  assertDigests(spec)
  const verifier = verifierOf(spec)
  const named = typeof verifier === 'string' ? fromText(verifier) : fromRecord(asRecord(verifier))
  if (named?.label === signer.label && named.der.equals(signer.der)) return
  throw invalid('tlog-body', 'the log entry is about a signature by another certificate or key')
}

const digestBytes: Readonly<Record<string, number>> = {
  ...{sha256: 32, sha384: 48, sha512: 64},
  ...{SHA2_256: 32, SHA2_384: 48, SHA2_512: 64},
}

/** Each digest is one by the algorithm that stands beside it, and of the two forms of Rekor v2 there is one. */
function assertDigests(spec: UnknownRecord): void {
  const [dsse, rekord] = [asRecord(spec['dsseV002']), asRecord(spec['hashedRekordV002'])]
  if (dsse !== undefined && rekord !== undefined) throw invalid('tlog-body', 'the log entry is of two kinds')
  const data = asRecord(spec['data'])?.['hash'] ?? rekord?.['data']
  for (const stated of [data, spec['payloadHash'], dsse?.['payloadHash']].map(asRecord)) {
    if (stated === undefined) continue
    const {algorithm, value, digest} = stated
    const byteLength = Buffer.from(asText(value) ?? asText(digest) ?? '', value === undefined ? 'base64' : 'hex').length
    if (byteLength !== digestBytes[asText(algorithm) ?? ''])
      throw invalid('tlog-body', 'a digest in the log entry is none by the algorithm that it states')
  }
}

/** Where each kind of entry has it: dsse, hashedrekord, intoto, and the two of Rekor v2. */
function verifierOf(spec: UnknownRecord): unknown {
  const [dsse, rekord] = [asRecord(spec['dsseV002']), asRecord(spec['hashedRekordV002'])]
  const envelope = asRecord(asRecord(spec['content'])?.['envelope'])
  return (
    firstOf(spec['signatures'])?.['verifier'] ??
    asRecord(asRecord(spec['signature'])?.['publicKey'])?.['content'] ??
    firstOf(envelope?.['signatures'])?.['publicKey'] ??
    firstOf(dsse?.['signatures'])?.['verifier'] ??
    asRecord(rekord?.['signature'])?.['verifier']
  )
}

function firstOf(list: unknown): UnknownRecord | undefined {
  return Array.isArray(list) ? asRecord(list[0]) : undefined
}

/** Base64 of PEM. */
function fromText(text: string): {label: string; der: Buffer} | undefined {
  return parsePem(decodeBase64(text, 'tlog-body', 'the key in the log entry').toString('latin1')).blocks[0]
}

/** Base64 of DER, in a field for each of the two. */
function fromRecord(verifier: UnknownRecord | undefined): {label: string; der: Buffer} | undefined {
  const certificate = asText(asRecord(verifier?.['x509Certificate'])?.['rawBytes'])
  const key = asText(asRecord(verifier?.['publicKey'])?.['rawBytes'])
  const [label, encoded] = certificate === undefined ? ['PUBLIC KEY', key] : ['CERTIFICATE', certificate]
  return encoded === undefined
    ? undefined
    : {label: label ?? '', der: decodeBase64(encoded, 'tlog-body', 'the key in the log entry')}
}
