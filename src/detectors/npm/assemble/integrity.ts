import ssri from 'ssri'
import type {Digest, DigestAlgorithm} from '../../../inventory/evidence.ts'

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
 * Digests of an archive, from subresource integrity: `sha512-<base64>`, several divided by blanks. What is no hash of
 * the right length, written as it has to be, is left out: npm, yarn and pnpm take no archive for two hashes with a comma
 * between them.
 * @see W3C Subresource Integrity, "integrity metadata"
 */
export function parseIntegrity(text: string): Digest[] {
  if (text.length > textLimit) return []
  const byAlgorithm = ssri.parse(text, {strict: false})
  return [...hexLengths].flatMap(([name, [alg, hexLength]]) =>
    hashesOf(byAlgorithm, name)
      .map(({digest}) => ({digest, bytes: Buffer.from(digest, 'base64')}))
      .filter(({digest, bytes}) => bytes.toString('base64') === digest)
      .map(({bytes}) => bytes.toString('hex'))
      .filter(hex => hex.length === hexLength)
      .map(hex => ({alg, hex, of: 'content', from: 'declared'}) as const),
  )
}

/** The library answers null where there is no hash at all, which its types do not say. */
function hashesOf(integrity: ssri.IntegrityMap | null, algorithm: string): readonly {readonly digest: string}[] {
  return integrity !== null && Object.hasOwn(integrity, algorithm) ? (integrity[algorithm] ?? []) : []
}
