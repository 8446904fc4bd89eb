import {lstatSync, realpathSync} from 'node:fs'
import {join, sep} from 'node:path'
import {systemReason, unreadable} from './local-file.ts'

/** Folders whose real place is remembered; forgotten all at once beyond that. */
const rememberedFolders = 10_000

/**
 * Turns relative paths, which may come from untrusted files, into absolute ones that do not leave a root, by links or
 * otherwise.
 */
export class Inside {
  readonly #root: string
  readonly #realFolders = new Map<string, string>()

  /** @param root absolute, without links */
  constructor(root: string) {
    this.#root = root
  }

  /**
   * @returns the absolute path, links resolved
   * @throws {AibomError} `AIBOM_FILE_UNREADABLE` for what is missing, outside the root or git's own
   */
  resolve(path: string): string {
    if (!isPlainPath(path)) throw unreadable(path, 'it is not a path inside the source')
    const slash = path.lastIndexOf('/')
    const absolutePath = join(this.#realFolder(path, slash === -1 ? '' : path.slice(0, slash)), path.slice(slash + 1))
    return isLink(absolutePath) ? this.#realPath(path, absolutePath) : absolutePath
  }

  #realFolder(path: string, folder: string): string {
    const known = this.#realFolders.get(folder)
    if (known !== undefined) return known
    const real = this.#realPath(path, join(this.#root, folder))
    if (this.#realFolders.size >= rememberedFolders) this.#realFolders.clear()
    this.#realFolders.set(folder, real)
    return real
  }

  #realPath(path: string, absolutePath: string): string {
    const real = realPathOf(path, absolutePath)
    if (relativeInside(this.#root, real) === undefined) throw unreadable(path, 'a link leads out of the source')
    return real
  }
}

/** The part of an absolute path below a root, `/`-separated; empty for the root itself, undefined outside. */
export function relativeInside(root: string, absolutePath: string): string | undefined {
  if (absolutePath === root) return ''
  const base = root.endsWith(sep) ? root : root + sep
  return absolutePath.startsWith(base) ? absolutePath.slice(base.length).replaceAll(sep, '/') : undefined
}

/**
 * @throws {AibomError} `AIBOM_FILE_UNREADABLE`, with the system's error as its cause: `ENOENT` for what is missing,
 * `ELOOP` for a circle of links
 */
export function realPathOf(path: string, absolutePath: string): string {
  try {
    return realpathSync.native(absolutePath)
  } catch (error) {
    throw unreadable(path, systemReason(error), error)
  }
}

function isPlainPath(path: string): boolean {
  if (path.includes('\0') || (sep === '\\' && /[\\:]/.test(path))) return false
  return path.split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..' && segment !== '.git')
}

function isLink(absolutePath: string): boolean {
  return lstatSync(absolutePath, {throwIfNoEntry: false})?.isSymbolicLink() === true
}
