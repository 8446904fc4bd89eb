import {gzipSync} from 'node:zlib'
import {parseBom} from '../../bom/read/parse.ts'
import {readBom, readParsedBom} from '../../bom/read/read.ts'
import {redactInventory} from '../../inventory/redact.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {readUserFile} from '../../lib/fs/read-file.ts'
import {redactResult} from '../../lib/redact/printed.ts'
import {openSource} from '../../sources/open-source.ts'
import type {SweptSource} from '../../sources/sweep/find-sources.ts'
import {folderState} from '../../sources/sweep/folder-state.ts'
import type {ScanResult} from '../../store/record.ts'
import {generateSourceBom, type SourceBomOptions} from '../generate/generate.ts'
import {networkOf} from '../network.ts'
import {bomLimitBytes} from '../open-inventory.ts'

/** What a worker thread is handed to read one source. */
export interface ScanSourceOptions extends SourceBomOptions {
  readonly form: SweptSource['form']
  /** the fingerprint of the last scan */
  readonly known: string | undefined
  /** what besides the source decides the result: the tool, its catalog, the options */
  readonly setting: string
}

/** `unchanged`: it is what it was, and nothing was read but its state. */
export type ScannedSource =
  | {readonly state: 'unchanged'}
  | ({readonly state: 'scanned'} & Pick<ScanResult, 'fingerprint' | 'bom' | 'facts'>)

/**
 * Takes the inventory of one source of a fleet, unless it is what it was.
 * @throws {AibomError} for what cannot be read
 */
export async function scanSource(options: ScanSourceOptions): Promise<ScannedSource> {
  const bom = options.form === 'bom' ? readUserFile(options.source, options.source, bomLimitBytes, '') : undefined
  const state = bom === undefined ? await stateOf(options) : sha256Hex(bom)
  const fingerprint = state === undefined ? undefined : fingerprintOf(state, options.setting)
  if (fingerprint !== undefined && fingerprint === options.known) return {state: 'unchanged'}
  const {document, facts} = bom === undefined ? await readOwn(options) : await readForeign(bom, options)
  const bytes = Buffer.from(document)
  return {
    state: 'scanned',
    // the commit that was read, which may be a later one than the remote first told of
    fingerprint: fingerprint ?? fingerprintOf(facts.revision ?? sha256Hex(bytes), options.setting),
    bom: {sha256: sha256Hex(bytes), byteLength: bytes.byteLength, gzip: gzipSync(bytes)},
    facts,
  }
}

/** Equal for a source where another scan could only find the same. */
export function fingerprintOf(state: string, setting: string): string {
  return `${state} ${setting}`
}

/** Undefined where only the scan itself tells; the state of a BOM is its bytes. */
async function stateOf(options: ScanSourceOptions): Promise<string | undefined> {
  switch (options.form) {
    case 'git':
    case 'bom':
      return undefined
    case 'folder': {
      await using source = await openSource(options.source, options)
      return await folderState(source, options.signal)
    }
    case 'registry': {
      await using source = await openSource(options.source, {...options, network: networkOf(options)})
      return source.describe().revision
    }
  }
}

async function readOwn(options: ScanSourceOptions) {
  const {document, owners} = await generateSourceBom(options)
  const {inventory, own} = readBom(document, options.source)
  return {document, facts: await toFacts({...inventory, ...(owners !== undefined && {owners})}, own, options)}
}

/** A BOM that another tool wrote may hold what is not to be kept. */
async function readForeign(text: string, options: ScanSourceOptions) {
  const parsed = parseBom(text, options.source)
  const {inventory, own} = readParsedBom(parsed, options.source)
  return {
    document: JSON.stringify(redactResult(parsed.document)),
    facts: await toFacts(redactInventory(inventory), own, options),
  }
}

async function toFacts(inventory: Parameters<typeof redactInventory>[0], own: boolean, {now}: ScanSourceOptions) {
  const {factsOf} = await import('./facts-of.ts')
  return factsOf(inventory, own, new Date(now()).toISOString().slice(0, 10))
}
