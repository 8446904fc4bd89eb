import {basename, dirname, join} from 'node:path'
import {createHashers, fileChanged, hashFile, isSameState} from '../../lib/fs/file-hash.ts'
import {describeFile, type FolderEntry, listFolder} from '../../lib/fs/folder-list.ts'
import {kindOfPath} from '../../lib/fs/read-file.ts'
import {realPathOf, relativeInside} from '../../sources/inside.ts'
import type {Trail} from '../../trust/decide.ts'
import {assertNoProblem, type FileCheck, planChecks} from '../../trust/oms/compare.ts'
import type {Manifest} from '../../trust/oms/manifest.ts'
import type {VerifyRun} from './options.ts'

/**
 * Every file of a model against its signed manifest.
 * @param place the model, a folder or one file, and its signature; both absolute
 * @returns the files whose bytes are signed
 * @throws {TrustFailure} with the code of the first file that is not as signed
 */
export function checkModelFiles(
  manifest: Manifest,
  {absolutePath, signaturePath}: {readonly absolutePath: string; readonly signaturePath: string},
  run: VerifyRun,
  trail: Trail,
): FolderEntry[] {
  const isFolder = kindOfPath(absolutePath) === 'folder'
  const name = basename(absolutePath)
  const model = {
    name,
    isFolder,
    entries: list(absolutePath, isFolder),
    signaturePath: isFolder ? pathInside(absolutePath, signaturePath) : undefined,
    ignored: run.ignore,
  }
  const {checks, problems} = planChecks(manifest, model, trail)
  let hashedBytes = 0
  for (const check of checks) {
    run.signal.throwIfAborted()
    if (!isRight(check, manifest)) problems.push({code: 'digest-mismatch', path: check.entry.path})
    hashedBytes += check.entry.byteLength
    run.progress.hashed(hashedBytes)
  }
  assertUnchanged(model.entries, list(absolutePath, isFolder))
  assertNoProblem(problems)
  return checks.map(({entry}) => entry)
}

/** Below the folder, however links lead to either; a signature that is a link is where the link is. */
function pathInside(folder: string, signaturePath: string): string | undefined {
  const place = realPathOf(signaturePath, dirname(signaturePath))
  return relativeInside(realPathOf(folder, folder), join(place, basename(signaturePath)))
}

function isRight({entry, parts}: FileCheck, {algorithm, shardSize}: Manifest): boolean {
  const {absolutePath, identity} = entry
  if (shardSize === undefined)
    return hashFile(absolutePath, {algorithms: [algorithm], expected: identity}).digests[0]?.[1] === parts[0]?.digest
  let position = 0
  for (const {range} of parts) {
    const end = Math.min(position + shardSize, entry.byteLength)
    if (range?.start !== position || range.end !== end) return false
    position = end
  }
  return position === entry.byteLength && areShardsRight(entry, parts, algorithm)
}

/** One pass over the file; each part is closed where the next begins. */
function areShardsRight(
  {absolutePath, identity}: FolderEntry,
  parts: FileCheck['parts'],
  algorithm: Manifest['algorithm'],
): boolean {
  let index = 0
  let hasher = createHashers([algorithm])
  let areRight = true
  hashFile(absolutePath, {
    algorithms: [],
    expected: identity,
    onChunk(bytes, offset) {
      let at = 0
      while (at < bytes.byteLength) {
        // what a file grows by while it is read, the hasher tells
        const end = parts[index]?.range?.end ?? Number.POSITIVE_INFINITY
        const take = Math.min(bytes.byteLength - at, end - (Number(offset) + at))
        hasher.update(bytes.subarray(at, at + take))
        at += take
        if (Number(offset) + at < end) continue
        if (hasher.digests()[0]?.[1] !== parts[index]?.digest) areRight = false
        index += 1
        hasher = createHashers([algorithm])
      }
    },
  })
  return areRight && index === parts.length
}

function list(absolutePath: string, isFolder: boolean): readonly FolderEntry[] {
  return isFolder ? listFolder(absolutePath) : [describeFile(absolutePath, basename(absolutePath))]
}

/** Files that came, went, were swapped or written to while others were read. */
function assertUnchanged(before: readonly FolderEntry[], after: readonly FolderEntry[]): void {
  const isSame =
    before.length === after.length &&
    before.every((entry, index) => {
      const now = after[index]
      return now?.path === entry.path && now.kind === entry.kind && isSameState(now.identity, entry.identity)
    })
  if (!isSame) throw fileChanged('files of the model changed while it was verified')
}
