import {basename} from 'node:path'
import {kindOfPath, readUserBytes} from '../../../lib/fs/read-file.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {undecided, unsigned} from '../../../trust/failure.ts'
import {parseBundle} from '../../../trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../trust/sigstore/sigstore-bundle.ts'
import {fileArtifact} from '../artifact.ts'
import type {Findings} from '../subject.ts'
import type {Request, Target} from '../target.ts'

/** Of signatures that are read; the first that is there counts. */
const suffixes = ['.sigstore.json', '.sigstore', '.sig', '.bundle']
/** Of those that are not, and what they are. */
const unreadSuffixes = [
  ['.asc', 'OpenPGP'],
  ['.gpg', 'OpenPGP'],
  ['.minisig', 'minisign'],
  ['.p7s', 'CMS'],
] as const
const limitBytes = 64 * 1024 * 1024

/** Paths of the signatures beside a document that are read. */
export function signaturesBeside({absolutePath}: Pick<Target, 'absolutePath'>): string[] {
  return suffixes.map(suffix => absolutePath + suffix).filter(path => kindOfPath(path) === 'file')
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
  if (beside === undefined) throw noneBeside(target)
  const bundle = parseBundle(readUserBytes(beside, beside, limitBytes, ''))
  const artifact = {...fileArtifact(target.absolutePath, target.path), name: undefined}
  const {signed, statement} = await verifyBundle(bundle, {artifact, predicateTypes: claim.predicateTypes}, trust, trail)
  if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
  return signed
}

function noneBeside({absolutePath}: Pick<Target, 'absolutePath'>): Error {
  const [unread] = unreadSuffixes.filter(([suffix]) => kindOfPath(absolutePath + suffix) === 'file')
  if (unread === undefined) return unsigned('it contains no signature, and there is none next to it')
  const [suffix, kind] = unread
  return undecided(
    'bundle-unsupported',
    `${basename(absolutePath + suffix)} is beside it: aibom does not read signatures of ${kind}`,
  )
}
