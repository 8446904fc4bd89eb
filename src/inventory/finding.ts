import type {Evidence} from './evidence.ts'
import type {Severity} from './severity.ts'

/** Constant text of a rule: the same in terminal, SARIF, HTML and docs. Ids are never reused. */
export interface RuleMeta {
  readonly id: `AIB${number}`
  readonly name: string
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly references: readonly string[]
}

/** What software with AI is threatened by. */
export type Threat =
  | 'prompt injection'
  | 'poisoning'
  | 'model theft'
  | 'shadow AI'
  | 'supply chain'
  | 'drift'
  | 'over-permission'

/** A rule about an inventory. */
export interface ThreatMeta extends RuleMeta {
  readonly threat: Threat
}

/** What a rule has to say of one asset of the inventory. */
export interface Finding {
  readonly rule: RuleMeta['id']
  /** key of the asset */
  readonly asset: string
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly fingerprint: string
}
