import type {Evidence} from './evidence.ts'

/** Constant text of a rule: the same in terminal, SARIF, HTML and docs. Ids are never reused. */
export interface RuleMeta {
  readonly id: `AIB${number}`
  readonly name: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly references: readonly string[]
}

export interface Finding {
  readonly rule: RuleMeta['id']
  /** key of the asset */
  readonly asset: string
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly fingerprint: string
}
