import {isUtf8} from 'node:buffer'
import type {Gap} from '../../inventory/gap.ts'
import {folderOf} from '../../lib/path.ts'
import {compareText} from '../../lib/sort.ts'
import {isPathHidden} from '../ignore/ignore.ts'
import type {IgnoreRules} from '../ignore/ignore-file.ts'
import {isEnvironmentMark, isNeverEntered} from '../ignore/never-entered.ts'

/** A file of a commit; its content is read from the object of this id. */
export interface TreeFile {
  readonly path: string
  readonly oid: string
  readonly byteLength: bigint
  /** in a folder that is never entered */
  readonly installed?: boolean
}

/** The files of a commit that a walk of its checkout would meet. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>
  readonly links: readonly TreeFile[]
  readonly gaps: readonly Gap[]
  /** sorted */
  readonly notEntered: readonly string[]
}

/** What a commit lists, before anything is left out. */
export interface ListedEntry {
  /** from the root, as git stores it */
  readonly path: Buffer
  /** `100644`, `120000` for a link, `160000` for a submodule */
  readonly mode: string
  readonly oid: string
  readonly byteLength: bigint
}

/** Of `git ls-tree -r -z -l`, up to the tab before the path. */
const linePattern = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)$/

/** Leaves out what a walk would: folders never entered, and what the user excluded. */
export function toTree(entries: Iterable<ListedEntry>, exclude: IgnoreRules | undefined): Tree {
  const gaps: Gap[] = []
  const listed = [...entries].flatMap(entry => toText(entry, gaps))
  const environments = new Set(listed.flatMap(({path}) => environmentOf(path)))
  const leftOut = new LeftOut(environments)
  const files = new Map<string, TreeFile>()
  const links: TreeFile[] = []
  for (const {mode, ...file} of listed) {
    const isLeftOut = leftOut.has(file.path)
    if (exclude !== undefined && isPathHidden(exclude, file.path)) continue
    if (isLeftOut) {
      if (mode.startsWith('100')) files.set(file.path, {...file, installed: true})
    } else if (mode === '160000')
      gaps.push({path: file.path, stage: 'walk', code: 'submodule', message: 'a submodule, which was not fetched'})
    else if (mode === '120000') links.push(file)
    else files.set(file.path, file)
  }
  return {files, links, gaps, notEntered: [...leftOut.roots].sort(compareText)}
}

function toText({path: bytes, ...entry}: ListedEntry, gaps: Gap[]): (TreeFile & {readonly mode: string})[] {
  const path = bytes.toString('utf8')
  if (isUtf8(bytes)) return [{...entry, path}]
  const message = 'the name is not valid UTF-8, so that it was not read'
  gaps.push({path, stage: 'walk', code: 'name-not-utf8', message})
  return []
}

/** Reads what `git ls-tree -r -z -l` wrote. */
export function* listedEntries(output: Buffer): Generator<ListedEntry> {
  let at = 0
  while (at < output.length) {
    const end = output.indexOf(0, at)
    const tab = output.indexOf(0x09, at)
    if (end === -1 || tab === -1 || tab > end) return
    const [, mode = '', , oid = '', size = ''] = linePattern.exec(output.toString('latin1', at, tab)) ?? []
    yield {path: output.subarray(tab + 1, end), mode, oid, byteLength: size === '-' ? 0n : BigInt(size)}
    at = end + 1
  }
}

/**
 * The folder that an entry makes an environment of installed packages; a file inside a marking folder marks as well as
 * the folder.
 */
function environmentOf(path: string): string[] {
  const segments = path.split('/')
  const at = segments.findIndex(isEnvironmentMark)
  return at > 0 ? [segments.slice(0, at).join('/')] : []
}

/** Which paths lie in folders that are never entered; remembers each folder's answer. */
class LeftOut {
  readonly roots = new Set<string>()
  readonly #environments: ReadonlySet<string>
  readonly #rootByFolder = new Map<string, string>()

  constructor(environments: ReadonlySet<string>) {
    this.#environments = environments
  }

  has(path: string): boolean {
    const folder = folderOf(path)
    const root = this.#rootByFolder.get(folder) ?? this.#rootOf(folder)
    this.#rootByFolder.set(folder, root)
    if (root !== '') this.roots.add(root)
    return root !== ''
  }

  /** The outermost left-out folder that is or contains the folder; empty where there is none. */
  #rootOf(folder: string): string {
    let current = ''
    let parent = ''
    for (const segment of folder === '' ? [] : folder.split('/')) {
      current = current === '' ? segment : `${current}/${segment}`
      if (isNeverEntered(segment, parent) || this.#environments.has(current)) return current
      parent = segment
    }
    return ''
  }
}
