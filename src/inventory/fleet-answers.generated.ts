// Generated from the schema by `npm run generate`. Do not edit.

/**
 * Where something was seen first.
 */
export interface Place {
  path: string
  line?: number
}
/**
 * One thing, whichever repositories have it.
 */
export interface Asset {
  /**
   * What makes it the same thing everywhere.
   */
  identity: string
  kind: string
  name: string
  /**
   * Who serves it or gives it out.
   */
  provider?: string
  /**
   * How many repositories have it now.
   */
  sources: number
  /**
   * How many findings it has now.
   */
  findings: number
}
/**
 * Assets by name.
 */
export interface AssetList {
  /**
   * As it was asked.
   */
  query: string
  /**
   * How many there are in all pages.
   */
  total: number
  /**
   * From 1.
   */
  page: number
  pages: number
  /**
   * There are more than `total`: they were not counted to the end.
   */
  isLeast: boolean
  assets: Asset[]
}
/**
 * An asset in a repository.
 */
export interface Use {
  source: string
  address: string
  /**
   * Exact version or commit.
   */
  version?: string
  /**
   * As it is written where it is used.
   */
  revision?: string
  /**
   * The name can mean other content tomorrow.
   */
  floating: boolean
  /**
   * As stated; empty when unknown.
   */
  licenses: string[]
  /**
   * The part of the repository it belongs to.
   */
  scope: string
  place?: Place
  /**
   * Who owns the file where it was seen first, by CODEOWNERS.
   */
  owners: string[]
  /**
   * The scan that found it so first.
   */
  since: string
  /**
   * That it was found in first.
   */
  commit?: string
}
/**
 * What a repository had of an asset, for how long.
 */
export interface Version {
  source: string
  address: string
  /**
   * Version, commit or revision; empty where none is stated.
   */
  value: string
  floating: boolean
  /**
   * UTC.
   */
  from: string
  /**
   * Absent while it holds.
   */
  until?: string
}
/**
 * An asset that something was made from, or that was made from it.
 */
export interface LineageNode {
  identity: string
  kind: string
  name: string
  sources: number
}
/**
 * One asset was made from another.
 */
export interface LineageEdge {
  /**
   * Identity of what was made.
   */
  from: string
  /**
   * Identity of what it was made from.
   */
  to: string
  /**
   * derived-from or trained-on.
   */
  kind: string
}
/**
 * What a rule says.
 */
export interface Finding {
  rule: string
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  message: string
  source: string
  address: string
  /**
   * Name of the asset.
   */
  asset?: string
  identity?: string
  place?: Place
  /**
   * UTC.
   */
  since: string
}
/**
 * An asset, who uses it, what it was made from.
 */
export interface AssetView {
  asset: Asset
  uses: Use[]
  /**
   * How many are left out.
   */
  moreUses: number
  /**
   * The latest first.
   */
  versions: Version[]
  nodes: LineageNode[]
  edges: LineageEdge[]
  /**
   * More is known than is listed.
   */
  moreLineage: boolean
  findings: Finding[]
}
/**
 * A source of the fleet: a repository, a model or a BOM.
 */
export interface Repository {
  name: string
  address: string
  form: 'git' | 'folder' | 'bom' | 'registry'
  /**
   * new: never read. failed: not the last time, what is stored is older.
   */
  state: 'new' | 'current' | 'failed'
  /**
   * Why it could not be read.
   */
  error?: string
  /**
   * When it was looked at last.
   */
  checked?: string
  revision?: string
  assets: number
  findings: number
  /**
   * What could not be read, parsed or resolved.
   */
  gaps: number
}
/**
 * Repositories by address.
 */
export interface RepositoryList {
  query: string
  /**
   * How many there are in all pages.
   */
  total: number
  /**
   * From 1.
   */
  page: number
  pages: number
  repositories: Repository[]
}
/**
 * A scan that found something new.
 */
export interface Scan {
  /**
   * UTC.
   */
  at: string
  revision?: string
  committed?: string
  tool: string
  assets: number
  findings: number
  gaps: number
}
/**
 * An asset that a repository has.
 */
