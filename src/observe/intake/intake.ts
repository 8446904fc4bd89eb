import {memoryReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {Fold} from '../fold.ts'
import {normalise} from '../normalise.ts'
import type {Operation} from '../operation.ts'
import {readOtlpJson} from '../otlp/json.ts'
import {readOtlpProtobuf} from '../otlp/protobuf.ts'
import type {Origin, TelemetryRecord} from '../otlp/record.ts'
import {parseRawJson} from './raw-json.ts'

/** How much was read, and of what. */
export interface Coverage {
  lines: number
  /** lines and documents that are neither telemetry nor blank */
  notJson: number
  /** JSON, but no telemetry of traces or logs */
  notTelemetry: number
  spans: number
  logs: number
  /** records of AI */
  ai: number
  /** before --since */
  tooOld: number
  firstMs: number
  lastMs: number
  /** records by dialect */
  readonly dialects: Map<string, number>
}

/** A document of a program that lists what runs; its operations, or undefined where it is none. */
export type BomReader = (text: string, value: unknown) => readonly Operation[] | undefined

/** Where what is read goes, and what of it counts. */
export interface IntakeOptions {
  readonly fold: Fold
  /** milliseconds since the epoch; earlier records are left out */
  readonly sinceMs?: number | undefined
  readonly readBom: BomReader
}

const dialectLimit = 100

/** Takes telemetry in any form, line by line or whole, and keeps account of it. */
export class Intake {
  readonly coverage: Coverage = {
    lines: 0,
    notJson: 0,
    notTelemetry: 0,
    spans: 0,
    logs: 0,
    ai: 0,
    tooOld: 0,
    firstMs: 0,
    lastMs: 0,
    dialects: new Map(),
  }
  readonly #options: IntakeOptions

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** A line of a file. @returns whether it is JSON */
  json(bytes: Buffer): boolean {
    const isJson = this.document(bytes)
    if (!isJson) {
      this.coverage.lines += 1
      this.coverage.notJson += 1
    }
    return isJson
  }

  /** The same of what may be something else than JSON, which is then not counted. */
  document(bytes: Buffer): boolean {
    if (isBlank(bytes)) return true
    const json = parseRawJson(bytes)
    if (json === undefined) return false
    this.coverage.lines += 1
    if (readOtlpJson(json, this.#take) === 'telemetry') return true
    const operations = asRecord(json.value)?.['bomFormat'] === 'CycloneDX' ? this.#readBom(bytes) : undefined
    if (operations === undefined) this.coverage.notTelemetry += 1
    for (const operation of operations ?? []) this.#count(operation)
    return true
  }

  /** An export request in binary form. @returns whether it is one */
  protobuf(bytes: Buffer): boolean {
    try {
      readOtlpProtobuf(memoryReader(bytes), this.#take)
      return true
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      this.coverage.notJson += 1
      return false
    }
  }

  #readBom(bytes: Buffer): readonly Operation[] | undefined {
    const text = decodeText(bytes)
    return this.#options.readBom(text, parseJsonOrNothing(text))
  }

  readonly #take = (record: TelemetryRecord, origin: Origin): void => {
    this.coverage[record.signal === 'span' ? 'spans' : 'logs'] += 1
    const {sinceMs} = this.#options
    if (sinceMs !== undefined && record.startMs < sinceMs) {
      this.coverage.tooOld += 1
      return
    }
    const operation = normalise(record, origin)
    if (operation !== undefined) this.#count(operation)
  }

  #count(operation: Operation): void {
    const {coverage} = this
    coverage.ai += 1
    const {dialect, atMs = 0} = operation
    if (coverage.dialects.size < dialectLimit || coverage.dialects.has(dialect))
      coverage.dialects.set(dialect, (coverage.dialects.get(dialect) ?? 0) + 1)
    if (atMs > 0 && (coverage.firstMs === 0 || atMs < coverage.firstMs)) coverage.firstMs = atMs
    if (atMs > coverage.lastMs) coverage.lastMs = atMs
    this.#options.fold.add(operation)
  }
}

/** Whether a line has nothing but white space: it seldom begins with any, so the first byte decides. */
function isBlank(bytes: Buffer): boolean {
  return (bytes[0] ?? 0x20) <= 0x20 && bytes.toString('latin1').trim() === ''
}
