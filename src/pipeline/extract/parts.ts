import {deserialize, serialize} from 'node:v8'
import type {Detector} from '../../detectors/detector.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry} from '../../inventory/source.ts'
import type {Seal} from '../../lib/fs/sealed-pack.ts'

/** What one file holds, by the ids of the detectors that claim it. Structured-cloneable. */
export interface FileParts {
  readonly path: string
  readonly parts: readonly {readonly detector: string; readonly extraction: Extraction}[]
  readonly gaps: readonly Gap[]
  /** where this may be kept: it rests on the bytes of the file and on nothing else that lies there */
  readonly seal?: Seal | undefined
}

/** A file that is worth opening, and who claims it by its name; nobody where its first bytes are to decide. */
export interface ClaimedFile {
  readonly file: FileEntry
  readonly named: readonly Detector[]
}

/** A file as {@link unpackParts} reads it; undefined for one that cannot be copied. */
export type PackedParts = Uint8Array | undefined

/** The copy recurses, and what was read of hostile code may nest deeper than its stack. */
export function packParts(parts: FileParts): PackedParts {
  return pack(parts)
}

/** The same of anything: undefined for what cannot be copied. */
export function pack(value: unknown): PackedParts {
  try {
    return serialize(value)
  } catch {
    return undefined
  }
}

/** @returns undefined for what could not be copied */
export function unpackParts(packed: PackedParts): FileParts | undefined {
  try {
    return packed === undefined ? undefined : deserialize(packed)
  } catch {
    return undefined
  }
}
