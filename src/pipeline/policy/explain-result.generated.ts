// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom policy explain`.
 */
export interface PolicyExplainResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * As the user named it.
   */
  rule: string
  /**
   * All names by which a policy may speak of it.
   */
  names: string[]
  /**
   * rule: of aibom · change: a class of change · own: of the policy.
   */
  kind: 'rule' | 'change' | 'own'
  /**
   * By the policy, where there is one.
   */
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info' | 'off'
  defaultSeverity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  title: string
  why: string
  fix: string
  references: string[]
  /**
   * The expression of a rule of the policy.
   */
  when?: string
  /**
   * Where the policy has it: path:line:column.
   */
  place?: string
  /**
   * The policy that was asked; absent where there is none.
   */
  policy?: string
  waivers: {
    asset: string
    reason: string
    owner: string
    expires: string
    isExpired: boolean
  }[]
}
