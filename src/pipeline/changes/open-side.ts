import {relative, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Side} from '../../drift/entry.ts'
import {isLockText, parseLock} from '../../drift/lock-file.ts'
import {projectInventory} from '../../drift/project.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readHead, readUserFile} from '../../lib/fs/read-file.ts'
import {type OpenedInventory, type OpenInventoryOptions, openInventory} from '../open-inventory.ts'
import type {DiffResult} from './diff-result.generated.ts'
import {repositoryOf} from './repository.ts'

/** How either side of a comparison is opened. */
export type SideOptions = OpenInventoryOptions

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

const lockLimitBytes = 256 * 1024 * 1024
const headBytes = 4096
const digests = ['sha256'] as const

/**
 * Opens a lock, a BOM of any tool, or a source: a folder, a file, an id of the hub, a git URL, or `FOLDER#REVISION` of
 * a local repository.
 * @throws {AibomError} for what is none of these or cannot be read
 */
export async function openSide(text: string, options: SideOptions): Promise<OpenedSide> {
  const absolutePath = resolve(options.cwd, text)
  if (kindOfPath(absolutePath) === 'file' && isLockText(readHead(absolutePath, text, headBytes).toString('utf8')))
    return lockSide(readUserFile(absolutePath, text, lockLimitBytes, ''), text)
  return inventorySide(await openInventory(revisionAddress(text, options.cwd) ?? text, options, digests))
}

/**
 * The same for what something is held against: a file that is no lock and no BOM, and in which nothing is found, says
 * nothing.
 * @throws {AibomError} `AIBOM_LOCK_INVALID` (exit 2) for such a file
 */
export async function openComparable(text: string, options: SideOptions): Promise<OpenedSide> {
  const side = await openSide(text, options)
  if (
    side.form !== 'source' ||
    side.inventory?.assets.length !== 0 ||
    kindOfPath(resolve(options.cwd, text)) !== 'file'
  )
    return side
  throw new AibomError('AIBOM_LOCK_INVALID', `${text} is neither a lock nor a BOM, and no AI was found in it`, {
    hint: 'Write a lock with: aibom lock; or a BOM with: aibom generate',
    exit: 2,
  })
}

/** A lock as it is committed or stored. */
export function lockSide(text: string, path: string): OpenedSide {
  const entries = parseLock(text, path)
  return {form: 'lock', own: true, project: () => ({entries, complete: true, unread: new Set()})}
}

/** An inventory that is at hand. */
export function inventorySide({inventory, form, own}: OpenedInventory): OpenedSide {
  const {revision} = inventory.subject
  return {form, revision, inventory, own, project: packages => projectInventory(inventory, packages, own)}
}

/**
 * `.#main`: a local repository at a revision, fetched into a bare repository of ours, since git inside an untrusted one
 * obeys its configuration.
 */
function revisionAddress(text: string, cwd: string): string | undefined {
  const hash = text.indexOf('#')
  if (hash === -1 || kindOfPath(resolve(cwd, text)) !== undefined) return undefined
  const folder = resolve(cwd, text.slice(0, hash))
  if (kindOfPath(folder) !== 'folder') return undefined
  const worktree = repositoryOf(folder)?.worktree
  if (worktree !== undefined && worktree !== folder) throw withinRepository(text, relative(cwd, worktree) || '.')
  return pathToFileURL(folder).href + text.slice(hash)
}

function withinRepository(text: string, root: string): AibomError {
  const [folder, revision] = text.split('#', 2)
  return new AibomError(
    'AIBOM_SOURCE_INVALID',
    `${folder} is a folder of a repository, and a revision is one of the whole`,
    {
      hint: `Name the repository: ${root}#${revision}`,
    },
  )
}
