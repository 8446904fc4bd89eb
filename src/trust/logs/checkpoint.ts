import type {TransparencyLogEntry} from '@sigstore/bundle'
import type {TrustedRoot} from '@sigstore/protobuf-specs'
import type {TrustMaterial} from '@sigstore/verify'
import {invalid} from '../failure.ts'
import {decodeBase64} from '../json/signed-json.ts'
import {isSignedBy} from '../keys/keys.ts'

/** What a log says of its tree, signed as a note: by the log, and by any number of witnesses. */
interface Checkpoint {
  /** what the signatures are over */
  readonly note: string
  /** the log, by its own name */
  readonly origin: string | undefined
  /** as written */
  readonly treeSize: string | undefined
  readonly rootHash: string | undefined
  readonly signatures: readonly NoteSignature[]
}

interface NoteSignature {
  readonly name: string
  /** the first bytes of the key's id */
  readonly keyHint: Buffer
  readonly bytes: Buffer
}

/** A log of the trusted root, with every id and name that entries and notes know it by. */
interface KnownLog {
  readonly log: TrustMaterial['tlogs'][number]
  readonly ids: readonly Uint8Array[]
  readonly names: readonly string[]
}

/** `— NAME BASE64`, a signature of a signed note */
const signatureLinePattern = /^\u2014 ([A-Za-z0-9._:/@~-]+) (\S+)$/
const keyHintBytes = 4
/** Between the name of a log and the number of its tree, in the origin that Rekor v1 writes. */
const treeSeparator = ' - '
const treeNumberPattern = /^\d{1,20}$/

/**
 * Reads a checkpoint, strictly: Sigstore's library takes the name in a signature for a regular expression, and none
 * that could keep it busy reaches it.
 * @see C2SP tlog-checkpoint and signed-note
 * @throws {TrustFailure} `bundle-malformed`
 */
export function parseCheckpoint(envelope: string): Checkpoint {
  const noteLength = envelope.indexOf('\n\n') + 1
  const [origin, treeSize, rootHash] = envelope.split('\n')
  const [, ...lines] = envelope.slice(noteLength).split('\n')
  if (lines.pop() !== '') throw invalid('bundle-malformed', 'a checkpoint does not end with a line break')
  return {note: envelope.slice(0, noteLength), origin, treeSize, rootHash, signatures: lines.map(toSignature)}
}

function toSignature(line: string): NoteSignature {
  const [, name, signature] = signatureLinePattern.exec(line) ?? []
  if (name === undefined)
    throw invalid('bundle-malformed', 'a checkpoint has a line that is not the signature of a log')
  const bytes = decodeBase64(signature, 'bundle-malformed', 'a signature of a checkpoint')
  return {name, keyHint: bytes.subarray(0, keyHintBytes), bytes: bytes.subarray(keyHintBytes)}
}

/**
 * The log that an entry names signed the checkpoint of its proof, under its own name and for its own tree, in the time
 * in which its key was in use. Sigstore's library takes the signature of any log of the root, whatever the name, and
 * looks at the time only where the log promised one.
 * @param times that timestamp authorities vouch for
 * @throws {TrustFailure} `tlog-inclusion`
 */
export function assertCheckpoints(
  entries: readonly TransparencyLogEntry[],
  root: TrustedRoot,
  logs: TrustMaterial['tlogs'],
  times: readonly Date[],
): void {
  const known = logs.map((log, index) => toKnown(log, root.tlogs[index]))
  for (const {logId, inclusionProof, inclusionPromise} of entries) {
    if (inclusionProof === undefined) continue
    const named = known.filter(({ids}) => ids.some(id => logId.keyId.equals(id)))
    const checkpoint = parseCheckpoint(inclusionProof.checkpoint?.envelope ?? '')
    const signed = named.filter(one => isOfLog(checkpoint, one))
    if (signed.length === 0)
      throw invalid('tlog-inclusion', 'the checkpoint of a log entry is not signed by a log of the trusted root')
    // what the log promised has a time of its own, which the library held against the key
    if (inclusionPromise === undefined && !signed.some(({log}) => times.every(time => isInUse(log, time))))
      throw invalid('tlog-inclusion', 'the key of the log was not in use when the signature was made')
  }
}

function toKnown(log: KnownLog['log'], instance: TrustedRoot['tlogs'][number] | undefined): KnownLog {
  const ids = [log.logID, instance?.logId?.keyId ?? log.logID]
  if (!URL.canParse(log.baseURL)) return {log, ids, names: [log.baseURL]}
  const {host, hostname, pathname} = new URL(log.baseURL)
  return {log, ids, names: [host, hostname, `${host}${pathname.replace(/\/$/, '')}`]}
}

/** Each signature that says it is by this key of this log is right, and there is one. */
function isOfLog({note, origin = '', signatures}: Checkpoint, {log, names}: KnownLog): boolean {
  const [name = '', tree, ...rest] = origin.split(treeSeparator)
  if (!names.includes(name) || rest.length > 0 || !(tree === undefined || treeNumberPattern.test(tree))) return false
  const hint = log.logID.subarray(0, keyHintBytes)
  const own = signatures.filter(signature => signature.name === name && signature.keyHint.equals(hint))
  return own.length > 0 && own.every(({bytes}) => isSignedBy(log.publicKey, Buffer.from(note), bytes))
}

function isInUse({validFor}: KnownLog['log'], time: Date): boolean {
  return validFor.start <= time && time <= validFor.end
}
