import {createHash} from 'node:crypto'
import {createHashers, type HashAlgorithm, hashFile} from '../../../lib/fs/file-hash.ts'
import type {FolderEntry} from '../../../lib/fs/folder-list.ts'
import {readUserBytes} from '../../../lib/fs/read-file.ts'
import {decodeText} from '../../../lib/text/text.ts'
import {invalid, undecided} from '../../../trust/failure.ts'

interface Algorithm {
  readonly hexLength: number
  /** equal digests mean equal bytes */
  readonly isStrong: boolean
  readonly create: () => {update(bytes: Uint8Array): void; hex(): string}
}

const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ['MD5', own('md5', 32, false)],
  ['SHA-1', own('sha1', 40, false)],
  ['SHA-256', own('sha256', 64)],
  ['SHA-384', own('sha384', 96)],
  ['SHA-512', own('sha512', 128)],
  ['BLAKE2b-512', own('blake2b', 128)],
  ['BLAKE3', own('blake3', 64)],
  ['SHA3-256', openssl('sha3-256', 64)],
  ['SHA3-384', openssl('sha3-384', 96)],
  ['SHA3-512', openssl('sha3-512', 128)],
])
/** Of CycloneDX, and not computed here. */
const uncomputed: ReadonlySet<string> = new Set(['BLAKE2b-256', 'BLAKE2b-384', 'Streebog-256', 'Streebog-512'])
/** A prompt of its own is a text that people write. */
const textLimitBytes = 16 * 1024 * 1024

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
export function compareHashes(entry: FolderEntry, stated: StatedHashes): Agreement {
  const known = stated.hashes.flatMap(({alg, content}) => {
    const algorithm = algorithms.get(alg)
    const hex = content.toLowerCase()
    if (algorithm === undefined) {
      if (!uncomputed.has(alg))
        throw undecided('hash-algorithm', `${JSON.stringify(alg)} is not an algorithm of CycloneDX`)
      return []
    }
    if (hex.length !== algorithm.hexLength || !/^[0-9a-f]+$/.test(hex))
      throw invalid('hash-length', `the BOM has no whole ${alg} digest of it`)
    return [{alg, hex, algorithm}]
  })
  const {gitOids = [], byteLengths = []} = stated
  const computed = digestsOf(entry, new Map(known.map(({alg, algorithm}) => [alg, algorithm])), gitOids.length > 0)
  const wrong = known.filter(({alg, hex}) => computed.byName.get(alg) !== hex)
  if (wrong.length > 0 && !isSameText(entry, stated))
    throw invalid('digest-mismatch', `${entry.path} differs from the ${wrong[0]?.alg ?? ''} digest in the BOM`)
  if (gitOids.some(oid => oid !== computed.gitOid))
    throw invalid('digest-mismatch', `${entry.path} differs from the git object id in the BOM`)
  const otherLength = byteLengths.find(byteLength => byteLength !== BigInt(entry.byteLength))
  if (otherLength !== undefined)
    throw invalid('digest-mismatch', `${entry.path} has ${entry.byteLength} bytes, the BOM says ${otherLength}`)
  if (gitOids.length === 0 && !known.some(({algorithm}) => algorithm.isStrong)) {
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

/** In one pass. */
function digestsOf(
  entry: FolderEntry,
  wanted: ReadonlyMap<string, Algorithm>,
  withGit: boolean,
): {byName: Map<string, string>; gitOid: string | undefined} {
  const hashers = [...wanted].map(([name, {create}]) => [name, create()] as const)
  const git = withGit ? createHash('sha1').update(`blob ${entry.byteLength}\0`) : undefined
  hashFile(entry.absolutePath, {
    algorithms: [],
    expected: entry.identity,
    onChunk(bytes) {
      for (const [, hasher] of hashers) hasher.update(bytes)
      git?.update(bytes)
    },
  })
  return {byName: new Map(hashers.map(([name, hasher]) => [name, hasher.hex()])), gitOid: git?.digest('hex')}
}

function isSameText({absolutePath, path, byteLength}: FolderEntry, {hashes, isOfText}: StatedHashes): boolean {
  const [only, ...others] = hashes
  if (isOfText !== true || only?.alg !== 'SHA-256' || others.length > 0 || byteLength > textLimitBytes) return false
  const text = decodeText(readUserBytes(absolutePath, path, textLimitBytes, ''))
  return createHash('sha256').update(text).digest('hex') === only.content
}

function own(name: HashAlgorithm, hexLength: number, isStrong = true): Algorithm {
  return {
    hexLength,
    isStrong,
    create() {
      const hashers = createHashers([name])
      return {update: bytes => hashers.update(bytes), hex: () => hashers.digests()[0]?.[1] ?? ''}
    },
  }
}

function openssl(name: string, hexLength: number): Algorithm {
  return {
    hexLength,
    isStrong: true,
    create() {
      const hash = createHash(name)
      return {update: bytes => void hash.update(bytes), hex: () => hash.digest('hex')}
    },
  }
}
