import {createHash} from 'node:crypto'
import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {AibomError, systemErrorCode} from '../errors.ts'
import {asList, asRecord} from '../narrow.ts'
import {makePrivateFolder} from './private-folder.ts'
import {writeWhole} from './write-file.ts'

/**
 * Which source a BOM on this machine was written from. It is kept in the user's cache: a BOM names no folder of the
 * machine that made it.
 */
interface Entry {
  /** hash of the absolute path of the BOM */
  readonly bom: string
  readonly serialNumber: string
  /** absolute path */
  readonly source: string
}

const fileName = 'sources-v1.json'
const entryLimit = 200
const fileLimitBytes = 1024 * 1024

/** Keeps where the source of a BOM lies. Failing to write costs the user the flag `--source`, and nothing else. */
export function rememberSource(folder: string, bomPath: string, serialNumber: string, source: string): void {
  const bom = hashOf(bomPath)
  const others = load(folder).filter(entry => entry.bom !== bom)
  try {
    makePrivateFolder(folder)
    writeWhole(join(folder, fileName), JSON.stringify([...others, {bom, serialNumber, source}].slice(-entryLimit)))
  } catch (error) {
    if (!(error instanceof AibomError) && systemErrorCode(error) === undefined) throw error
  }
}

/**
 * The absolute path of the source of this very BOM; undefined where it is not known, or where another BOM lies at that
 * path now.
 */
export function recallSource(folder: string, bomPath: string, serialNumber: string): string | undefined {
  const bom = hashOf(bomPath)
  return load(folder).find(entry => entry.bom === bom && entry.serialNumber === serialNumber)?.source
}

/** A missing, broken or foreign file holds nothing. */
function load(folder: string): Entry[] {
  const path = join(folder, fileName)
  try {
    if (statSync(path).size > fileLimitBytes) return []
    return asList(JSON.parse(readFileSync(path, 'utf8'))).flatMap(toEntry)
  } catch {
    return []
  }
}

function toEntry(value: unknown): Entry[] {
  const {bom, serialNumber, source} = asRecord(value) ?? {}
  return typeof bom === 'string' && typeof serialNumber === 'string' && typeof source === 'string'
    ? [{bom, serialNumber, source}]
    : []
}

function hashOf(absolutePath: string): string {
  return createHash('sha256').update(absolutePath).digest('hex')
}
