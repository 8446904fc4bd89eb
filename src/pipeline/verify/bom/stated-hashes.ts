import type {FolderEntry} from '../../../lib/fs/folder-list.ts'
import {invalid, undecided} from '../../../trust/failure.ts'
import {type DigestKind, digestKinds, type FileDigests, gitOid} from './file-digests.ts'

/** Of CycloneDX, and not computed here. */
const uncomputed: ReadonlySet<string> = new Set(['BLAKE2b-256', 'BLAKE2b-384', 'Streebog-256', 'Streebog-512'])

/** All that a BOM states of the bytes of one file. */
export interface StatedHashes {
  readonly hashes: readonly {readonly alg: string; readonly content: string}[]
  /** object ids that git gives to the content */
  readonly gitOids?: readonly string[]
  readonly byteLengths?: readonly bigint[]
  /** whether the digest is of the text, in UTF-8, where the file has another encoding */
  readonly isOfText?: boolean
}

/** What of the statement was compared and agrees, and what could not be compared. */
export interface Agreement {
  readonly checked: readonly string[]
  readonly notCovered: readonly string[]
}

/**
 * Holds a file against everything that is stated of its bytes. Each digest must be right, a weak one that contradicts a
 * strong one too.
 * @throws {TrustFailure} `digest-mismatch`, `hash-length`; `hash-algorithm` where no digest proves anything
 */
export function compareHashes(entry: FolderEntry, stated: StatedHashes, digests: FileDigests): Agreement {
  const known = stated.hashes.flatMap(toKnown)
  const {gitOids = [], byteLengths = []} = stated
  const computed = digests.of(entry, [...known.map(({alg}) => alg), ...(gitOids.length > 0 ? [gitOid] : [])])
  const wrong = known.find(({alg, hex}) => computed.get(alg) !== hex)
  if (wrong !== undefined && !isSameText(entry, stated, digests))
    throw invalid('digest-mismatch', `${entry.path} differs from the ${wrong.alg} digest in the BOM`)
  if (gitOids.some(oid => oid !== computed.get(gitOid)))
    throw invalid('digest-mismatch', `${entry.path} differs from the git object id in the BOM`)
  const otherLength = byteLengths.find(byteLength => byteLength !== BigInt(entry.byteLength))
  if (otherLength !== undefined)
    throw invalid('digest-mismatch', `${entry.path} has ${entry.byteLength} bytes, the BOM says ${otherLength}`)
  if (gitOids.length === 0 && !known.some(({kind}) => kind.isStrong)) {
    throw undecided(
      'hash-algorithm',
      `the BOM has only digests that prove nothing or are not computed here: ${stated.hashes.map(({alg}) => alg).join(', ')}`,
    )
  }
  return {
    checked: [...known.map(({alg}) => alg), ...(gitOids.length === 0 ? [] : ['git object id (SHA-1)'])],
    notCovered: stated.hashes.flatMap(({alg}) =>
      uncomputed.has(alg) ? [`the ${alg} digest, which is not computed here`] : [],
    ),
  }
}

interface Known {
  readonly alg: string
  readonly hex: string
  readonly kind: DigestKind
}

/** @throws {TrustFailure} `hash-algorithm`, `hash-length` */
function toKnown({alg, content}: StatedHashes['hashes'][number]): Known[] {
  const kind = digestKinds.get(alg)
  const hex = content.toLowerCase()
  if (kind === undefined) {
    if (uncomputed.has(alg)) return []
    throw undecided('hash-algorithm', `${JSON.stringify(alg)} is not an algorithm of CycloneDX`)
  }
  if (hex.length !== kind.hexLength || !/^[0-9a-f]+$/.test(hex))
    throw invalid('hash-length', `the BOM has no whole ${alg} digest of it`)
  return [{alg, hex, kind}]
}

function isSameText(entry: FolderEntry, {hashes, isOfText}: StatedHashes, digests: FileDigests): boolean {
  const [only, ...others] = hashes
  if (isOfText !== true || only?.alg !== 'SHA-256' || others.length > 0) return false
  return digests.ofText(entry) === only.content
}
