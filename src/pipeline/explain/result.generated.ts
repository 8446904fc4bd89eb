// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom explain`.
 */
export interface ExplainResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * Where the code around a place was looked for: as the user named it, or as it was when the BOM was written. Absent where that is not known.
   */
  source?: string
  /**
   * The BOM, as the user named it.
   */
  bom: string
  /**
   * Every asset of that name.
   */
  assets: {
    /**
     * bom-ref, and the version where it has one.
     */
    ref: string
    kind: string
    name: string
    version?: string
    purl?: string
    aliases: string[]
    /**
     * What is known of it besides, by name; numbers as text.
     */
    facts: {
      name: string
      value: string
    }[]
    evidence: {
      /**
       * Detector and rule.
       */
      detector: string
      technique: string
      path: string
      line?: number
      symbol?: string
      level: 'used' | 'configured' | 'mentioned'
      scope: 'product' | 'test' | 'example' | 'docs' | 'vendored'
      confidence: number
      /**
       * The lines around it; empty where the source is not at hand, the file has changed beyond that line, or it is no text.
       */
      excerpt: {
        line: number
        text: string
      }[]
    }[]
    /**
     * What it depends on, contains, calls, derives from.
     */
    leadsTo: Edge[]
    /**
     * What leads to it.
     */
    comesFrom: Edge[]
  }[]
}
export interface Edge {
  kind: string
  ref: string
  /**
   * Name of the asset at the other end.
   */
  name: string
  /**
   * Its kind; `subject` for the source itself.
   */
  assetKind: string
}