export interface RepositoryAsset {
  identity: string
  kind: string
  name: string
  provider?: string
  /**
   * Exact version or commit.
   */
  version?: string
  /**
   * As it is written where it is used.
   */
  revision?: string
  /**
   * The name can mean other content tomorrow.
   */
  floating: boolean
  /**
   * As stated; empty when unknown.
   */
  licenses: string[]
  /**
   * The part of the repository it belongs to.
   */
  scope: string
  place?: Place
  /**
   * Who owns the file where it was seen first, by CODEOWNERS.
   */
  owners: string[]
  /**
   * The scan that found it so first.
   */
  since: string
  /**
   * That it was found in first.
   */
  commit?: string
}
/**
 * What a scan found to be different.
 */
export interface Change {
  /**
   * UTC.
   */
  at: string
  source: string
  address: string
  commit?: string
  what: 'came' | 'went' | 'changed'
  kind: string
  name: string
  identity: string
  /**
   * Version, revision and license as they were.
   */
  before?: string
  after?: string
}
/**
 * A repository and what it holds.
 */
export interface RepositoryView {
  repository: Repository
  /**
   * The latest first.
   */
  scans: Scan[]
  assets: RepositoryAsset[]
  /**
   * How many are left out.
   */
  moreAssets: number
  findings: Finding[]
  /**
   * The latest first.
   */
  changes: Change[]
}
/**
 * What changed in the repositories that were read before.
 */
export interface ChangeList {
  /**
   * UTC.
   */
  since: string
  /**
   * The latest first.
   */
  changes: Change[]
  /**
   * There are more than are listed.
   */
  more: boolean
  added: {
    name: string
    address: string
    /**
     * UTC.
     */
    at: string
  }[]
}
/**
 * Who serves or gives out assets of a kind.
 */
export interface Provider {
  provider: string
  kind: string
  assets: number
  /**
   * How often an asset of theirs is in a repository.
   */
  uses: number
}
/**
 * Providers by name.
 */
export interface ProviderList {
  providers: Provider[]
}
/**
 * A license as it is stated.
 */
export interface License {
  license: string
  uses: number
}
/**
 * Licenses by how often they are stated.
 */
export interface LicenseList {
  licenses: License[]
  /**
   * How often none is stated.
   */
  unknown: number
}
/**
 * A rule and its number of findings.
 */
export interface Rule {
  rule: string
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  findings: number
  sources: number
}
/**
 * Rules by severity.
 */
export interface RuleList {
  rules: Rule[]
}
/**
 * Findings of a rule.
 */
export interface FindingList {
  rule: string
  /**
   * How many there are in all pages.
   */
  total: number
  /**
   * From 1.
   */
  page: number
  pages: number
  findings: Finding[]
}
/**
 * What the policy of this server says of every repository.
 */
export interface PolicyView {
  /**
   * Name of the file; absent where the server has none.
   */
  policy?: string
  /**
   * failed: it could not be judged.
   */
  state: 'none' | 'judging' | 'judged' | 'failed'
  error?: string
  /**
   * UTC.
   */
  judged?: string
  outcome?: 'passed' | 'failed' | 'undecided'
  /**
   * Findings in all; `findings` has the worst of them.
   */
  total: number
  findings: PolicyFinding[]
  /**
   * Questions that could not be decided.
   */
  undecided: number
  /**
   * Repositories that were not read, or not the last time.
   */
  notCurrent: string[]
}
/**
 * Findings of the policy.
 */
export interface PolicyFinding {
  rule: string
  name: string
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  message: string
  source: string
  address: string
}
/**
 * The whole fleet.
 */
export interface Overview {
  /**
   * Repositories by state.
   */
  sources: {
    total: number
    current: number
    new: number
    failed: number
  }
  kinds: {
    kind: string
    assets: number
    uses: number
  }[]
  severities: {
    severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
    findings: number
  }[]
  /**
   * The ten with the most severe and the most findings.
   */
  rules: Rule[]
  /**
   * The last seven days.
   */
  week: {
    /**
     * UTC.
     */
    since: string
    /**
     * Repositories read for the first time.
     */
    added: number
    /**
     * Repositories in which something changed.
     */
    changed: number
    came: number
    went: number
  }
  /**
   * The first twenty that were not read, or not the last time.
   */
  notCurrent: Repository[]
  policy: PolicyView
  /**
   * When the last scan was stored.
   */
  read?: string
}
/**
 * Why there is no answer.
 */
export interface Problem {
  /**
   * An error code of docs/errors.md.
   */
  code: string
  message: string
}
