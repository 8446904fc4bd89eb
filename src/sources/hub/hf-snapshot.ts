import {lstatSync, readdirSync, realpathSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import type {Digest} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import {AibomError, gapCodeOf, systemErrorCode} from '../../lib/errors.ts'
import {isSafePath} from '../../lib/fs/safe-path.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {compareText} from '../../lib/sort.ts'
import type {HubEntry} from '../../registries/huggingface/schema.ts'
import {parseTreeCache} from '../../registries/huggingface/tree-cache.ts'
import {readLocalFile} from '../local-file.ts'
import type {AbsentFile, MountedFile} from '../mounted.ts'
import {gitBlobOid} from './remote-bytes.ts'

const blobPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
/** Files that git keeps itself are smaller than what the hub moves to LFS. */
const gitBlobLimitBytes = 64 * 1024 * 1024
const treeLimitBytes = 64 * 1024 * 1024
const fileLimit = 500_000
const depthLimit = 64

/** A commit of a repository in the hub's cache. */
export interface Snapshot {
  /** `models--org--name`, absolute, without links */
  readonly repository: string
  readonly commit: string
  /** under which its files are seen; empty where it is the source as a whole */
  readonly folder: string
}

/** What is gathered of the snapshots of a cache. */
export interface Gathered {
  readonly files: (MountedFile | AbsentFile)[]
  readonly gaps: Gap[]
}

interface Reading extends Gathered {
  readonly snapshot: Snapshot
  readonly declared: ReadonlyMap<string, HubEntry>
}

/**
 * The files of a snapshot. Its links lead to `../../blobs/`, exactly that is followed; blobs are named by their digest,
 * which proves them.
 * @returns every file that the commit has, where the cache lists them: those that were not downloaded too
 */
export function addSnapshot(snapshot: Snapshot, into: Gathered): readonly HubEntry[] {
  const entries = readTree(snapshot, into)
  const reading = {...into, snapshot, declared: new Map(entries.map(entry => [entry.path, entry]))}
  const before = into.files.length
  addFiles('', reading, 0)
  const here = new Set(into.files.slice(before).map(({path}) => path))
  for (const entry of entries) {
    const path = seenAs(entry.path, snapshot)
    // what git keeps itself is small and named in the list; a file of LFS is an artifact of its own
    if (entry.sha256 !== undefined && !here.has(path))
      into.files.push({path, byteLength: entry.byteLength, known: [declaredDigest(entry.sha256)]})
  }
  return entries
}

function readTree({repository, commit, folder}: Snapshot, {gaps}: Gathered): readonly HubEntry[] {
  const absolutePath = join(repository, 'trees', `${commit}.json`)
  if (lstatSync(absolutePath, {throwIfNoEntry: false}) === undefined) return []
  const refuse = (code: Gap['code'], message: string): [] => {
    gaps.push({path: folder, stage: 'walk', code, message: `trees/${commit}.json of the cache: ${message}`})
    return []
  }
  try {
    const entries = parseTreeCache(readLocalFile(`trees/${commit}.json`, absolutePath, treeLimitBytes).toString('utf8'))
    if (entries === undefined) return refuse('syntax', 'it is not a file list in format 1')
    if (entries.length > fileLimit) return refuse('too-large', `it lists more than ${fileLimit} files`)
    if (entries.every(({path}) => isSafePath(path))) return [...entries].sort((a, b) => compareText(a.path, b.path))
    return refuse('unsafe-path', 'it lists what no safe path is')
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return refuse(gapCodeOf(error), error.message)
  }
}

function addFiles(inside: string, reading: Reading, depth: number): void {
  const {files, snapshot} = reading
  for (const name of namesIn(join(diskFolder(snapshot), inside))) {
    const path = inside === '' ? name : `${inside}/${name}`
    if (files.length >= fileLimit || depth >= depthLimit) return
    const absolutePath = join(diskFolder(snapshot), path)
    const stats = lstatSync(absolutePath)
    if (stats.isDirectory()) addFiles(path, reading, depth + 1)
    else if (stats.isSymbolicLink()) addLinked(path, reading)
    // where links are not to be had, the clients put the file itself
    else if (stats.isFile()) addFile(path, absolutePath, expectedDigest(path, reading), reading)
  }
}

function addLinked(path: string, reading: Reading): void {
  const {gaps, snapshot} = reading
  const seen = seenAs(path, snapshot)
  const target = targetOf(join(diskFolder(snapshot), path))
  if (target === undefined) {
    gaps.push({
      path: seen,
      stage: 'walk',
      code: 'link-broken',
      message: 'the blob that the link leads to is not here: not downloaded, or taken away',
    })
  } else if (
    dirname(target) !== join(snapshot.repository, 'blobs') ||
    !blobPattern.test(basename(target)) ||
    !lstatSync(target).isFile()
  ) {
    gaps.push({
      path: seen,
      stage: 'walk',
      code: 'link-outside',
      message: "the link does not lead to a blob of the same repository's cache",
    })
  } else {
    const known = digestOf(basename(target))
    const expected = expectedDigest(path, reading)
    if (expected !== undefined && expected.hex !== known.hex) {
      const message = `it leads to the blob ${known.hex}, where the commit has ${expected.hex}`
      gaps.push({path: seen, stage: 'verify', code: 'digest-mismatch', message})
    }
    addFile(path, target, known, reading)
  }
}

function addFile(
  path: string,
  absolutePath: string,
  known: Digest | undefined,
  {files, gaps, snapshot}: Reading,
): void {
  const seen = seenAs(path, snapshot)
  if (known?.of === 'git-blob') checkGitBlob(seen, absolutePath, known.hex, gaps)
  files.push({path: seen, absolutePath, known: known === undefined ? [] : [known]})
}

function checkGitBlob(path: string, absolutePath: string, hex: string, gaps: Gap[]): void {
  try {
    if (gitBlobOid(readLocalFile(path, absolutePath, gitBlobLimitBytes)) === hex) return
    gaps.push({
      path,
      stage: 'verify',
      code: 'digest-mismatch',
      message: `the blob ${hex} has another content than its name says`,
    })
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    gaps.push({
      path,
      stage: 'verify',
      code: gapCodeOf(error),
      message: `the blob ${hex} was not held against its name: ${error.message}`,
    })
  }
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link)
  } catch (error) {
    if (systemErrorCode(error) !== undefined) return undefined
    throw error
  }
}

