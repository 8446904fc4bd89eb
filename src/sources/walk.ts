import {isUtf8} from 'node:buffer'
import {type Dirent, readdirSync, statSync} from 'node:fs'
import type {Digest} from '../inventory/evidence.ts'
import type {Gap} from '../inventory/gap.ts'
import type {FileEntry} from '../inventory/source.ts'
import {compareText} from '../lib/sort.ts'
import {type FolderRules, rulesInFolder, verdictOf} from './ignore/ignore.ts'
import type {IgnoreRules} from './ignore/ignore-file.ts'
import {isEnvironmentMark, isNeverEntered} from './ignore/never-entered.ts'
import {chainInFolder, isHidden, withIgnoreFile} from './ignore/rule-chain.ts'
import {Links} from './links.ts'
import {systemReason} from './local-file.ts'
import {repositoryAround, repositoryAt, type Surroundings} from './repository.ts'

interface Folder extends Surroundings {
  /** with a slash at its end; empty for the root */
  readonly path: string
  /** an ignore rule hides the folder and so all that is in it */
  readonly hidden: boolean
  /** hidden, but something in it is tracked nevertheless */
  readonly tracked: boolean
  /** never entered, but something in it is tracked: only that is told */
  readonly installed: boolean
}

/**
 * Walks a folder of this machine: every regular file once, in code-unit order within its folder, the files of a folder
 * before those of its subfolders.
 *
 * Not entered are folders of dependencies, caches and version control, and environments of installed packages; they are
 * listed. What is tracked in them is told and marked. Ignored folders are entered, their files marked: people keep weights there. A tracked file is not ignored,
 * whatever the rules say. The user's own global ignore file is not read, so that the result does not depend on the
 * machine. Nested repositories and submodules are walked as what they are on the disk, files, each under its own rules;
 * git itself would leave them out. Links to folders are not followed: what is inside the root is walked in its own
 * place. Pipes, sockets and devices are passed over.
 */
export class DirectoryWalk {
  readonly gaps: Gap[] = []
  readonly notEntered: string[] = []
  readonly #root: string
  readonly #exclude: IgnoreRules | undefined
  readonly #links: Links
  readonly #pending: Folder[]

  /** @param root absolute, without links */
  constructor(root: string, exclude: IgnoreRules | undefined) {
    this.#root = root
    this.#exclude = exclude
    this.#links = new Links(root, exclude)
    this.#pending = [{path: '', hidden: false, tracked: false, installed: false, ...repositoryAround(root, this.gaps)}]
  }

  /** The files of the next folder, which may be none; undefined when all are walked. */
  next(): FileEntry[] | undefined {
    const folder = this.#pending.pop()
    if (folder === undefined) return undefined
    const entries = this.#read(folder.path)
    if (entries === undefined) return []
    if (entries.length === 0) this.#noteSubmodule(folder)
    const marks = marksOf(entries)
    if (marks.isEnvironment && folder.path !== '' && !folder.installed) {
      this.notEntered.push(folder.path.slice(0, -1))
      if (folder.repository?.tracksBelow(folder.path) !== true) return []
      return this.#sift({...folder, installed: true}, entries)
    }
    return this.#sift(this.#withOwnRules(folder, marks), entries)
  }

