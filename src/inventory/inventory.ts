import type {Asset, Relationship} from './asset.ts'
import type {Finding} from './finding.ts'
import type {Gap, StepReport} from './gap.ts'
import type {SourceDescription} from './source.ts'
import type {HeldReport} from './test-report.ts'
import type {Verdict} from './verdict.ts'

/** All that is known of one source. Same input, same inventory. */
export interface Inventory {
  readonly subject: SourceDescription
  /** sorted by key ({@link keyOf} in identity.ts) */
  readonly assets: readonly Asset[]
  readonly relationships: readonly Relationship[]
  readonly findings: readonly Finding[]
  readonly verdicts: readonly {readonly asset: string; readonly verifier: string; readonly verdict: Verdict}[]
  readonly gaps: readonly Gap[]
  readonly steps: readonly StepReport[]
  /** results of tests that a BOM holds; a source has none of its own */
  readonly reports?: readonly HeldReport[]
  /** folders that were not entered on purpose (dependencies, caches, version control), relative */
  readonly notEntered: readonly string[]
  /** every file that was walked; a BOM does not hold it */
  readonly paths?: ReadonlySet<string>
  /** by asset id: who owns a file that the asset is seen in, where the source says so; a BOM does not hold it */
  readonly owners?: ReadonlyMap<string, readonly string[]>
}

/**
 * What a detector gives back; the pipeline merges these into an {@link Inventory}. `Note` is a detector's own working
 * form, never kept.
 */
export interface Extraction<Note = unknown> {
  readonly assets: readonly Asset[]
  readonly relationships?: readonly Relationship[]
  readonly findings?: readonly Finding[]
  readonly gaps?: readonly Gap[]
  /** handed to the same detector's `assemble` after the walk */
  readonly notes?: readonly Note[]
}