/** A blob is named by the SHA-256 of its content where LFS keeps it, else by its git object id. */
function digestOf(name: string): Digest {
  return name.length === 64 ? declaredDigest(name) : {alg: 'sha1', hex: name, of: 'git-blob', from: 'declared'}
}

function declaredDigest(hex: string): Digest {
  return {alg: 'sha256', hex, of: 'content', from: 'declared'}
}

/** What the list of the commit's files says of the content; the git object of a file of LFS is its pointer. */
function expectedDigest(path: string, {declared}: Reading): Digest | undefined {
  const entry = declared.get(path)
  const name = entry?.sha256 ?? entry?.oid
  return name === undefined ? undefined : digestOf(name)
}

function diskFolder({repository, commit}: Snapshot): string {
  return join(repository, 'snapshots', commit)
}

function seenAs(path: string, {folder}: Snapshot): string {
  return folder === '' ? path : `${folder}/${path}`
}

/** The commits of a repository of the cache. */
export function commitsIn(repository: string): string[] {
  return snapshotNames(repository).filter(name => !isLinked(name, repository))
}

/** Those whose folder is a link, or lies behind one: it could lead anywhere. */
export function linkedCommitsIn(repository: string): string[] {
  return snapshotNames(repository).filter(name => isLinked(name, repository))
}

function snapshotNames(repository: string): string[] {
  return namesIn(join(repository, 'snapshots')).filter(name => isCommit(name))
}

function isLinked(name: string, repository: string): boolean {
  const snapshots = join(repository, 'snapshots')
  return [snapshots, join(snapshots, name)].some(
    path => lstatSync(path, {throwIfNoEntry: false})?.isDirectory() !== true,
  )
}

/** In code-unit order; none where the folder is missing. */
export function namesIn(folder: string, recursive = false): string[] {
  try {
    return readdirSync(folder, {recursive, encoding: 'utf8'}).sort(compareText)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemErrorCode(error) ?? '')) return []
    throw error
  }
}
