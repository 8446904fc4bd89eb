// Generated from the schema by `npm run generate`. Do not edit.

import type {Counts} from '../changes/change.generated.ts'

/**
 * The --json result of `aibom observe`.
 */
export interface ObserveResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * As the user named them.
   */
  traces: string[]
  against: Document[]
  /**
   * failed: a finding at or above the threshold · blind: no telemetry of AI to judge · passed: neither.
   */
  outcome: 'passed' | 'failed' | 'blind'
  failOn: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'never'
  /**
   * Earlier records were left out: ISO 8601.
   */
  since?: string
  /**
   * Findings by severity.
   */
  counts: Counts
  /**
   * The worst first.
   */
  findings: Finding[]
  /**
   * What the telemetry does not hold, so that no change of it would be seen.
   */
  cannotTell: CannotTell[]
  coverage: Coverage
  state?: State
  notes: string[]
}
export interface Document {
  /**
   * As the user named it.
   */
  path: string
  form: 'lock' | 'bom' | 'source'
  subject?: string
  version?: string
}
export interface Finding {
  rule: string
  /**
   * Of the rule.
   */
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /**
   * service.name; empty where there is none.
   */
  service: string
  /**
   * What it is about: model, provider, endpoint, tool …
   */
  kind: string
  /**
   * Its name in the telemetry.
   */
  asset: string
  /**
   * The finding as a sentence.
   */
  message: string
  /**
   * Records or calls that show it.
   */
  count?: number
  /**
   * Those of them that failed.
   */
  failed?: number
  /**
   * ISO 8601.
   */
  firstSeen?: string
  /**
   * ISO 8601.
   */
  lastSeen?: string
  /**
   * Ids of some traces that show it, hexadecimal.
   */
  traces: string[]
  before?: string[]
  after?: string[]
  /**
   * Equal for the same finding in the next run.
   */
  fingerprint: string
}
export interface CannotTell {
  dialect?: string
  service?: string
  message: string
}
export interface Coverage {
  /**
   * Files, stdin and requests that were read.
   */
  files: number
  bytes: number
  /**
   * Lines or documents.
   */
  lines: number
  /**
   * Lines that are neither JSON nor a request in binary form.
   */
  notJson: number
  /**
   * JSON that is no export of traces or logs.
   */
  notTelemetry: number
  /**
   * Lines that were passed over.
   */
  tooLong: number
  spans: number
  /**
   * Log records.
   */
  logs: number
  /**
   * Spans and log records of AI.
   */
  aiRecords: number
  /**
   * Calls of models, each once, however many spans show it.
   */
  calls: number
  /**
   * Calls that succeeded and name no model.
   */
  callsWithoutModel: number
  /**
   * Records before the time of --since.
   */
  tooOld: number
  /**
   * Of AI: ISO 8601.
   */
  firstSeen?: string
  /**
   * Of AI: ISO 8601.
   */
  lastSeen?: string
  dialects: {
    name: string
    records: number
  }[]
  services: string[]
  /**
   * Files that could not be read, or not to the end, and why.
   */
  notRead: string[]
}
export interface State {
  path: string
  isNew: boolean
  /**
   * What earlier runs had read.
   */
  skippedBytes: number
}
