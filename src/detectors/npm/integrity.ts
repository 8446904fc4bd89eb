import ssri from 'ssri'
import type {Digest, DigestAlgorithm} from '../../inventory/evidence.ts'

const hexLengths: ReadonlyMap<string, readonly [DigestAlgorithm, number]> = new Map([
  ['md5', ['md5', 32]],
  ['sha1', ['sha1', 40]],
  ['sha256', ['sha256', 64]],
  ['sha384', ['sha384', 96]],
  ['sha512', ['sha512', 128]],
])
/** Some dozens of hashes; real entries have one or two. */
const textLimit = 4096

/**
 * Digests of an archive, from subresource integrity: `sha512-<base64>`, several divided by blanks. What is no hash of the right length is left out.
 * @see W3C Subresource Integrity, «integrity metadata»
 */
export function parseIntegrity(text: string): Digest[] {
  if (text.length > textLimit) return []
  const byAlgorithm = ssri.parse(text, {strict: false})
  return [...hexLengths].flatMap(([name, [alg, hexLength]]) =>
    hashesOf(byAlgorithm, name)
      .map(hash => Buffer.from(hash.digest, 'base64').toString('hex'))
      .filter(hex => hex.length === hexLength)
      .map(hex => toDigest(alg, hex)),
  )
}

/** SHA-1 of an archive, as yarn 1 and the old registry append it to the URL: `…/name-1.0.0.tgz#<40 hex>`. */
export function parseFragmentSha1(url: string): Digest[] {
  const fragment = url.split('#', 2)[1] ?? ''
  return /^[0-9a-f]{40}$/.test(fragment) ? [toDigest('sha1', fragment)] : []
}

/** The library answers null where there is no hash at all, which its types do not say. */
function hashesOf(integrity: ssri.IntegrityMap | null, algorithm: string): readonly {readonly digest: string}[] {
  return integrity !== null && Object.hasOwn(integrity, algorithm) ? (integrity[algorithm] ?? []) : []
}

function toDigest(alg: DigestAlgorithm, hex: string): Digest {
  return {alg, hex, of: 'content', from: 'declared'}
}
