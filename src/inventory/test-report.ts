import type {Severity} from './severity.ts'

/**
 * What a file of test results says, in one form whatever tool wrote it. Prompts and answers are never part of it, their
 * digests are.
 */
export interface TestReport {
  /** slug of the tool: `garak`, `promptfoo`, `lm-eval` … */
  readonly tool: string
  readonly toolVersion?: string
  /** red-team: attacks that were tried · evaluation: how well the target does its work */
  readonly kind: 'red-team' | 'evaluation'
  readonly file: {readonly name: string; readonly sha256: string}
  /** how the tool names this run */
  readonly run?: string
  /** ISO 8601, as stated */
  readonly started?: string
  readonly ended?: string
  readonly state: ReportState
  readonly target: ReportTarget
  /** sorted by name and detector */
  readonly probes: readonly Probe[]
  readonly metrics: readonly Metric[]
  /** what was not read, and what a reader of the numbers has to know: sentences without a full stop */
  readonly notes: readonly string[]
}

/**
 * complete: the run ended by itself and tested something · incomplete: it has no end · cancelled, failed: it says so ·
 * empty: nothing was tested, or the file does not tell. Only a complete run can speak for its target.
 */
export type ReportState = 'complete' | 'incomplete' | 'cancelled' | 'failed' | 'empty'

/** What was tested, as the report says it; empty where it does not. */
export interface ReportTarget {
  readonly provider?: string
  readonly name?: string
  /** a revision, commit or dated version */
  readonly revision?: string
  /** `sha256:…`, any number of algorithms and files */
  readonly digests?: readonly string[]
  readonly endpoint?: string
  readonly systemPromptSha256?: string
  readonly chatTemplateSha256?: string
}

/** One attack or test, over all of its attempts. Resisted is good for the target, whatever the tool calls it. */
export interface Probe {
  readonly name: string
  readonly detector?: string
  /** absent where the report counts hits alone */
  readonly resisted?: number
  /** the attack worked, the test failed */
  readonly failed: number
  /** no answer, or no verdict on it */
  readonly errored: number
  /** of the rate of failed among resisted and failed */
  readonly interval?: Interval
  /** the tool's own, where it gives one */
  readonly statedInterval?: Interval
  readonly severity?: Severity
  /** `LLM01:2025`, `AML.T0051`, `avid:security:S0403`, sorted */
  readonly taxonomies: readonly string[]
  /** of prompts and answers, in the order of the report */
  readonly transcripts?: {readonly count: number; readonly sha256: string}
}

/** Bounds of a metric, both in its own unit. */
export interface Interval {
  readonly lower: number
  readonly upper: number
  /** `Wilson 95 %` */
  readonly method: string
}

/** One figure of a test report, as the tool that measured it states it. */
export interface Metric {
  readonly type: string
  readonly value: number
  /** task, data set, filter */
  readonly slice?: string
  readonly interval?: Interval
  readonly samples?: number
  readonly higherIsBetter?: boolean
}

/** A report, and what it speaks for. */
export interface HeldReport extends TestReport {
  /**
   * bound: the report states the revision or digest of the target, or its bytes were compared when it was added ·
   * named: the name alone is the same · foreign: it speaks of something else
   */
  readonly binding: 'bound' | 'named' | 'foreign'
  /** why, a sentence without a full stop */
  readonly basis: string
  /** key of the asset, or `subject`; absent where a foreign report fits nothing */
  readonly asset?: string
  /** all that its answers rest on, as it was then */
  readonly fingerprint: readonly TestedThing[]
  /** ISO 8601 */
  readonly added: string
  readonly expires?: string
}

/** One thing that the answers of the target rest on. */
export interface TestedThing {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly facts: Readonly<Record<string, readonly string[]>>
}

/** How many attempts had a verdict; undefined where the report does not count them. */
export function judgedOf({resisted, failed}: Probe): number | undefined {
  return resisted === undefined ? undefined : resisted + failed
}

/** Identity of a report: the same file about the same target is the same report. */
export function reportId({tool, file, target}: TestReport): string {
  const of = [target.provider, target.name].filter(part => part !== undefined).join('/')
  return `${tool}:${file.sha256.slice(0, 16)}${of === '' ? '' : `:${of}`}`
}
