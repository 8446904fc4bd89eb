import {readStatedFiles} from '../../../bom/stated/files.ts'
import {lfsPointerLimitBytes, parseLfsPointer} from '../../../formats/lfs-pointer.ts'
import type {FolderEntry} from '../../../lib/fs/folder-list.ts'
import {readUserBytes} from '../../../lib/fs/read-file.ts'
import type {UnknownRecord} from '../../../lib/narrow.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {attempt, invalid, TrustFailure, undecided} from '../../../trust/failure.ts'
import type {ArtifactFolder} from '../artifact-folder.ts'
import {worstOf} from '../failures.ts'
import type {Requirement, VerifyRun} from '../options.ts'
import {type Findings, type SubjectVerdict, verifySubject} from '../subject.ts'
import {signatureSuffixes, type Target} from '../target.ts'
import {type FileDigests, openFileDigests} from './file-digests.ts'
import type {FileSignatures, FileSigner} from './file-signatures.ts'
import {type FileCheck, type Left, planBom, withoutRefs} from './plan.ts'
import {type Agreement, compareHashes} from './stated-hashes.ts'

/** What came of holding a BOM against files. */
export interface ComparedFiles {
  readonly verdicts: readonly SubjectVerdict[]
  /** what of the BOM was not compared, one phrase for each kind */
  readonly notChecked: readonly string[]
  /** files of the folder that a BOM of its repository does not have */
  readonly notCovered: readonly string[]
}

/** The files at hand, and what is known of them. */
interface Files {
  readonly folder: ArtifactFolder
  readonly digests: FileDigests
  readonly signatures: FileSignatures | undefined
}

/** A file that is as stated. */
interface Compared extends Agreement {
  readonly entry: FolderEntry
}

/** Names of so many components without a digest are told. */
const namesShown = 8
/** One of them, several of them. */
const words: Readonly<Record<Left, readonly [string, string]>> = {
  package: ['package', 'packages'],
  'model-elsewhere': ['model that is not in the folder', 'models that are not in the folder'],
  'weights-elsewhere': ['weight file that a registry has', 'weight files that registries have'],
  'inner-prompt': ['prompt inside another file', 'prompts inside other files'],
  'no-file': ['component that is not a file', 'components that are not files'],
  'no-digest': ['component without a digest', 'components without a digest'],
  elsewhere: ['digest outside of the components', 'digests outside of the components'],
  pointer: ['weight file that is a Git LFS pointer here', 'weight files that are Git LFS pointers here'],
  outside: ['file outside of the folder', 'files outside of the folder'],
  unlisted: ['file that the BOM counts and does not list', 'files that the BOM counts and does not list'],
  extra: ['file that is not in the BOM', 'files that are not in the BOM'],
  gap: ['gap of the inventory', 'gaps of the inventory'],
}

/**
 * Each file that a BOM states, against the file at its place: our own count, and the signatures of the files where
 * they are asked for.
 * @param bom `unreadable`: JSON pointers of what is known to be misread
 */
export async function compareFiles(
  document: UnknownRecord,
  folder: ArtifactFolder,
  bom: Pick<Target, 'path' | 'absolutePath'> & {readonly unreadable?: readonly string[]},
  run: VerifyRun,
  signatures?: FileSignatures,
): Promise<ComparedFiles> {
  const stated = readStatedFiles(document)
  const files: Files = {folder, digests: openFileDigests(), signatures}
  const {checks, left} = planBom(stated, folder, bom.absolutePath)
  const pointers = checks.filter(check => mayStayPointer(check, folder))
  const verdicts: SubjectVerdict[] = []
  for (const pointer of new Set([...stated.unreadable, ...(bom.unreadable ?? [])]))
    verdicts.push(await unreadable(`${bom.path}#${pointer}`))
  for (const check of withoutRefs(
    checks.filter(check => !pointers.includes(check)),
    pointers,
  )) {
    run.signal.throwIfAborted()
    verdicts.push(await verifyFile(check, files))
  }
  const extra = stated.repository === undefined ? [] : extraFiles(checks, folder, bom.absolutePath)
  const pointed = pointers.map(({subject}) => subject)
  const leftOut = [...left, ['pointer', pointed] as const, ['extra', extra] as const].filter(
    ([, names]) => names.length > 0,
  )
  return {
    verdicts,
    notChecked: leftOut.map(([what, names]) => phrase(what, names)).sort(),
    notCovered: extra,
  }
}

/** What should say something of a file, and does not say it as it must be said. */
async function unreadable(subject: string): Promise<SubjectVerdict> {
  const failure = undecided('statement-malformed', 'it is not written as CycloneDX has it: what it states is not known')
  const verdict = await verifySubject({subject, kind: 'component'}, () => Promise.reject(failure))
  return {...verdict, required: 'digest'}
}

async function verifyFile(check: FileCheck, files: Files): Promise<SubjectVerdict> {
  const {signatures} = files
  const demands: Requirement[] = []
  const verdict = await verifySubject({subject: check.subject, kind: check.kind}, async (trail, findings) => {
    findings.level = 'self-computed'
    trail.trust.push('the BOM, which says the digest')
    const compared = check.places.length > 0 ? compareAtPlaces(check, files) : compareByName(check, files)
    demands.push(...compared.flatMap(({entry}) => signatures?.demandOn(entry) ?? []))
    for (const {checked, notCovered} of compared) {
      trail.checked.push(...checked)
      trail.notCovered.push(...notCovered)
    }
    const signed = signatures === undefined ? undefined : await signerOfAll(compared, signatures, trail, findings)
    if (signed === undefined) return {signer: 'nobody: bytes equal the digest in the BOM'}
    findings.level = 'signed'
    findings.predicateTypes.push(...signed.predicateTypes)
    return signed.signed
  })
  return {...verdict, refs: check.refs, required: strictest(demands)}
}

