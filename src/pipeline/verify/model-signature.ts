import {join, resolve} from 'node:path'
import {AibomError, expected} from '../../lib/errors.ts'
import {type FolderEntry, listFolder} from '../../lib/fs/folder-list.ts'
import {isOwnTemporary} from '../../lib/fs/own-temporary.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {baseName} from '../../lib/path.ts'
import type {Signed, Trail} from '../../trust/decide.ts'
import {attempt, TrustFailure} from '../../trust/failure.ts'
import {assertLogForm} from '../../trust/logs/log-entries.ts'
import {isModelPredicate, isModelStatement, parseManifest} from '../../trust/oms/manifest.ts'
import {verifyModelSignature} from '../../trust/oms/verify.ts'
import {type Bundle, parseBundle, toBundle} from '../../trust/sigstore/bundle.ts'
import {parseSignatureFile} from '../../trust/sigstore/other-formats.ts'
import {parseStatement} from '../../trust/sigstore/statement.ts'
import {assertPredicate} from './artifact.ts'
import {checkModelFiles} from './model-files.ts'
import type {Claim} from './options.ts'
import {type Findings, type SubjectVerdict, verifySubject} from './subject.ts'
import {bundleLimitBytes, type Request} from './target.ts'

/** Signatures lie at the top of a model under names of all kinds; larger files are weights. */
const candidateLimitBytes = 64 * 1024 * 1024
const usualName = 'model.sig'
const candidatePattern = /(?:\.sig|\.sigstore|\.bundle|\.json|\.signature)$/i

/** Absolute path of the signature at the top of a model; undefined where there is none. */
export function findModelSignature(absolutePath: string): string | undefined {
  return modelSignatureAmong(listFolder(absolutePath), absolutePath)
}

/** The same among the entries of a folder that is listed already; in the hub's cache it is a link, as all files are. */
export function modelSignatureAmong(entries: readonly FolderEntry[], folder: string): string | undefined {
  const found = entries.filter(entry => !isOwnTemporary(baseName(entry.path)) && isSignature(entry))
  const signature = found.find(({path}) => path === usualName) ?? found[0]
  return signature?.link === 'hub-blob' ? join(folder, signature.path) : signature?.absolutePath
}

export interface SignedModel {
  /** what people call it, where that is not its place on this machine */
  readonly subject?: string
  /** folder or file, as typed */
  readonly folder: string
  readonly signaturePath: string
  readonly bundle: Bundle | undefined
}

/** A model, by a signature that is known. */
export function verifyModel(model: SignedModel, request: Request): Promise<SubjectVerdict> {
  const {subject, folder} = model
  return verifySubject({subject: subject ?? folder, kind: 'model'}, async (trail, findings) => {
    const {signed} = await checkModel(model, request, trail, findings)
    return signed
  })
}

/**
 * Who signed a model, and which of its files.
 * @throws {TrustFailure}
 */
export async function checkModel(
  {folder, signaturePath, bundle}: Omit<SignedModel, 'subject'>,
  {run, trust, claim}: Pick<Request, 'run' | 'trust' | 'claim'>,
  trail: Trail,
  findings: Pick<Findings, 'predicateTypes'>,
): Promise<{signed: Signed; files: readonly FolderEntry[]}> {
  const parsed = bundle ?? readBundle(signaturePath)
  const {signed, manifest} = await verifyModelSignature(parsed, trust, trail)
  const predicateType = modelPredicateOf(parsed)
  findings.predicateTypes.push(predicateType ?? '')
  assertPredicate(claim, predicateType)
  const files = checkModelFiles(manifest, {absolutePath: resolve(run.cwd, folder), signaturePath}, run, trail)
  trail.checked.push('every signed file')
  return {signed, files}
}

/**
 * The predicate type of a bundle that signs a model; undefined for any other. What is not signed rightly has none
 * either.
 */
export function modelPredicateOf({content}: Bundle): string | undefined {
  const statement = content.kind === 'dsse' ? attempt(() => parseStatement(content)) : undefined
  if (statement === undefined || statement instanceof TrustFailure) return undefined
  return isModelPredicate(statement.predicateType) ? statement.predicateType : undefined
}

/**
 * Only whether bundle and statement are written as their specifications have them; of statements, that is known of
 * model signatures alone.
 * @throws {TrustFailure}
 */
export function checkForm(bundle: Bundle, claim: Claim, trail: Trail): void {
  assertLogForm(bundle)
  const statement = bundle.content.kind === 'dsse' ? parseStatement(bundle.content) : undefined
  assertPredicate(claim, statement?.predicateType)
  if (statement === undefined) return
  if (isModelStatement(statement)) parseManifest(statement)
  else trail.notCovered.push(`the form of the predicate ${statement.predicateType}`)
}

/**
 * The bundle in a file that was found. That it cannot be read is no mistake of the user, who named the model.
 * @throws {TrustFailure} `bundle-malformed`, `bundle-unsupported`, `signature-missing`
 */
export function readBundle(path: string): Bundle {
  return toBundle(parseSignatureFile(readSignature(path), path, 'the bundle'))
}

function readSignature(path: string): Buffer {
  try {
    return readUserBytes(path, path, bundleLimitBytes, '')
  } catch (error) {
    const {code, message} = expected(error, AibomError)
    throw new AibomError(code, message, {exit: 3, cause: error})
  }
}

function isSignature({path, kind, byteLength, absolutePath}: FolderEntry): boolean {
  if (kind !== 'file' || path.includes('/')) return false
  if (path === usualName) return true
  if (byteLength > candidateLimitBytes || !candidatePattern.test(path)) return false
  try {
    const bytes = readUserBytes(absolutePath, path, candidateLimitBytes, '')
    return bytes.includes('dev.sigstore.bundle') && modelPredicateOf(parseBundle(bytes)) !== undefined
  } catch (error) {
    if (!(error instanceof TrustFailure)) expected(error, AibomError)
    return false
  }
}
