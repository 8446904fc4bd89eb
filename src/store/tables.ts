import type {ColumnType, Generated, Insertable} from 'kysely'

/** Of a text that a column may leave out. */
type Maybe = ColumnType<string | null, string | null | undefined, string | null>
type MaybeCount = ColumnType<number | null, number | null | undefined, number | null>

/**
 * Facts of a source hold from one scan to another: `since` is the scan that brought them, `until` the one that no
 * longer had them, null while they hold.
 */
interface Interval {
  readonly source_id: number
  /** of the facts of the row: equal content is the same row */
  readonly hash: string
  readonly since: number
  readonly until: MaybeCount
}

/** Where it was seen first, as a person is led there. */
interface Place {
  readonly path: Maybe
  readonly line: MaybeCount
}

/** What a fleet is made of; one row an address. */
export interface SourceTable {
  readonly id: Generated<number>
  /** as `generate` takes it, without credentials; a path is absolute */
  readonly address: string
  readonly form: 'git' | 'folder' | 'bom' | 'registry'
  readonly name: string
  /** milliseconds since 1970 */
  readonly added: number
  /** new: never scanned · current: as last looked at · failed: the last look failed, what is stored is older */
  readonly state: 'new' | 'current' | 'failed'
  readonly error_code: Maybe
  readonly error: Maybe
  /** commit, digest or state of the files, with the version of the tool and its catalog, of the last scan */
  readonly fingerprint: Maybe
  readonly checked: MaybeCount
  /** the last that succeeded */
  readonly scan_id: MaybeCount
}

/** Scans of a source that were recorded, with counts that need not be counted again. */
export interface ScanTable {
  readonly id: Generated<number>
  readonly source_id: number
  readonly at: number
  readonly revision: Maybe
  readonly committed: Maybe
  readonly tool: string
  readonly bom: string
  readonly assets: number
  readonly findings: number
  readonly gaps: number
}

/** Documents by their digest: equal ones are kept once. */
export interface BomTable {
  readonly sha256: string
  readonly byte_length: number
  /** gzip */
  readonly document: Uint8Array
}

/** One thing in the world, whichever source has it. */
export interface AssetTable {
  readonly id: Generated<number>
  readonly identity: string
  readonly kind: string
  readonly name: string
  /** lower case, for searching: name and identity */
  readonly search: string
  readonly provider: Maybe
  /** that have it now */
  readonly sources: ColumnType<number, number | undefined, number>
}

/** An asset in a source. */
export interface OccurrenceTable extends Interval, Place {
  readonly id: Generated<number>
  readonly asset_id: number
  readonly version: Maybe
  readonly revision: Maybe
  /** 1: the name can mean other content tomorrow */
  readonly floating: number
  /** as stated, separated by commas; empty where nobody states one */
  readonly licenses: string
  readonly scope: string
  readonly places: number
  /** who owns the file where it was seen first, by CODEOWNERS, separated by blanks; empty where nobody is named */
  readonly owners: ColumnType<string, string | undefined, string>
}

/** Where an asset of a source was seen, one row a place. */
export interface PlaceTable extends Place {
  readonly occurrence_id: number
  readonly symbol: Maybe
  readonly detector: string
  readonly technique: string
  readonly level: string
  readonly scope: string
  readonly confidence: number
}

/** The digests of an asset of a source. */
export interface DigestTable {
  readonly occurrence_id: number
  readonly alg: string
  readonly hex: string
  /** content, git-blob, tree */
  readonly of: string
  /** computed, declared */
  readonly origin: string
}

/** Each license once, as it is stated. */
export interface LicenseTable {
  readonly id: Generated<number>
  readonly text: string
}

/** Each text that occurrences have in `licenses`, once; never removed. */
export interface LicenseSetTable {
  readonly text: string
}

/** Which licenses an asset of a source has. */
export interface OccurrenceLicenseTable {
  readonly occurrence_id: number
  readonly license_id: number
}

/** Relationships between assets of one source, while they hold. */
export interface RelationTable extends Interval {
  readonly id: Generated<number>
  /** null: the source itself */
  readonly from_id: MaybeCount
  readonly to_id: MaybeCount
  readonly kind: string
  readonly relation: Maybe
}

/** Findings of one source, while they hold. */
export interface FindingTable extends Interval, Place {
  readonly id: Generated<number>
  readonly asset_id: MaybeCount
  readonly rule: string
  readonly name: string
  readonly severity: string
  readonly message: string
  readonly fingerprint: string
}

/** What verifiers said of assets of one source, while it holds. */
export interface VerdictTable extends Interval {
  readonly id: Generated<number>
  readonly asset_id: MaybeCount
  readonly verifier: string
  readonly status: string
  readonly detail: Maybe
}

/** Test reports that speak of assets of one source, while they do. */
export interface EvidenceTable extends Interval {
  readonly id: Generated<number>
  readonly asset_id: MaybeCount
  readonly tool: string
  readonly kind: string
  readonly file: string
  readonly sha256: string
  readonly state: string
  readonly binding: string
  readonly added: string
  readonly expires: Maybe
}

/** Databases that a fleet can be kept in. */
export type Dialect = 'sqlite' | 'postgres'

/** Every table. docs/guide/fleet.md tells users of them, since `--sql` reads them. */
export interface Tables {
  readonly aibom: {readonly version: number}
  readonly sources: SourceTable
  readonly scans: ScanTable
  readonly boms: BomTable
  readonly assets: AssetTable
  readonly occurrences: OccurrenceTable
  readonly places: PlaceTable
  readonly digests: DigestTable
  readonly licenses: LicenseTable
  readonly license_sets: LicenseSetTable
  readonly occurrence_licenses: OccurrenceLicenseTable
  readonly relations: RelationTable
  readonly findings: FindingTable
  readonly verdicts: VerdictTable
  readonly evidence: EvidenceTable
  /** when each host may be asked next, in milliseconds since 1970 */
  readonly hosts: {readonly name: string; readonly next_at: number}
}

/** A row as it is inserted: generated columns may be left out. */
export type NewRow<Name extends keyof Tables> = Insertable<Tables[Name]>
