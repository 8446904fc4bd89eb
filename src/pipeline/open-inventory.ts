import {resolve} from 'node:path'
import {readBom} from '../bom/read.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {kindOfPath, readHead, readUserFile} from '../lib/read-file.ts'
import {openSource} from '../sources/open-source.ts'
import {networkOf} from './network.ts'
import type {RunContext} from './run-context.ts'
import {takeInventory} from './take-inventory.ts'
import type {Watch} from './watch.ts'

export interface OpenInventoryOptions extends RunContext {
  readonly offline: boolean
  readonly exclude: readonly string[]
  /** asks registries again for what is kept of their answers */
  readonly refresh: boolean
  /** seconds that registries are waited for in all */
  readonly deadline: number
  /** of a run in a worker thread */
  readonly watch?: Watch | undefined
}

const bomLimitBytes = 256 * 1024 * 1024
const headBytes = 4096
const bomPattern = /"(?:bomFormat|specVersion)"|cyclonedx/i

/**
 * The inventory of a BOM of any tool, or of a source that is walked as `generate` walks it. Weight files are not hashed and nothing is written.
 * @throws {AibomError} for what is neither, or cannot be read
 */
export async function openInventory(text: string, options: OpenInventoryOptions): Promise<{readonly inventory: Inventory; readonly isBom: boolean}> {
  const absolutePath = resolve(options.cwd, text)
  if (kindOfPath(absolutePath) === 'file' && bomPattern.test(readHead(absolutePath, text, headBytes).toString('utf8'))) {
    return {inventory: readBom(readUserFile(absolutePath, text, bomLimitBytes, ''), text).inventory, isBom: true}
  }
  await using source = await openSource(text, {...options, network: networkOf(options)})
  const inventory = await takeInventory(source, {...options, digests: [], packages: true, mentions: false, skip: new Set()})
  return {inventory, isBom: false}
}
