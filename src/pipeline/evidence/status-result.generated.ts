// Generated from the schema by `npm run generate`. Do not edit.

import type {Change} from '../changes/change.generated.ts'

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
