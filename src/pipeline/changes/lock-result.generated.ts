// Generated from the schema by `npm run generate`. Do not edit.

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
}
export interface Change {
  /**
   * One of the classes in docs/changes.md.
   */
  class: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  kind: string
  /**
   * Identity of the asset, without its version.
   */
  id: string
  name: string
  /**
   * Identity on the old side, where it was another.
   */
  previousId?: string
  /**
   * The fact that differs; absent for an asset that came or went.
   */
  fact?: string
  before: string[]
  after: string[]
  /**
   * The change as a sentence.
   */
  message: string
  /**
   * Where to show it: on the new side, of what is gone on the old one.
   */
  place?: {
    path: string
    line?: number
  }
}
