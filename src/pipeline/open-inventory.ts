import {resolve} from 'node:path'
import {type ReadBom, readBom} from '../bom/read/read.ts'
import {isBomHead} from '../bom/spec/head.ts'
import type {Inventory} from '../inventory/inventory.ts'
import type {HashAlgorithm} from '../lib/fs/file-hash.ts'
import {kindOfPath, readHead, readUserFile} from '../lib/fs/read-file.ts'
import {networkOf} from './network.ts'
import type {RunContext} from './run-context.ts'
import type {Watch} from './worker/watch.ts'

/** What every command that takes a BOM or a source needs of the machine and the user. */
export interface OpenInventoryOptions extends RunContext {
  readonly offline: boolean
  readonly exclude: readonly string[]
  /** asks registries again for what is kept of their answers */
  readonly refresh: boolean
  /** total number of seconds to wait for registries */
  readonly deadline: number
  /** says which file is read, to whoever may end it */
  readonly watch?: Watch | undefined
}

/** The inventory of a source or BOM, and how much its silence means. */
export interface OpenedInventory {
  readonly inventory: Inventory
  readonly form: 'bom' | 'source'
  /** taken or written by aibom */
  readonly own: boolean
}

/** Larger BOMs are not read. */
export const bomLimitBytes = 256 * 1024 * 1024
const headBytes = 4096

/**
 * The inventory of a BOM of any tool, or of a source that is walked as `generate` walks it. Nothing is written.
 * @param digests of weight files that are computed; of a BOM they are those that it states
 * @throws {AibomError} for what is neither, or cannot be read
 */
export async function openInventory(
  text: string,
  options: OpenInventoryOptions,
  digests: readonly HashAlgorithm[],
): Promise<OpenedInventory> {
  const bom = bomFile(text, options)
  return bom === undefined ? walkSource(text, options, digests) : toOpened(readBom(bom(), text))
}

/** What reads the text of a file that begins as a BOM does; undefined where it is none. */
export function bomFile(text: string, {cwd}: Pick<RunContext, 'cwd'>): (() => string) | undefined {
  const absolutePath = resolve(cwd, text)
  const isBom =
    kindOfPath(absolutePath) === 'file' && isBomHead(readHead(absolutePath, text, headBytes).toString('utf8'))
  return isBom ? () => readUserFile(absolutePath, text, bomLimitBytes, '') : undefined
}

/** A BOM that has been read already. */
export function toOpened({inventory, own}: ReadBom): OpenedInventory {
  return {inventory, form: 'bom', own}
}

/** Walks a source as `generate` does. */
export async function walkSource(
  text: string,
  options: OpenInventoryOptions,
  digests: readonly HashAlgorithm[],
): Promise<OpenedInventory> {
  // of a BOM nothing is walked: its reader does not wait for the detectors
  const [{openSource}, {takeInventory}] = await Promise.all([
    import('../sources/open-source.ts'),
    import('./generate/take-inventory.ts'),
  ])
  await using source = await openSource(text, {...options, network: networkOf(options)})
  const inventory = await takeInventory(source, {...options, digests, packages: true, mentions: false, skip: new Set()})
  return {inventory, form: 'source', own: true}
}
