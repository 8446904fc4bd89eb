import {type GapCode, gapCodes} from './gap-code.generated.ts'

/**
 * Something that could not be read, parsed, resolved or verified. It is part of the result: it reaches the BOM, and the
 * exit code under --strict.
 */
export interface Gap {
  /** relative to the source; empty when it concerns the source as a whole */
  readonly path: string
  readonly line?: number
  readonly stage: 'walk' | 'extract' | 'resolve' | 'enrich' | 'verify'
  /** stable; docs/taxonomy.md says what each means */
  readonly code: GapCode
  readonly message: string
}

/** How a step of the pipeline ended. What was left out on purpose is `skipped`, with its reason. */
export interface StepReport {
  readonly step: string
  /** of the detector or step, raised when its answers change */
  readonly version: number
  readonly status: 'succeeded' | 'partial' | 'failed' | 'skipped'
  readonly reason?: string
}

const known: ReadonlySet<string> = new Set(gapCodes)

/** A code by its text; what another version wrote and this one does not know is `unreadable`. */
export function toGapCode(text: string): GapCode {
  return isGapCode(text) ? text : 'unreadable'
}

function isGapCode(text: string): text is GapCode {
  return known.has(text)
}
