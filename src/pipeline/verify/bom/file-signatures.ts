import {basename, join, posix} from 'node:path'
import {fileChanged, identityKey, isUnchanged} from '../../../lib/fs/file-hash.ts'
import type {FolderEntry} from '../../../lib/fs/folder-list.ts'
import {kindOfPath} from '../../../lib/fs/read-file.ts'
import {groupBy} from '../../../lib/group.ts'
import {baseName, folderOf} from '../../../lib/path.ts'
import type {Signed, Trail} from '../../../trust/decide.ts'
import {attempt, TrustFailure} from '../../../trust/failure.ts'
import type {ArtifactFolder} from '../artifact-folder.ts'
import {checkModel, modelPredicateOf, modelSignatureAmong, readBundle} from '../model-signature.ts'
import type {Requirement} from '../options.ts'
import {namesOfTarget} from '../policy.ts'
import type {Request} from '../target.ts'
import {namesSomebody, type Trust} from '../trust.ts'
import {isOfOtherFormat, signaturesBeside, verifyBeside} from './beside.ts'

/** Who signed a file, as far as somebody is named: by the signature beside it, or of the model folder that has it. */
export interface FileSignatures {
  /**
   * @param trail gets what was checked, or why a signature does not count
   * @returns `unchecked` where there is a signature, and whether it covers the file is not known; undefined where none
   *   covers it
   * @throws {TrustFailure} for a signature that is invalid
   */
  signerOf(entry: FolderEntry, trail: Trail): Promise<FileSigner | 'unchecked' | undefined>
  /** what a policy demands of the file, or of a folder that has it, whether there is a signature or not */
  demandOn(entry: FolderEntry): Requirement | undefined
}

/** Who signed a file, and the types of the statements by which. */
export interface FileSigner {
  readonly signed: Signed
  readonly predicateTypes: readonly string[]
}

interface Place {
  readonly absolutePath: string
  /** below the folder, for messages */
  readonly path: string
  /** the model folder, below the folder; undefined for a signature beside a file */
  readonly model: string | undefined
}

interface Verified extends FileSigner {
  readonly trail: Trail
  /** {@link identityKey} of each file that the signature covers */
  readonly covered: ReadonlySet<string>
}

type Asked = Pick<Request, 'run' | 'trustFor'>

/** A signature is verified once, however many files it covers. */
export function openFileSignatures(folder: ArtifactFolder, request: Asked): FileSignatures {
  const findModel = modelFinder(folder)
  const answers = new Map<Trust, Map<string, Promise<Verified>>>()
  const verifyOnce = (place: Place, entry: FolderEntry, trust: Trust): Promise<Verified> => {
    const known = answers.get(trust) ?? new Map<string, Promise<Verified>>()
    answers.set(trust, known)
    const answer = known.get(place.absolutePath) ?? verifyPlace(place, {entry, folder}, trust, request)
    known.set(place.absolutePath, answer)
    return answer
  }
  /** A signature that is not read says nothing, where the model has one that is. */
  const placesFor = (entry: FolderEntry): {place: Place | undefined; unread?: Place} => {
    const beside = besideOf(entry, folder)
    if (beside !== undefined && !isOfOtherFormat(beside.absolutePath)) return {place: beside}
    const ofModel = findModel(folderOf(entry.path))
    return ofModel === undefined || beside === undefined ? {place: ofModel ?? beside} : {place: ofModel, unread: beside}
  }
  return {
    async signerOf(entry, trail) {
      const {place, unread} = placesFor(entry)
      if (unread !== undefined)
        trail.notCovered.push(`the signature ${unread.path}: it is of a format that aibom does not read`)
      if (place === undefined || place.path === entry.path) return undefined
      const {trust} = request.trustFor(namesOf(entry.path, place.model, folder))
      if (!namesSomebody(trust)) {
        trail.notCovered.push(`the signature ${place.path}: no key and nobody is named`)
        return 'unchecked'
      }
      const verified = await counted(place, verifyOnce(place, entry, trust), trail)
      if (verified === undefined) return 'unchecked'
      if (!verified.covered.has(identityKey(entry.identity))) {
        trail.notCovered.push(`the signature ${place.path}, which does not cover it`)
        return unread === undefined ? undefined : 'unchecked'
      }
      trail.trust.push(...verified.trail.trust)
      trail.checked.push(`the signature ${place.path}`, ...verified.trail.checked)
      trail.notCovered.push(...verified.trail.notCovered)
      return verified
    },
    demandOn: ({path}) =>
      [namesOf(path, undefined, folder), ...foldersOf(path).map(outer => namesOfFolder(outer, folder))]
        .map(names => request.trustFor(names).byRule)
        .find(demand => demand !== undefined),
  }
}

