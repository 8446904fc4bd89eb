import {constants, createHash, createVerify, type KeyObject, verify} from 'node:crypto'
import {basename, resolve} from 'node:path'
import {AibomError} from '../../lib/errors.ts'
import {hashFile} from '../../lib/fs/file-hash.ts'
import {kindOfPath, readUserBytes} from '../../lib/fs/read-file.ts'
import {remembering} from '../../lib/remember.ts'
import {
  type Artifact,
  artifactOfDigests,
  type DigestAlgorithm,
  opensslName,
  type StrongAlgorithm,
  strongAlgorithms,
} from '../../trust/artifact.ts'
import {invalid} from '../../trust/failure.ts'
import {hashesOf} from '../../trust/keys/keys.ts'
import type {Claim} from './options.ts'

/** Keys that hash by themselves want the whole file in memory. */
const memoryLimitBytes = 1024 * 1024 * 1024
const hexLengths: Readonly<Record<StrongAlgorithm, number>> = {sha256: 64, sha384: 96, sha512: 128}

/** What the user wants a signature to be held against, if anything. @throws {AibomError} exit 2 */
export function artifactOf({artifact, digests, subject}: Claim, cwd: string): Artifact | undefined {
  if (artifact !== undefined) return {...fileArtifact(resolve(cwd, artifact), artifact), name: subject}
  return digests.length === 0 ? undefined : artifactOfDigests(parseDigestFlags(digests), subject)
}

/** @throws {AibomError} `AIBOM_USAGE` before anything is read */
export function assertDigestFlags({artifact, digests}: Claim): void {
  parseDigestFlags(digests)
  if (artifact !== undefined && digests.length > 0)
    throw new AibomError('AIBOM_USAGE', '--artifact and --digest say the same: give one of them')
}

/**
 * @param predicateType of what was signed; undefined where no statement was
 * @throws {TrustFailure} where another was asked for
 */
export function assertPredicate(
  {predicateTypes}: Pick<Claim, 'predicateTypes'>,
  predicateType: string | undefined,
): void {
  if (predicateTypes.length === 0 || (predicateType !== undefined && predicateTypes.includes(predicateType))) return
  throw invalid(
    'predicate-type',
    predicateType === undefined ? 'the signature is over no statement' : `the statement is ${predicateType}`,
  )
}

/** A file of any size: read in passes, never held. */
export function fileArtifact(absolutePath: string, shownPath: string): Artifact {
  if (kindOfPath(absolutePath) !== 'file') throw new AibomError('AIBOM_FILE_NOT_FOUND', `${shownPath} is not a file`)
  return {
    name: basename(absolutePath),
    digest: remembering((algorithm: DigestAlgorithm) => digestOf(absolutePath, algorithm)),
    isSignedBy: (key, signature) =>
      hashesOf(key).some(hash => isFileSigned({absolutePath, shownPath, hash, key, signature})),
  }
}

function digestOf(absolutePath: string, algorithm: DigestAlgorithm): string {
  const hash = createHash(opensslName(algorithm))
  hashFile(absolutePath, {algorithms: [], onChunk: bytes => void hash.update(bytes)})
  return hash.digest('hex')
}

interface FileSignature {
  readonly absolutePath: string
  readonly shownPath: string
  readonly hash: string | undefined
  readonly key: KeyObject
  readonly signature: Uint8Array
}

function isFileSigned({absolutePath, shownPath, hash, key, signature}: FileSignature): boolean {
  if (hash === undefined)
    return verify(
      hash,
      readUserBytes(absolutePath, shownPath, memoryLimitBytes, 'Sign large files with an EC key'),
      key,
      signature,
    )
  const verifier = createVerify(hash)
  hashFile(absolutePath, {algorithms: [], onChunk: bytes => void verifier.update(bytes)})
  return verifier.verify(key.asymmetricKeyType === 'rsa' ? {key, padding: constants.RSA_PKCS1_PADDING} : key, signature)
}

/** @throws {AibomError} `AIBOM_USAGE` */
export function parseDigestFlags(digests: readonly string[]): Map<StrongAlgorithm, string> {
  const parsed = new Map<StrongAlgorithm, string>()
  for (const [algorithm, hex] of digests.map(parseDigestFlag)) {
    if ((parsed.get(algorithm) ?? hex) !== hex)
      throw new AibomError('AIBOM_USAGE', `--digest gives two digests by ${algorithm}, and no file has both`)
    parsed.set(algorithm, hex)
  }
  return parsed
}

function parseDigestFlag(text: string): [StrongAlgorithm, string] {
  const [, name, hex = ''] = /^([^:]*):([0-9a-f]+)$/.exec(text.toLowerCase()) ?? []
  const algorithm = strongAlgorithms.find(known => known === name)
  if (algorithm !== undefined && hex.length === hexLengths[algorithm]) return [algorithm, hex]
  throw new AibomError('AIBOM_USAGE', `--digest ${JSON.stringify(text)} is not ALG:HEX`, {
    hint: `ALG is one of ${strongAlgorithms.join(', ')}, HEX the whole digest`,
  })
}
