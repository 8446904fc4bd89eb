import type {Digest, Evidence} from '../inventory/evidence.ts'

/**
 * What is stored of a source, in plain values that cross between threads. Assets are named by their identity; undefined
 * where the source as a whole is meant.
 */
export interface SourceFacts {
  readonly name: string
  readonly revision?: string
  readonly committed?: string
  readonly gaps: number
  readonly assets: readonly AssetFact[]
  readonly relations: readonly {
    readonly from?: string
    readonly to?: string
    readonly kind: string
    readonly relation?: string
  }[]
  readonly findings: readonly FindingFact[]
  readonly verdicts: readonly {
    readonly asset?: string
    readonly verifier: string
    readonly status: string
    readonly detail?: string
  }[]
  readonly evidence: readonly EvidenceFact[]
}

/** An asset of one source at one scan. */
export interface AssetFact {
  readonly identity: string
  readonly kind: string
  readonly name: string
  readonly provider?: string
  readonly version?: string
  readonly revision?: string
  readonly floating: boolean
  readonly licenses: readonly string[]
  readonly scope: string
  /** as CODEOWNERS names them; sorted */
  readonly owners?: readonly string[]
  readonly place?: {readonly path: string; readonly line?: number}
  readonly evidence: readonly Evidence[]
  readonly digests: readonly Digest[]
}

/** A finding of one source at one scan; `place` is where it is seen first. */
export interface FindingFact {
  readonly asset?: string
  readonly rule: string
  readonly name: string
  readonly severity: string
  readonly message: string
  readonly fingerprint: string
  readonly place?: {readonly path: string; readonly line?: number}
}

/** A test report that speaks of an asset, as `aibom evidence` judged it. */
export interface EvidenceFact {
  readonly asset?: string
  readonly tool: string
  readonly kind: string
  readonly file: string
  readonly sha256: string
  readonly state: string
  readonly binding: string
  readonly added: string
  readonly expires?: string
}
