// Generated from the schema by `npm run generate`. Do not edit.

import type {Change, Counts, NotCompared, Permissions} from './change.generated.ts'

/**
 * The --json result of `aibom diff`.
 */
export interface DiffResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  old: Side
  new: Side
  counts: Counts
  /**
   * The worst first.
   */
  changes: Change[]
  permissions: Permissions
  /**
   * Assets that are on both sides and equal in everything that was compared.
   */
  unchanged: number
  /**
   * Assets with the same content in another place or under another name.
   */
  moved: {
    from: string
    to: string
  }[]
  notCompared: NotCompared
  /**
   * False when the two sides have no asset in common.
   */
  related: boolean
}
export interface Side {
  /**
   * As the user named it.
   */
  source: string
  form: 'lock' | 'bom' | 'source'
  /**
   * Commit, where the source has one.
   */
  revision?: string
  /**
   * How many assets were compared.
   */
  assets: number
  /**
   * False for documents of other tools: what they leave out is not compared.
   */
  complete: boolean
  /**
   * Files that could not be read, or not whole.
   */
  unread: number
  /**
   * Manifests without a lock file: the exact versions of their packages are unknown.
   */
  unlocked: number
}
