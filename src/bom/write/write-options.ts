import type {SpecVersion} from '../spec/schema.ts'

/** What decides over a document beside the inventory. */
export interface WriteOptions {
  readonly spec: SpecVersion
  /** version of aibom */
  readonly toolVersion: string
  /** written only when given: a reproducible BOM has no clock */
  readonly timestamp?: Date
  /** who makes the BOM */
  readonly author?: string
  /** texts of prompts too, not their digests alone */
  readonly includePrompts?: boolean
}
