// Generated from the schema by `npm run generate`. Do not edit.

import type {Asset} from '../list/result.generated.ts'

export type Count = number

/**
 * The --json result of `aibom generate`.
 */
export interface GenerateResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * What was read.
   */
  source: {
    /**
     * dir, file, git, hf …
     */
    scheme: string
    name: string
    version?: string
    /**
     * Commit, 40 or 64 hex digits.
     */
    revision?: string
  }
  /**
   * The BOM, as the user named it; null when it went to stdout.
   */
  output: string | null
  /**
   * Version of CycloneDX.
   */
  spec: '1.5' | '1.6' | '1.7'
  /**
   * The same for the same content.
   */
  serialNumber: string
  counts: ByKind
  product: ByKind1
  /**
   * Assets but packages and their manifests whose every place is outside the product, by the first of these that any place is in.
   */
  elsewhere: {
    /**
     * Of files for coding assistants, editors and CI.
     */
    development: number
    example: Count
    test: Count
    docs: Count
    vendored: Count
  }
  /**
   * Packages by ecosystem.
   */
  packages: {
    npm: Count
    pypi: Count
    conda: Count
    golang?: Count
    maven?: Count
    nuget?: Count
    cargo?: Count
    gem?: Count
    composer?: Count
    swift?: Count
  }
  /**
   * Every asset but packages and their manifests, as `aibom list` gives it.
   */
  assets: Asset[]
  /**
   * Models and data sets of a registry whose name is not pinned to a commit.
   */
  unresolved: number
  /**
   * What could not be read, parsed, resolved or verified.
   */
  gaps: {
    /**
     * Relative to the source; empty when it concerns the source as a whole.
     */
    path: string
    line?: number
    stage: 'walk' | 'extract' | 'resolve' | 'enrich' | 'verify'
    /**
     * Listed in docs/taxonomy.md.
     */
    code: string
    message: string
  }[]
  /**
   * Folders that were left out on purpose: dependencies, caches, version control.
   */
  notEntered: string[]
  steps: {
    step: string
    version: number
    status: 'succeeded' | 'partial' | 'failed' | 'skipped'
    reason?: string
  }[]
  findings: {
    rule: string
    asset: string
    message: string
    evidence: Evidence[]
    fingerprint: string
  }[]
  /**
   * How many findings `aibom check --no-baseline` has of the same source without a policy, by severity; those of `findings` are among them.
   */
  judged: {
    critical: Count
    high: Count
    medium: Count
    low: Count
    info: Count
  }
  /**
   * What the chosen version of CycloneDX has no place for: paths with * for an index, and how often.
   */
  lost: string[]
}
/**
 * All assets by kind, whatever part of the source they are in.
 */
export interface ByKind {
  model: Count
  weights: Count
  dataset: Count
  package: Count
  service: Count
  agent: Count
  'mcp-server': Count
  prompt: Count
  tool: Count
  guardrail: Count
  'dependency-manifest': Count
  bom: Count
}
/**
 * Assets with a place in the product itself: not only in tests, examples, documentation or vendored code.
 */
export interface ByKind1 {
  model: Count
  weights: Count
  dataset: Count
  package: Count
  service: Count
  agent: Count
  'mcp-server': Count
  prompt: Count
  tool: Count
  guardrail: Count
  'dependency-manifest': Count
  bom: Count
}
export interface Evidence {
  detector: string
  technique: 'syntax' | 'manifest' | 'binary' | 'file-name' | 'registry'
  path: string
  line?: number
  symbol?: string
  cell?: number
  level: 'used' | 'configured' | 'mentioned'
  scope: 'product' | 'test' | 'example' | 'docs' | 'vendored'
  confidence: number
}
