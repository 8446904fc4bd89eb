import {sha256Hex} from '../../lib/digest.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import type {Evidence} from '../notes.ts'

/** What one standard adds to a document. */
export interface Declared {
  readonly standards: readonly UnknownRecord[]
  readonly attestation: UnknownRecord
  readonly claims: readonly UnknownRecord[]
  readonly evidence: readonly UnknownRecord[]
}

/** bom-ref of a piece of evidence. */
export function evidenceRef({source, place, value}: Evidence): string {
  return `aibom-review:evidence:${digestOf(`${source}\n${place}\n${value}`)}`
}

/** A piece of evidence as declarations have it. */
export function toEvidence(item: Evidence | undefined): UnknownRecord[] {
  if (item === undefined) return []
  return [
    {
      'bom-ref': evidenceRef(item),
      propertyName: `${item.source}: ${item.place === '' ? '/' : item.place}`,
      description: item.value,
    },
  ]
}

/** So much of a digest tells texts apart. */
export function digestOf(text: string): string {
  return sha256Hex(text).slice(0, 16)
}
