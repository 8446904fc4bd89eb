// Generated from the schema by `npm run generate`. Do not edit.

import type {Change} from './change.generated.ts'

/**
 * The --json result of `aibom lock`.
 */
export interface LockResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The lock file, as the user named it.
   */
  lock: string
  state: 'created' | 'unchanged' | 'updated' | 'kept'
  /**
   * How many assets the lock holds now.
   */
  assets: number
  /**
   * How many of them are manifests and lock files of packages, each with one digest of all that it installs.
   */
  manifests: number
  /**
   * Changes that this run let in.
   */
  accepted: Change[]
  /**
   * Changes that nobody accepted; the lock does not have them.
   */
  pending: Change[]
  /**
   * Files that could not be read, or not whole: what they hold is not locked.
   */
  gaps: number
  /**
   * Manifests without a lock file: the exact versions of their packages are unknown.
   */
  unlocked: number
}
