import {basename} from 'node:path'
import {AibomError, expected} from '../../../lib/errors.ts'
import {kindOfPath, readHead} from '../../../lib/fs/read-file.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {TrustFailure, undecided, unsigned} from '../../../trust/failure.ts'
import type {Bundle} from '../../../trust/sigstore/bundle.ts'
import {formatOfName, otherFormat, otherSuffixes} from '../../../trust/sigstore/other-formats.ts'
import {verifyBundle} from '../../../trust/sigstore/sigstore-bundle.ts'
import {fileArtifact} from '../artifact.ts'
import {worstOf} from '../failures.ts'
import {readBundle} from '../model-signature.ts'
import type {Findings} from '../subject.ts'
import type {Request, Target} from '../target.ts'

/** Of signatures that are read. */
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

interface Wanted extends Pick<Request, 'trust' | 'claim'> {
  /** signatures that were read before, or why they cannot be */
  readonly read?: ReadonlyMap<string, Bundle | TrustFailure>
}
type Document = Pick<Target, 'path' | 'absolutePath'>

/**
 * Verifies the signatures beside a document. Anybody can put one there: the first that is right is enough, and the
 * others are told.
 * @throws {TrustFailure} where there is none, or one of a kind that is not read, or none that is right
 */
export async function verifyBeside(
  target: Document,
  wanted: Wanted,
  trail: Trail,
  findings: Pick<Findings, 'predicateTypes'>,
): Promise<Signed> {
  const found = signaturesBeside(target)
  const failed: {readonly beside: string; readonly failure: TrustFailure; readonly own: Trail}[] = []
  for (const beside of found) {
    const own: Trail = {checked: [], notCovered: [], trust: []}
    try {
      const signed = await verifyByOne(beside, target, wanted, own, findings)
      tell(own, found, beside, trail)
      return signed
    } catch (error) {
      failed.push({beside, failure: expected(error, TrustFailure), own})
    }
  }
  const worst = worstOf(failed.map(({failure}) => failure))
  const shown = failed.find(({failure}) => failure === worst)
  if (shown === undefined)
    throw otherBeside(target) ?? unsigned('it contains no signature, and there is none next to it')
  tell(shown.own, found, shown.beside, trail)
  throw shown.failure
}

async function verifyByOne(
  beside: string,
  {path, absolutePath}: Document,
  {trust, claim, read}: Wanted,
  trail: Trail,
  findings: Pick<Findings, 'predicateTypes'>,
): Promise<Signed> {
  const bundle = read?.get(beside) ?? readBundle(beside)
  if (bundle instanceof TrustFailure) throw bundle
  const artifact = {...fileArtifact(absolutePath, path), name: undefined}
  const {signed, statement} = await verifyBundle(bundle, {artifact, predicateTypes: claim.predicateTypes}, trust, trail)
  if (statement !== undefined) findings.predicateTypes.push(statement.predicateType)
  return signed
}

/** What the signature that counts was checked for, and which others there are. */
function tell(own: Trail, found: readonly string[], counted: string, trail: Trail): void {
  trail.notCovered.push(...othersTold(found, counted), ...own.notCovered)
  trail.checked.push(...own.checked)
  trail.trust.push(...own.trust)
}

/** Signatures beside a file that do not count, because another one does. */
export function othersTold(found: readonly string[], counted: string | undefined): string[] {
  return found.filter(path => path !== counted).map(path => `another signature beside it: ${basename(path)}`)
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
