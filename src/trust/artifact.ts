import {createHash, type KeyObject} from 'node:crypto'
import {isSignedBy} from './keys/keys.ts'

/** Strong enough that equal digests mean equal bytes. */
export const strongAlgorithms = ['sha256', 'sha384', 'sha512'] as const
/** They prove nothing, but where one differs the bytes are not the same. */
export const weakAlgorithms = ['sha1', 'md5'] as const
/** The other ones of in-toto's digest sets that are computed here: stated beside a strong one, they must be right. */
export const otherAlgorithms = [
  'sha224',
  'sha512_224',
  'sha512_256',
  'blake2b',
  'blake2s',
  'sha3_224',
  'sha3_256',
  'sha3_384',
  'sha3_512',
] as const
/** Those that a claim may state; only the strong ones prove something. */
export type DigestAlgorithm = StrongAlgorithm | (typeof weakAlgorithms)[number] | (typeof otherAlgorithms)[number]
/** Those of which an equal digest proves equal bytes. */
export type StrongAlgorithm = (typeof strongAlgorithms)[number]

/** What a signature is held against: bytes, or no more than their digests. */
export interface Artifact {
  /** what its maker calls it: file name, purl, image digest */
  readonly name?: string | undefined
  /** lower-case hex; undefined where only other digests are known */
  digest(algorithm: DigestAlgorithm): string | undefined
  /** Whether a key signed the very bytes; undefined where they are not at hand. */
  isSignedBy(key: KeyObject, signature: Uint8Array): boolean | undefined
}

/** Of bytes at hand: every digest is computed when it is asked for. */
export function artifactOfBytes(bytes: Uint8Array, name?: string): Artifact {
  return {
    name,
    digest: algorithm => createHash(opensslName(algorithm)).update(bytes).digest('hex'),
    isSignedBy: (key, signature) => isSignedBy(key, bytes, signature),
  }
}

/** As Node and OpenSSL call it. */
export function opensslName(algorithm: DigestAlgorithm): string {
  if (algorithm === 'blake2b') return 'blake2b512'
  return algorithm === 'blake2s' ? 'blake2s256' : algorithm.replace('_', '-')
}

/** Where the bytes are not at hand: a signature over the bytes themselves cannot be decided. */
export function artifactOfDigests(digests: ReadonlyMap<DigestAlgorithm, string>, name?: string): Artifact {
  return {name, digest: algorithm => digests.get(algorithm), isSignedBy: () => undefined}
}