/** Of what a policy demands of the files of one component; equal digests, if nothing. */
function strictest(demands: readonly Requirement[]): Requirement {
  return (['provenance', 'signed'] as const).find(demand => demands.includes(demand)) ?? 'digest'
}

/** Who signed every one of the files. */
async function signerOfAll(
  compared: readonly Compared[],
  signatures: FileSignatures,
  trail: Trail,
  findings: Findings,
): Promise<FileSigner | undefined> {
  const signers: (FileSigner | undefined)[] = []
  for (const {entry} of compared) {
    const signer = await signatures.signerOf(entry, trail)
    if (signer === 'unchecked') findings.hasUncheckedSignature = true
    signers.push(signer === 'unchecked' ? undefined : signer)
  }
  const [first, ...others] = signers
  if (others.every(other => isSameSigner(other?.signed, first?.signed))) return first
  trail.notCovered.push('the signatures of its files, which are not all of one signer')
  return undefined
}

function isSameSigner(a: Signed | undefined, b: Signed | undefined): boolean {
  return a?.signer === b?.signer && a?.key === b?.key
}

/** Every place must be right; one that is wrong says more than one that is not there. */
function compareAtPlaces(check: FileCheck, {folder, digests}: Files): Compared[] {
  const answers = check.places.map(place =>
    attempt(() => {
      const entry = folder.at(place)
      if (entry === undefined) throw undecided('artifact-missing', `${place} is not in ${folder.shown}`)
      return compareEntry(entry, check, digests)
    }),
  )
  const worst = worstOf(answers.filter(answer => answer instanceof TrustFailure))
  if (worst !== undefined) throw worst
  return agreements(answers)
}

/** Nobody says which file it is: all of them must be right, and where some are the answer is open. */
function compareByName(check: FileCheck, {folder, digests}: Files): Compared[] {
  const found = check.name === '' ? [] : folder.named(check.name)
  if (found.length === 0) throw undecided('artifact-missing', `no file of that name is in ${folder.shown}`)
  const answers = found.map(entry => attempt(() => compareEntry(entry, check, digests)))
  const failures = answers.filter(answer => answer instanceof TrustFailure)
  const [first] = failures
  if (first === undefined) return agreements(answers)
  if (failures.length === answers.length) throw worstOf(failures)
  throw undecided(
    first.code,
    `the BOM does not say which file it is: ${first.message}, and another file of that name does not`,
  )
}

function agreements(answers: readonly (Compared | TrustFailure)[]): Compared[] {
  return answers.flatMap(answer => (answer instanceof TrustFailure ? [] : [answer]))
}

function compareEntry(entry: FolderEntry, check: FileCheck, digests: FileDigests): Compared {
  if (entry.link === 'outside')
    throw undecided('symlink-escape', `${entry.path} is a link that leads out of the folder`)
  if (entry.link === 'nowhere') throw undecided('artifact-missing', `${entry.path} is a link that leads nowhere`)
  if (entry.kind === 'directory') throw undecided('special-file', `${entry.path} is a folder`)
  if (entry.kind === 'special') throw invalid('special-file', `${entry.path} is neither a file nor a folder`)
  if (check.byteLengths !== undefined && isPointerTo(entry, check))
    throw undecided('artifact-missing', `${entry.path} is a Git LFS pointer to the bytes that the BOM states`)
  return {entry, ...compareHashes(entry, check, digests)}
}

/**
 * What stands in a clone for weights that were not fetched, as it did when the BOM was made; where a registry lists the
 * file, its bytes were at hand.
 */
function mayStayPointer(check: FileCheck, folder: ArtifactFolder): boolean {
  if (!check.mayBePointer || check.byteLengths !== undefined) return false
  const entry = attempt(() => folder.at(check.places[0] ?? ''))
  return entry !== undefined && !(entry instanceof TrustFailure) && isPointerTo(entry, check)
}

function isPointerTo({kind, link, byteLength, absolutePath, path}: FolderEntry, {hashes}: FileCheck): boolean {
  if (kind !== 'file' || link === 'outside' || byteLength >= lfsPointerLimitBytes) return false
  const pointer = parseLfsPointer(readUserBytes(absolutePath, path, lfsPointerLimitBytes, ''))
  const isSame = (alg: string, content: string): boolean => alg === 'SHA-256' && content === pointer?.sha256
  return hashes.length > 0 && hashes.every(({alg, content}) => isSame(alg, content))
}

/** The BOM itself and its signature are no part of the repository; nobody looks into a folder that a link leads out to. */
function extraFiles(checks: readonly FileCheck[], folder: ArtifactFolder, bomPath: string): string[] {
  const stated = new Set(checks.flatMap(({places}) => places))
  const own = new Set(['', ...signatureSuffixes].map(suffix => bomPath + suffix))
  const extra = folder.entries.filter(
    ({path, kind, link, absolutePath}) =>
      (kind !== 'directory' || link === 'outside') && !stated.has(path) && !own.has(absolutePath),
  )
  return [...new Set(extra.map(({path}) => (path.startsWith('.git/') ? '.git' : path)))]
}

function phrase(what: Left, names: readonly string[]): string {
  const [one, several] = words[what]
  const counted = names.length === 1 ? `1 ${one}` : `${names.length} ${several}`
  if (what !== 'no-digest') return counted
  return `${counted} (${names.slice(0, namesShown).join(', ')}${names.length > namesShown ? ', …' : ''})`
}
