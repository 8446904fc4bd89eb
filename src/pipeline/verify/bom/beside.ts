import {basename} from 'node:path'
import {AibomError, expected} from '../../../lib/errors.ts'
import {kindOfPath, readHead} from '../../../lib/fs/read-file.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {type TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import {formatOfName, otherFormat, otherSuffixes} from '../../../trust/sigstore/other-formats.ts'
import {verifyBundle} from '../../../trust/sigstore/sigstore-bundle.ts'
import {fileArtifact} from '../artifact.ts'
import {readBundle} from '../model-signature.ts'
import type {Findings} from '../subject.ts'
import type {Request, Target} from '../target.ts'

/** Of signatures that are read; the first that is there counts. */
const suffixes = ['.sigstore.json', '.sigstore', '.sig', '.bundle']
/** Enough to know a signature of another format by. */
const headBytes = 4096

/** Paths of the signatures beside a document that have a name of those that are read. */
export function signaturesBeside({absolutePath}: Pick<Target, 'absolutePath'>): string[] {
  return filesBeside(absolutePath, suffixes)
}

/** The files of a path's name with one of these ends; signatures that are not read come last. */
export function filesBeside(absolutePath: string, ends: readonly string[]): string[] {
  const found = ends.map(suffix => absolutePath + suffix).filter(path => kindOfPath(path) === 'file')
  const others = found.filter(isOfOtherFormat)
  return [...found.filter(path => !others.includes(path)), ...others]
}

/** Whether it is a signature that is not read, by its bytes; that those cannot be had is told where they are wanted. */
export function isOfOtherFormat(path: string): boolean {
  try {
    return otherFormat(readHead(path, path, headBytes)) !== undefined
  } catch (error) {
    expected(error, AibomError)
    return false
  }
}

/**
 * Verifies the signature beside a document.
 * @throws {TrustFailure} where there is none, or one of a kind that is not read
 */
export async function verifyBeside(
  target: Pick<Target, 'path' | 'absolutePath'>,
  {trust, claim}: Pick<Request, 'trust' | 'claim'>,
  trail: Trail,
  findings: Pick<Findings, 'predicateTypes'>,
): Promise<Signed> {
  const [beside, ...others] = signaturesBeside(target)
  for (const other of others) trail.notCovered.push(`another signature beside it: ${basename(other)}`)
  if (beside === undefined)
    throw otherBeside(target) ?? unsigned('it contains no signature, and there is none next to it')
  const bundle = readBundle(beside)
  const artifact = {...fileArtifact(target.absolutePath, target.path), name: undefined}
  const {signed, statement} = await verifyBundle(bundle, {artifact, predicateTypes: claim.predicateTypes}, trust, trail)
  if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
  return signed
}

/** Why there is no answer, where the signature beside a file has the name of a format that is not read. */
export function otherBeside({absolutePath}: Pick<Target, 'absolutePath'>): TrustFailure | undefined {
  const [other] = filesBeside(absolutePath, otherSuffixes)
  if (other === undefined) return undefined
  return undecided(
    'bundle-unsupported',
    `${basename(other)} is beside it: aibom does not read signatures of ${formatOfName(other)}`,
  )
}
