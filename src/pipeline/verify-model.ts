import {basename, relative, resolve, sep} from 'node:path'
import {AibomError} from '../lib/errors.ts'
import {createHashers, hashFile} from '../lib/file-hash.ts'
import {describeFile, type FolderEntry, listFolder} from '../lib/folder-list.ts'
import {kindOfPath, readUserBytes} from '../lib/read-file.ts'
import {type Bundle, parseBundle} from '../trust/bundle.ts'
import type {Trail} from '../trust/decide.ts'
import {TrustFailure, unsigned} from '../trust/failure.ts'
import {assertNoProblem, type FileCheck, planChecks} from '../trust/oms/compare.ts'
import {isModelPredicate, type Manifest, parseManifest} from '../trust/oms/manifest.ts'
import {verifyModelSignature} from '../trust/oms/verify.ts'
import {parseStatement} from '../trust/statement.ts'
import type {VerifyOptions} from './verify-options.ts'
import {type SubjectVerdict, verifySubject} from './verify-subject.ts'
import type {Trust} from './verify-trust.ts'

/** A manifest of a million files is some 250 MB of base64. */
export const bundleLimitBytes = 256 * 1024 * 1024
/** Signatures lie at the top of a model under names of all kinds; larger files are weights. */
const candidateLimitBytes = 64 * 1024 * 1024
const candidatePattern = /(?:\.sig|\.sigstore|\.bundle|\.json|\.signature)$/i

/** A model folder, whose signature is found by its content. */
export async function verifyModelFolder(folder: string, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  const signaturePath = findModelSignature(resolve(options.cwd, folder))
  if (signaturePath !== undefined) return verifyModel({folder, signaturePath, bundle: undefined}, options, trust)
  return verifySubject({subject: folder, kind: 'model'}, trail => {
    trail.notCovered.push('every file')
    throw unsigned('no model signature lies in the folder')
  })
}

/** Absolute path of the signature at the top of a model; undefined where there is none. */
export function findModelSignature(absolutePath: string): string | undefined {
  return listFolder(absolutePath).find(entry => isSignature(entry))?.absolutePath
}

interface SignedModel {
  /** what people call it, where that is not its place on this machine */
  readonly subject?: string
  /** folder or file, as typed */
  readonly folder: string
  readonly signaturePath: string
  readonly bundle: Bundle | undefined
}

/** A model, by a signature that is known. */
export function verifyModel({subject, folder, signaturePath, bundle}: SignedModel, options: VerifyOptions, trust: Trust): Promise<SubjectVerdict> {
  return verifySubject({subject: subject ?? folder, kind: 'model'}, async (trail, findings) => {
    const parsed = bundle ?? parseBundle(readUserBytes(signaturePath, signaturePath, bundleLimitBytes, ''))
    const {signed, manifest} = await verifyModelSignature(parsed, trust, trail)
    findings.predicateTypes.push(modelPredicateOf(parsed) ?? '')
    checkFiles(manifest, resolve(options.cwd, folder), signaturePath, options, trail)
    trail.checked.push('every signed file')
    return signed
  })
}

/** The predicate type of a bundle that signs a model; undefined for any other. What is not signed rightly has none either. */
export function modelPredicateOf({content}: Bundle): string | undefined {
  try {
    const predicateType = content.kind === 'dsse' ? parseStatement(content).predicateType : undefined
    return predicateType !== undefined && isModelPredicate(predicateType) ? predicateType : undefined
  } catch (error) {
    if (error instanceof TrustFailure) return undefined
    throw error
  }
}

/** Only whether bundle and manifest are written as the specification has them. */
export function checkModelForm(bundle: Bundle): void {
  if (bundle.content.kind === 'dsse') parseManifest(parseStatement(bundle.content))
}

function isSignature({path, kind, byteLength, absolutePath}: FolderEntry): boolean {
  if (kind !== 'file' || path.includes('/') || byteLength > candidateLimitBytes || !candidatePattern.test(path)) return false
  const bytes = readUserBytes(absolutePath, path, candidateLimitBytes, '')
  if (!bytes.includes('dev.sigstore.bundle')) return path === 'model.sig'
  try {
    return modelPredicateOf(parseBundle(bytes)) !== undefined || path === 'model.sig'
  } catch (error) {
    if (error instanceof TrustFailure) return path === 'model.sig'
    throw error
  }
}

function checkFiles(manifest: Manifest, absolutePath: string, signaturePath: string, options: VerifyOptions, trail: Trail): void {
  const isFolder = kindOfPath(absolutePath) === 'folder'
  const name = basename(absolutePath)
  const inside = relative(absolutePath, signaturePath).split(sep).join('/')
  const model = {
    name,
    isFolder,
    entries: isFolder ? listFolder(absolutePath) : [describeFile(absolutePath, name)],
    signaturePath: isFolder && !inside.startsWith('..') ? inside : undefined,
    ignored: options.ignore,
  }
  const {checks, problems} = planChecks(manifest, model, trail)
  let hashedBytes = 0
  for (const check of checks) {
    options.signal.throwIfAborted()
    if (!isRight(check, manifest)) problems.push({code: 'digest-mismatch', path: check.entry.path})
    hashedBytes += check.entry.byteLength
    options.progress.hashed(hashedBytes)
  }
  if (isFolder) assertUnchanged(model.entries, listFolder(absolutePath))
  assertNoProblem(problems)
}

function isRight({entry, parts}: FileCheck, {algorithm, shardSize}: Manifest): boolean {
  const {absolutePath, identity} = entry
  if (shardSize === undefined) return hashFile(absolutePath, {algorithms: [algorithm], expected: identity}).digests[0]?.[1] === parts[0]?.digest
  let position = 0
  for (const {range} of parts) {
    const length = (range?.end ?? 0) - (range?.start ?? 0)
    const isWhole = length === shardSize || range?.end === entry.byteLength
    if (range?.start !== position || length <= 0 || length > shardSize || !isWhole) return false
    position = range.end
  }
  return position === entry.byteLength && areShardsRight(entry, parts, algorithm)
}

/** One pass over the file; each part is closed where the next begins. */
function areShardsRight({absolutePath, identity}: FolderEntry, parts: FileCheck['parts'], algorithm: Manifest['algorithm']): boolean {
  let index = 0
  let hasher = createHashers([algorithm])
  let wrong = 0
  hashFile(absolutePath, {
    algorithms: [],
    expected: identity,
    onChunk(bytes, offset) {
      let at = 0
      while (at < bytes.byteLength) {
        const end = parts[index]?.range?.end ?? 0
        const take = Math.min(bytes.byteLength - at, end - (Number(offset) + at))
        if (take <= 0) throw new AibomError('AIBOM_FILE_CHANGED', 'the file grew while it was read', {exit: 3})
        hasher.update(bytes.subarray(at, at + take))
        at += take
        if (Number(offset) + at < end) continue
        if (hasher.digests()[0]?.[1] !== parts[index]?.digest) wrong += 1
        index += 1
        hasher = createHashers([algorithm])
      }
    },
  })
  return wrong === 0 && index === parts.length
}

/** Files that came, went or were swapped while others were read. */
function assertUnchanged(before: readonly FolderEntry[], after: readonly FolderEntry[]): void {
  const isSame =
    before.length === after.length &&
    before.every((entry, index) => {
      const now = after[index]
      return now?.path === entry.path && now.identity.ino === entry.identity.ino && now.identity.mtimeNs === entry.identity.mtimeNs
    })
  if (!isSame) throw new AibomError('AIBOM_FILE_CHANGED', 'files of the model changed while it was verified', {exit: 3})
}
