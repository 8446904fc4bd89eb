// Generated from the schema by `npm run generate`. Do not edit.

/**
 * The --json result of `aibom list`.
 */
export interface ListResult {
  /**
   * Raised when a field changes its meaning or goes away.
   */
  schemaVersion: 1
  /**
   * The source or the BOM, as the user named it.
   */
  source: string
  /**
   * The assets that pass the filters, in the order asked for.
   */
  assets: Asset[]
  /**
   * How many assets the kinds and filters left out, by kind.
   */
  notListed: {
    [k: string]: number
  }
  /**
   * How many places could not be read or resolved: assets may be missing from the list.
   */
  gaps: number
  /**
   * Manifests without a lock file: the exact versions of their packages are unknown.
   */
  unlocked: number
}
export interface Asset {
  /**
   * bom-ref, and the version where it has one.
   */
  ref: string
  kind: string
  name: string
  /**
   * Exact version, or the commit that a registry keeps it at.
   */
  version?: string
  /**
   * The revision as it is written where the asset is used: a branch, a tag, a commit.
   */
  revision?: string
  /**
   * The name can mean other content tomorrow: no revision, a branch, `latest`.
   */
  floating?: boolean
  /**
   * Version ranges that manifests declare.
   */
  declared?: string[]
  /**
   * Loading the model runs code from its repository.
   */
  remoteCode?: boolean
  /**
   * As stated; empty when unknown.
   */
  licenses: string[]
  /**
   * The part of the project it belongs to; development is what coding assistants, editors and CI read.
   */
  scope: 'product' | 'development' | 'test' | 'example' | 'docs' | 'vendored'
  /**
   * Where it was first seen.
   */
  place?: {
    path: string
    line?: number
  }
  /**
   * How many places it was seen in.
   */
  places: number
  findings: {
    rule: string
    severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
    message: string
  }[]
  /**
   * What it depends on, contains, calls, derives from or was trained on.
   */
  uses: {
    kind: string
    ref: string
  }[]
}
