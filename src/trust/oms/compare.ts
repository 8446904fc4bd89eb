import type {FolderEntry} from '../../lib/fs/folder-list.ts'
import {isOwnTemporary} from '../../lib/fs/own-temporary.ts'
import {baseName} from '../../lib/path.ts'
import type {Trail} from '../decide.ts'
import {type FailureCode, invalid, undecided} from '../failure.ts'
import type {Manifest, Resource} from './manifest.ts'
import {alwaysIgnored, isUnder, singleFileName, toIgnoredPath} from './names.ts'

/** A model as it lies on this machine. */
export interface ModelFiles {
  /** the name of the folder or of the one file */
  readonly name: string
  readonly isFolder: boolean
  /** of a folder: everything in it; of one file: that file */
  readonly entries: readonly FolderEntry[]
  /** of the signature itself, where it lies in the folder */
  readonly signaturePath: string | undefined
  /** what the user takes out besides */
  readonly ignored: readonly string[]
}

/** A file whose bytes decide. */
export interface FileCheck {
  readonly entry: FolderEntry
  readonly parts: readonly Resource[]
}

interface Problem {
  readonly code: FailureCode
  readonly path: string
}

/**
 * Holds the list of files against the manifest before a byte is read: what is missing, too much, a link. What no
 * signature covers is noted.
 * @throws {TrustFailure} `symlink-not-allowed`, `symlink-escape`, `special-file`; `coverage` where nothing is left
 */
export function planChecks(
  manifest: Manifest,
  model: ModelFiles,
  trail: Trail,
): {checks: FileCheck[]; problems: Problem[]} {
  const files = model.isFolder ? coveredFiles(manifest, model, trail) : coveredFile(manifest, model)
  const leftOut = new Set(model.ignored.map(toIgnoredPath))
  const checks: FileCheck[] = []
  const problems: Problem[] = []
  for (const [path, parts] of manifest.resources) {
    const entry = files.get(path)
    if (entry !== undefined) checks.push({entry, parts})
    else if (isUnder(path, leftOut)) trail.notCovered.push(path)
    else problems.push({code: 'file-missing', path})
  }
  problems.push(...findExtra(files, manifest, trail))
  if (checks.length === 0 && problems.length === 0)
    throw undecided('coverage', 'nothing that is signed is left: all of it was taken out')
  return {checks, problems}
}

function findExtra(files: ReadonlyMap<string, FolderEntry>, manifest: Manifest, trail: Trail): Problem[] {
  const problems: Problem[] = []
  for (const [path, entry] of files) {
    if (manifest.resources.has(path)) continue
    // an empty file has no part to sign: whether its maker had it, no signature by parts says
    if (manifest.shardSize !== undefined && entry.byteLength === 0) trail.notCovered.push(path)
    else problems.push({code: 'file-extra', path})
  }
  return problems
}

const shownProblems = 5

/** @throws {TrustFailure} with the code of the first problem; the message names the rest */
export function assertNoProblem(problems: readonly Problem[]): void {
  const [first] = problems
  if (first === undefined) return
  const shown = problems.slice(0, shownProblems).map(problemText)
  const rest = problems.length - shown.length
  throw invalid(first.code, `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`)
}

function problemText({code, path}: Problem): string {
  return code === 'digest-mismatch' ? `${path} differs from the file that was signed` : `${code} ${path}`
}

function coveredFile({resources}: Manifest, {name, entries}: ModelFiles): Map<string, FolderEntry> {
  return new Map(entries.map(entry => [resources.has(singleFileName) ? singleFileName : name, entry]))
}

function coveredFiles(manifest: Manifest, model: ModelFiles, trail: Trail): Map<string, FolderEntry> {
  const unsigned = new Set([...alwaysIgnored, ...manifest.ignoredPaths].map(toIgnoredPath))
  const leftOut = new Set(model.ignored.map(toIgnoredPath))
  const files = new Map<string, FolderEntry>()
  for (const entry of model.entries) {
    if (entry.path === model.signaturePath) continue
    const isSigned = manifest.resources.has(entry.path)
    if (isUnder(entry.path, leftOut) || (!isSigned && isUnsigned(entry, unsigned))) {
      if (!isSigned && !isPlainFolder(entry)) trail.notCovered.push(entry.path)
      continue
    }
    assertPlain(entry, manifest)
    if (entry.link === 'hub-blob') trail.checked.push('links of the hub cache to its own blobs')
    if (entry.kind === 'file') files.set(entry.path, entry)
  }
  return files
}

/** What signing leaves out, and what a killed run of ours left. */
function isUnsigned({path}: FolderEntry, unsigned: ReadonlySet<string>): boolean {
  return isUnder(path, unsigned) || isOwnTemporary(baseName(path))
}

function isPlainFolder({kind, link}: FolderEntry): boolean {
  return kind === 'directory' && link === undefined
}

function assertPlain({path, kind, link}: FolderEntry, manifest: Manifest): void {
  if (link !== undefined && link !== 'hub-blob') {
    if (!manifest.allowsLinks)
      throw invalid('symlink-not-allowed', `${path} is a link, and the signature was made without links`)
    if (link === 'outside') throw invalid('symlink-escape', `${path} is a link that leads out of the model`)
  }
  if (kind === 'special') throw invalid('special-file', `${path} is neither a file nor a folder`)
}
