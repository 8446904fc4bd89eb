import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {readBom} from '../../bom/read.ts'
import type {Side} from '../../drift/entry.ts'
import {isLockText, parseLock} from '../../drift/lock-file.ts'
import {projectInventory} from '../../drift/project.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {kindOfPath, readHead, readUserFile} from '../../lib/read-file.ts'
import {openSource} from '../../sources/open-source.ts'
import {networkOf} from '../network.ts'
import type {RunContext} from '../run-context.ts'
import {takeInventory} from '../take-inventory.ts'
import type {Watch} from '../watch.ts'
import type {DiffResult} from './diff-result.generated.ts'

/** What every command that compares needs of the machine and the user. */
export interface SideOptions extends RunContext {
  readonly offline: boolean
  readonly exclude: readonly string[]
  /** asks registries again for what is kept of their answers */
  readonly refresh: boolean
  /** seconds that registries are waited for in all */
  readonly deadline: number
  /** says which file is read, to whoever may end it */
  readonly watch?: Watch | undefined
}

/** One side of a comparison before it is known how packages are compared: locks sum them up. */
export interface OpenedSide {
  readonly form: DiffResult['old']['form']
  readonly revision?: string | undefined
  /** what the rules judge; a lock has none: it holds what is compared, and no more */
  readonly inventory?: Inventory | undefined
  /** taken or written by aibom */
  readonly own: boolean
  project(packages: 'each' | 'digest'): Side
}

const limitBytes = 256 * 1024 * 1024
const headBytes = 4096

/**
 * Opens a lock, a BOM of any tool, or a source: a folder, a file, an id of the hub, a git URL, or `FOLDER#REVISION` of a local repository.
 * @throws {AibomError} for what is none of these or cannot be read
 */
export async function openSide(text: string, options: SideOptions): Promise<OpenedSide> {
  const absolutePath = resolve(options.cwd, text)
  if (kindOfPath(absolutePath) === 'file') {
    const head = readHead(absolutePath, text, headBytes).toString('utf8')
    if (isLockText(head)) return lockSide(readUserFile(absolutePath, text, limitBytes, ''), text)
    if (/^\s*\{/.test(head) && /"(?:bomFormat|specVersion)"|cyclonedx/i.test(head))
      return bomSide(readUserFile(absolutePath, text, limitBytes, ''), text)
  }
  return sourceSide(text, options)
}

/** A lock as it is committed or stored. */
export function lockSide(text: string, path: string): OpenedSide {
  const entries = parseLock(text, path)
  return {form: 'lock', own: true, project: () => ({entries, complete: true, unread: new Set()})}
}

function bomSide(text: string, path: string): OpenedSide {
  const {inventory, own} = readBom(text, path)
  const {revision} = inventory.subject
  return {form: 'bom', revision, inventory, own, project: packages => projectInventory(inventory, packages, own)}
}

/** Walks a source as `generate` does; nothing is written. */
export async function sourceSide(text: string, options: SideOptions): Promise<OpenedSide> {
  await using source = await openSource(revisionAddress(text, options.cwd) ?? text, {...options, network: networkOf(options)})
  const inventory = await takeInventory(source, {...options, digests: ['sha256'], packages: true, mentions: false, skip: new Set()})
  const {revision} = inventory.subject
  return {form: 'source', revision, inventory, own: true, project: packages => projectInventory(inventory, packages, true)}
}

/** `.#main`: a local repository at a revision, fetched into a bare repository of ours, since git inside an untrusted one obeys its configuration. */
function revisionAddress(text: string, cwd: string): string | undefined {
  const hash = text.indexOf('#')
  if (hash === -1 || kindOfPath(resolve(cwd, text)) !== undefined) return undefined
  const folder = resolve(cwd, text.slice(0, hash))
  return kindOfPath(folder) === 'folder' ? pathToFileURL(folder).href + text.slice(hash) : undefined
}