  #sift(folder: Folder, entries: readonly Dirent[]): FileEntry[] {
    const rules = folder.hidden ? [] : chainInFolder(folder.chain, folder.path)
    const exclude = this.#exclude && rulesInFolder(this.#exclude, folder.path)
    const parent = folder.path.slice(folder.path.lastIndexOf('/', folder.path.length - 2) + 1, -1)
    const files: FileEntry[] = []
    const folders: Folder[] = []
    for (const entry of entries) {
      const {name} = entry
      if (entry.isDirectory()) {
        const inner = this.#entered(folder, subfolder(folder, rules, name), {
          isNever: isNeverEntered(name, parent),
          isExcluded: isExcluded(exclude, name, true),
        })
        if (inner !== undefined) folders.push(inner)
      } else if (!isExcluded(exclude, name, false)) {
        const file = this.#file(folder, rules, entry)
        if (file !== undefined) files.push(file)
      }
    }
    for (let at = folders.length - 1; at >= 0; at--) this.#pending.push(folders[at] as Folder)
    return files
  }

  /** Git keeps no folder but that of another repository: an empty one is a submodule that was not fetched. */
  #noteSubmodule({path, repository}: Folder): void {
    const own = path.slice(0, -1)
    if (own === '' || repository?.tracks(own) !== true) return
    this.gaps.push({path: own, stage: 'walk', code: 'submodule', message: 'a submodule, which was not fetched'})
  }

  /** Of folders of installed packages and the like only what is tracked is told. */
  #entered(folder: Folder, inner: Folder, left: {isNever: boolean; isExcluded: boolean}): Folder | undefined {
    if (!left.isNever && !left.isExcluded && !folder.installed) return inner
    if (!folder.installed) this.notEntered.push(inner.path.slice(0, -1))
    const isWanted = !left.isExcluded && folder.repository?.tracksBelow(inner.path) === true
    return isWanted ? {...inner, installed: true} : undefined
  }

  #file(folder: Folder, rules: readonly FolderRules[], entry: Dirent): FileEntry | undefined {
    const isFile = entry.isFile()
    if (entry.name === '.git') return undefined
    const path = folder.path + entry.name
    if (!isFile && !entry.isSymbolicLink()) return this.#special(folder, rules, entry)
    if (folder.installed) {
      const isWanted = isFile && folder.repository?.tracks(path) === true
      return isWanted ? new WalkedFile(this.#root, path, {ignored: false, installed: true}) : undefined
    }
    const ignored =
      (folder.hidden || isHidden(rules, entry.name, false)) &&
      !((!folder.hidden || folder.tracked) && folder.repository?.tracks(path) === true)
    if (isFile) return new WalkedFile(this.#root, path, {ignored, installed: false})
    const link = this.#links.judge(path)
    if (link.gap !== undefined && !ignored) this.gaps.push(link.gap)
    return link.isOwnFile ? new WalkedFile(this.#root, path, {ignored, installed: false}) : undefined
  }

  /** What is never opened is told, where the project has it. */
  #special(folder: Folder, rules: readonly FolderRules[], {name}: Dirent): undefined {
    if (folder.installed || folder.hidden || isHidden(rules, name, false)) return
    const message = 'neither a file nor a folder: a pipe, a socket or a device, which is never opened'
    this.gaps.push({path: folder.path + name, stage: 'walk', code: 'unreadable', message})
  }

  /** Rules that begin in this folder: those of its repository, if it is one, and of its .gitignore. */
  #withOwnRules(folder: Folder, marks: Marks): Folder {
    if (folder.hidden) return folder
    const around = (marks.hasGit ? repositoryAt(this.#root, folder.path, this.gaps) : undefined) ?? folder
    if (!marks.hasIgnoreFile) return {...folder, chain: around.chain, repository: around.repository}
    const path = `${folder.path}.gitignore`
    const place = {skip: folder.path.length, prefix: ''}
    return {
      ...folder,
      chain: withIgnoreFile(around.chain, path, `${this.#root}/${path}`, place, this.gaps),
      repository: around.repository,
    }
  }

  #read(folder: string): Dirent[] | undefined {
    const absolutePath = `${this.#root}/${folder}`
    try {
      const entries = sorted(readdirSync(absolutePath, {withFileTypes: true}))
      return entries.some(entry => entry.name.includes('\ufffd'))
        ? this.#withoutUndecodable(folder, absolutePath, entries)
        : entries
    } catch (error) {
      this.gaps.push({
        path: folder.slice(0, -1),
        stage: 'walk',
        code: 'unreadable',
        message: `folder could not be read: ${systemReason(error)}`,
      })
      return undefined
    }
  }

  /** A name that is not UTF-8 cannot be a path of ours: Node.js has already replaced its bytes. */
  #withoutUndecodable(folder: string, absolutePath: string, entries: readonly Dirent[]): Dirent[] {
    const read = readdirSync(absolutePath, {encoding: 'buffer', withFileTypes: true})
    const valid = new Set(
      read.filter(({name}) => isUtf8(name)).map(entry => `${entry.name.toString('utf8')}/${entry.isDirectory()}`),
    )
    for (const {name} of read) {
      if (isUtf8(name)) continue
      const path = folder + escapeBytes(name)
      this.gaps.push({
        path,
        stage: 'walk',
        code: 'name-not-utf8',
        message: 'the name is not valid UTF-8, so that it was not read',
      })
    }
    return entries.filter(entry => valid.delete(`${entry.name}/${entry.isDirectory()}`))
  }
}

const noDigests: readonly Digest[] = []

/**
 * A file met on the walk. Its length is asked of the system only when somebody wants it: most files are of interest to
 * nobody.
 */
class WalkedFile implements FileEntry {
  readonly path: string
  readonly known = noDigests
  readonly ignored: boolean
  readonly installed: boolean
  readonly #root: string
  #byteLength: bigint | undefined

  constructor(root: string, path: string, {ignored, installed}: {ignored: boolean; installed: boolean}) {
    this.#root = root
    this.path = path
    this.ignored = ignored
    this.installed = installed
  }

  /** 0 for a file that vanished meanwhile: opening it says so. */
  get byteLength(): bigint {
    this.#byteLength ??= statSync(`${this.#root}/${this.path}`, {bigint: true, throwIfNoEntry: false})?.size ?? 0n
    return this.#byteLength
  }
}

interface Marks {
  readonly hasGit: boolean
  readonly hasIgnoreFile: boolean
  readonly isEnvironment: boolean
}

function marksOf(entries: readonly Dirent[]): Marks {
  let hasGit = false
  let hasIgnoreFile = false
  let isEnvironment = false
  for (const entry of entries) {
    if (entry.name === '.git') hasGit = true
    else if (entry.name === '.gitignore') hasIgnoreFile = !entry.isDirectory()
    else if (isEnvironmentMark(entry.name)) isEnvironment = true
  }
  return {hasGit, hasIgnoreFile, isEnvironment}
}

function subfolder(folder: Folder, rules: readonly FolderRules[], name: string): Folder {
  const path = `${folder.path}${name}/`
  const hidden = folder.hidden || isHidden(rules, name, true)
  const tracked = hidden && (!folder.hidden || folder.tracked) && folder.repository?.tracksBelow(path) === true
  return {path, hidden, tracked, installed: folder.installed, chain: folder.chain, repository: folder.repository}
}

function isExcluded(exclude: FolderRules | undefined, name: string, isDirectory: boolean): boolean {
  return exclude !== undefined && verdictOf(exclude, name, isDirectory) === true
}

/**
 * The system gives names in byte order, which differs from ours only beyond the basic plane; other platforms may give
 * any.
 */
function sorted(entries: Dirent[]): Dirent[] {
  for (let at = 1; at < entries.length; at++) {
    const before = entries[at - 1]
    const entry = entries[at]
    if (before !== undefined && entry !== undefined && before.name > entry.name)
      return entries.sort((a, b) => compareText(a.name, b.name))
  }
  return entries
}

/** `caf\xe9`: the bytes outside printable ASCII in hexadecimal. */
function escapeBytes(name: Buffer): string {
  return name
    .toString('latin1')
    .replace(/[^\x20-\x5b\x5d-\x7e]/g, unit => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
