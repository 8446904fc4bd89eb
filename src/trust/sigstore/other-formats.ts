import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {attempt, TrustFailure, undecided} from '../failure.ts'
import {parseSignedJson} from '../json/signed-json.ts'
import {readStrictly} from '../x509/certificate.ts'
import {childrenOf, derTag, parseDer} from '../x509/der.ts'

/** What the text of a signature begins with, and whose it then is. */
const beginnings = [
  ['-----BEGIN PGP ', 'OpenPGP'],
  ['-----BEGIN SSH SIGNATURE', 'SSH'],
  ['-----BEGIN PKCS7', 'CMS'],
  ['-----BEGIN CMS', 'CMS'],
  ['untrusted comment:', 'minisign or signify'],
] as const
/** Longer texts in base64 are no bare signature: one by an RSA key of 8,192 bits has 1,368 signs. */
const bareTextLimit = 2048
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/
/** Bytes of Ed25519 signatures, and of RSA keys of 2,048 to 8,192 bits. */
const bareLengths: ReadonlySet<number> = new Set([64, 256, 384, 512, 1024])
/** Where the version stands in a signature packet, by its first byte (RFC 9580, section 4.2). */
const packetVersions: ReadonlyMap<number | undefined, readonly number[]> = new Map([
  [0x88, [2]],
  [0x89, [3]],
  [0x8a, [5]],
  [0xc2, [2, 3, 6]],
])
const signedDataOid = Buffer.from('06092a864886f70d010702', 'hex')
/** The OID stands behind the header of one sequence. */
const oidEnd = 32

/** Names of signatures that are not read, and what they are. */
const suffixes = [
  ['.asc', 'OpenPGP'],
  ['.gpg', 'OpenPGP'],
  ['.minisig', 'minisign or signify'],
  ['.p7s', 'CMS'],
] as const
/** The ends of their names alone. */
export const otherSuffixes: readonly string[] = suffixes.map(([suffix]) => suffix)

/** The format that the name of a file says, of those that are not read. */
export function formatOfName(path: string): string | undefined {
  return suffixes.find(([suffix]) => path.endsWith(suffix))?.[1]
}

/** The format of a signature that is of another one than Sigstore's, by its bytes. */
export function otherFormat(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.subarray(0, bareTextLimit).toString('latin1').trim()
  const known = beginnings.find(([beginning]) => text.startsWith(beginning))
  if (known !== undefined) return known[1]
  if (isOpenPgpPacket(buffer)) return 'OpenPGP'
  if (buffer[0] === derTag.sequence && buffer.subarray(0, oidEnd).includes(signedDataOid)) return 'CMS'
  return isBare(buffer) || isBareText(text, buffer) ? 'openssl or cosign without a bundle' : undefined
}

/**
 * The JSON of a file that may be a Sigstore bundle. A signature of another format may be right: that it cannot be read
 * refutes nothing.
 * @throws {TrustFailure} `bundle-malformed`, `bundle-unsupported`
 */
export function parseSignatureFile(bytes: Uint8Array, path: string, what: string): unknown {
  const format = otherFormat(bytes) ?? formatOfName(path)
  if (format !== undefined) throw notRead(format)
  const json = parseSignedJson(bytes, 'bundle-malformed', what)
  const other = otherDocument(asRecord(json) ?? {})
  if (other !== undefined) throw notRead(other)
  return json
}

function otherDocument({base64Signature, payloadType, payload, signatures}: UnknownRecord): string | undefined {
  if (typeof base64Signature === 'string') return 'cosign before its version 3'
  const isEnvelope = typeof payloadType === 'string' && typeof payload === 'string' && Array.isArray(signatures)
  return isEnvelope ? 'DSSE without a bundle' : undefined
}

function notRead(format: string): Error {
  return undecided('bundle-unsupported', `it is a signature of ${format}, which aibom does not read`)
}

/** A signature packet over a file: of versions 4 to 6, or of version 3, which has its length between. */
function isOpenPgpPacket(bytes: Buffer): boolean {
  return (packetVersions.get(bytes[0]) ?? []).some(at => {
    const version = bytes[at] ?? 0
    const type = version === 3 && bytes[at + 1] === 5 ? bytes[at + 2] : bytes[at + 1]
    return version >= 3 && version <= 6 && (type === 0x00 || type === 0x01)
  })
}

/** As ECDSA writes it: two numbers. */
function isBare(bytes: Buffer): boolean {
  if (bytes[0] !== derTag.sequence || bytes.length > bareTextLimit) return false
  const numbers = attempt(() => readStrictly(() => childrenOf(parseDer(bytes))))
  return !(numbers instanceof TrustFailure) && numbers.length === 2 && numbers.every(({tag}) => tag === derTag.integer)
}

function isBareText(text: string, {length}: Buffer): boolean {
  const base64 = text.replace(/\s/g, '')
  if (length > bareTextLimit || !base64Pattern.test(base64)) return false
  const bytes = Buffer.from(base64, 'base64')
  return isBare(bytes) || bareLengths.has(bytes.length)
}
