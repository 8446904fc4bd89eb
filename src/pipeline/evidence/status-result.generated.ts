// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom evidence status`.
 */
export interface EvidenceStatusResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The BOM that holds the evidence, as the user named it or as it was found.
   */
  bom: string
  /**
   * What the evidence was held against; the BOM itself where no source is at hand.
   */
  against: string
  /**
   * stale: a piece is stale or has expired.
   */
  outcome: 'current' | 'stale' | 'none'
  evidence: Piece[]
}
export interface Piece {
  file: string
  /**
   * Of the report.
   */
  sha256: string
  tool: string
  toolVersion?: string
  kind: 'red-team' | 'evaluation'
  /**
   * How the run ended.
   */
  run: 'complete' | 'incomplete' | 'cancelled' | 'failed' | 'empty'
  status: 'bound' | 'named' | 'stale' | 'foreign'
  /**
   * Why it was bound, named or foreign when it was added.
   */
  basis: string
  asset?: string
  /**
   * When the run ended or began, as the report says.
   */
  tested?: string
  /**
   * Whole days since then.
   */
  ageDays?: number
  /**
   * The last day on which it counts.
   */
  expires?: string
  expired: boolean
  /**
   * What made it stale, the worst first.
   */
  changes: Change[]
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
