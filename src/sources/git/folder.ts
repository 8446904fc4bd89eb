import {lstatSync, realpathSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {isObjectId} from '../git-objects/object.ts'
import {readLocalFile} from '../local-file.ts'
import {type GitIndex, parseGitIndex} from './index.ts'

/** Where a working tree keeps its git state; absolute paths. They differ in a linked worktree. */
export interface GitFolder {
  /** HEAD and index */
  readonly own: string
  /** config, info/exclude and most refs */
  readonly common: string
}

const smallFileLimit = 64 * 1024
const configLimit = 1024 * 1024
const packedRefsLimit = 64 * 1024 * 1024
const indexLimit = 256 * 1024 * 1024
const refPattern = /^ref: (refs\/[^\0-\x20\x7f~^:?*[\\]+)$/

/**
 * The git folder of a working tree: `.git`, or where the file `.git` of a linked worktree or submodule points to.
 * Nothing of git is run.
 */
export function findGitFolder(worktree: string): GitFolder | undefined {
  const dotGit = join(worktree, '.git')
  const pointed = isPlainFile(dotGit)
    ? /^gitdir: (.+)$/.exec((readIfThere(dotGit, smallFileLimit) ?? '').trimEnd())?.[1]
    : undefined
  const own = pointed === undefined ? dotGit : resolve(worktree, pointed)
  if (readIfThere(join(own, 'HEAD'), smallFileLimit) === undefined) return undefined
  const common = readIfThere(join(own, 'commondir'), smallFileLimit)?.trim()
  return {own, common: common === undefined || common === '' ? own : resolve(own, common)}
}

/**
 * The git folder of a `file:` URL's repository; a bare one is its own.
 * @returns undefined where only git can tell what is wrong with the URL: a host in it, a broken escape
 */
export function localGitFolder(url: string): GitFolder | undefined {
  try {
    const absolutePath = fileURLToPath(url)
    return findGitFolder(absolutePath) ?? {own: absolutePath, common: absolutePath}
  } catch {
    return undefined
  }
}

/** False too where nothing is there, or where it cannot be reached. */
function isPlainFile(absolutePath: string): boolean {
  try {
    return lstatSync(absolutePath).isFile()
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return false
  }
}

/** The nearest folder above (not the folder itself) that is a working tree, with its git folder. */
export function findEnclosingRepository(
  folder: string,
): {readonly worktree: string; readonly git: GitFolder} | undefined {
  let current = folder
  while (dirname(current) !== current) {
    current = dirname(current)
    const git = findGitFolder(current)
    if (git !== undefined) return {worktree: current, git}
  }
  return undefined
}

/**
 * The commit that HEAD stands at; undefined before the first one, or where refs are kept in a form other than files.
 */
export function readHeadCommit(git: GitFolder): string | undefined {
  const head = readIfThere(join(git.own, 'HEAD'), smallFileLimit)?.trim() ?? ''
  if (isObjectId(head)) return head
  const ref = refPattern.exec(head)?.[1]
  return ref === undefined ? undefined : readRef(git, ref)
}

/**
 * The object that a name stands for: `HEAD`, a whole object id, a branch, a tag, a branch of a remote (`origin/main`),
 * or a ref in full. Short ids and expressions (`HEAD~1`) are none.
 */
export function readRevision(git: GitFolder, name: string): string | undefined {
  if (name === 'HEAD') return readHeadCommit(git)
  if (isObjectId(name)) return name
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/remotes/${name}`, name]) {
    const found = ref.startsWith('refs/') && refPattern.test(`ref: ${ref}`) ? readRef(git, ref) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function readRef(git: GitFolder, ref: string): string | undefined {
  if (ref.split('/').includes('..')) return undefined
  const loose = readIfThere(join(git.common, ref), smallFileLimit)?.trim()
  if (loose !== undefined) return isObjectId(loose) ? loose : undefined
  return packedRef(readIfThere(join(git.common, 'packed-refs'), packedRefsLimit) ?? '', ref)
}

function packedRef(packedRefs: string, ref: string): string | undefined {
  const at = packedRefs.indexOf(` ${ref}\n`)
  if (at === -1) return undefined
  const oid = packedRefs.slice(packedRefs.lastIndexOf('\n', at) + 1, at)
  return isObjectId(oid) ? oid : undefined
}

/** URL of `origin`, else of the first remote. Included files are not followed. */
export function readRemoteUrl(git: GitFolder): string | undefined {
  const urls = new Map<string, string>()
  let remote: string | undefined
  for (const line of configLines(git)) {
    if (line.startsWith('[')) remote = /^\[remote "([^"]*)"\]/.exec(line)?.[1]
    const url = /^url\s*=\s*(\S.*)$/i.exec(line)?.[1]
    if (remote !== undefined && url !== undefined && !urls.has(remote)) urls.set(remote, unquote(url))
  }
  const [first] = urls.values()
  return urls.get('origin') ?? first
}

/**
 * The index of a working tree; undefined where nothing was ever added.
 * @throws {AibomError} `AIBOM_FILE_TOO_LARGE`, `AIBOM_FILE_UNREADABLE`, `AIBOM_GIT_INDEX_UNSUPPORTED`
 */
export function readGitIndex(git: GitFolder): GitIndex | undefined {
  const absolutePath = join(git.own, 'index')
  if (lstatSync(absolutePath, {throwIfNoEntry: false}) === undefined) return undefined
  const isSha256 = configLines(git).some(line => /^objectformat\s*=\s*sha256$/i.test(line))
  const index = parseGitIndex(readLocalFile('.git/index', absolutePath, indexLimit), isSha256 ? 32 : 20)
  if (index !== undefined) return index
  throw new AibomError('AIBOM_GIT_INDEX_UNSUPPORTED', 'the git index is damaged, split, or of an unknown version')
}

function configLines(git: GitFolder): string[] {
  return (readIfThere(join(git.common, 'config'), configLimit) ?? '').split('\n').map(line => line.trim())
}

function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value
}

/**
 * Text of a small file of git's own; undefined when it is missing, no file, or beyond its limit: then it says nothing
 * about the repository.
 */
function readIfThere(absolutePath: string, limitBytes: number): string | undefined {
  try {
    return readLocalFile(absolutePath, realpathSync.native(absolutePath), limitBytes).toString('utf8')
  } catch (error) {
    if (error instanceof AibomError || systemErrorCode(error) !== undefined) return undefined
    throw error
  }
}
