// Generated from the schema by `npm run generate`. Do not edit.

/**
 * What `aibom policy export --rego-input` writes: the object that rules of a policy are asked about. docs/policy.md lists the fields.
 */
export interface PolicyExportResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * As the user named it.
   */
  source: string
  /**
   * Every asset, packages one by one.
   */
  assets: Subject[]
  /**
   * Every change against the baseline, with its asset.
   */
  changes: Subject[]
}
export interface Subject {
  asset: {
    [k: string]: unknown
  }
  change?: {
    [k: string]: unknown
  }
  evidence: {
    [k: string]: unknown
  }[]
}
