import {createHash, type KeyObject} from 'node:crypto'
import {isSignedBy} from './keys/keys.ts'

/** Strong enough that equal digests mean equal bytes. */
export const strongAlgorithms = ['sha256', 'sha384', 'sha512'] as const
/** They prove nothing, but where one differs the bytes are not the same. */
export const weakAlgorithms = ['sha1', 'md5'] as const
export type DigestAlgorithm = StrongAlgorithm | (typeof weakAlgorithms)[number]
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

export function artifactOfBytes(bytes: Uint8Array, name?: string): Artifact {
  return {
    name,
    digest: algorithm => createHash(algorithm).update(bytes).digest('hex'),
    isSignedBy: (key, signature) => isSignedBy(key, bytes, signature),
  }
}

export function artifactOfDigests(digests: ReadonlyMap<DigestAlgorithm, string>, name?: string): Artifact {
  return {name, digest: algorithm => digests.get(algorithm), isSignedBy: () => undefined}
}