/** What cannot be decided of a signature is told, and leaves the digests what they are. */
async function counted(place: Place, answer: Promise<Verified>, trail: Trail): Promise<Verified | undefined> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof TrustFailure)) throw error
    const {outcome, code, message} = error
    if (outcome === 'invalid') throw new TrustFailure(outcome, code, `${place.path}: ${message}`, error)
    trail.notCovered.push(`the signature ${place.path}: ${message}`)
    return undefined
  }
}

function besideOf(entry: FolderEntry, folder: ArtifactFolder): Place | undefined {
  const [beside] = signaturesBeside({absolutePath: placeOf(entry, folder)})
  if (beside === undefined) return undefined
  return {absolutePath: beside, path: posix.join(folderOf(entry.path), basename(beside)), model: undefined}
}

/** Where the file itself lies, or the link to it. */
function placeOf({absolutePath, path, link}: FolderEntry, folder: ArtifactFolder): string {
  return link === undefined ? absolutePath : join(folder.absolutePath, path)
}

/** Finds the signature of the innermost model folder; each folder is looked at once. */
function modelFinder({entries, absolutePath}: ArtifactFolder): (path: string) => Place | undefined {
  const byFolder = groupBy(entries, ({path}) => folderOf(path))
  const known = new Map<string, Place | undefined>()
  const find = (path: string): Place | undefined => {
    if (known.has(path)) return known.get(path)
    const isFolder = kindOfPath(join(absolutePath, path)) === 'folder'
    const inside = isFolder ? (byFolder.get(path) ?? []) : []
    const signature = modelSignatureAmong(
      inside.map(entry => ({...entry, path: baseName(entry.path)})),
      join(absolutePath, path),
    )
    const outer = path === '' ? undefined : find(folderOf(path))
    const place =
      signature === undefined
        ? outer
        : {absolutePath: signature, path: posix.join(path, basename(signature)), model: path}
    known.set(path, place)
    return place
  }
  return find
}

/** As a policy may name the file, or the model that has it. */
function namesOf(path: string, model: string | undefined, folder: ArtifactFolder): string[] {
  const own = [path, posix.join(folder.shown, path)].flatMap(namesOfTarget)
  return model === undefined ? own : [...own, ...namesOfFolder(model, folder)]
}

function namesOfFolder(path: string, {shown, absolutePath}: ArtifactFolder): string[] {
  return (path === '' ? [shown, absolutePath] : [path, posix.join(shown, path)]).flatMap(namesOfTarget)
}

/** The folders that a path lies in, from the innermost to the one that holds all. */
function foldersOf(path: string): string[] {
  const outer = folderOf(path)
  return outer === '' ? [''] : [outer, ...foldersOf(outer)]
}

async function verifyPlace(
  {absolutePath: signaturePath, model}: Place,
  {entry, folder}: {readonly entry: FolderEntry; readonly folder: ArtifactFolder},
  trust: Trust,
  {run}: Asked,
): Promise<Verified> {
  const trail: Trail = {checked: [], notCovered: [], trust: []}
  const claim = {digests: [], predicateTypes: []}
  const findings: {predicateTypes: string[]} = {predicateTypes: []}
  const bundle = model === undefined ? attempt(() => readBundle(signaturePath)) : undefined
  if (bundle instanceof TrustFailure || (bundle !== undefined && modelPredicateOf(bundle) === undefined)) {
    const target = {absolutePath: placeOf(entry, folder), path: entry.path}
    const read = new Map([[signaturePath, bundle]])
    const signed = await verifyBeside(target, {trust, claim, read}, trail, findings)
    if (!isUnchanged(entry.absolutePath, entry.identity)) throw fileChanged('the file changed while it was verified')
    return {signed, trail, covered: new Set([identityKey(entry.identity)]), ...findings}
  }
  const place = model === undefined ? entry.absolutePath : join(folder.absolutePath, model)
  const {signed, files} = await checkModel({folder: place, signaturePath, bundle}, {run, trust, claim}, trail, findings)
  const left = model === undefined ? new Set<string>() : pathsIn(model, folder)
  return {
    signed,
    trail: {...trail, notCovered: trail.notCovered.filter(what => !left.has(what))},
    covered: new Set(files.map(({identity}) => identityKey(identity))),
    ...findings,
  }
}

/** Of the files of a model: what its signature leaves out says nothing of those that it covers. */
function pathsIn(model: string, {entries}: ArtifactFolder): Set<string> {
  const prefix = model === '' ? '' : `${model}/`
  return new Set(entries.flatMap(({path}) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])))
}
