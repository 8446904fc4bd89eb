import type {UnknownRecord} from '../../../lib/narrow.ts'

/** One entry of `packages`, by its place: `node_modules/a/node_modules/b`, or the folder of a workspace member. */
export interface Entry {
  readonly place: string
  readonly fields: UnknownRecord
  readonly line: number | undefined
}

/** What a section of the file lists. */
export interface Listed {
  readonly entries: readonly Entry[]
  /** places of what is no entry */
  readonly malformed: readonly string[]
}
