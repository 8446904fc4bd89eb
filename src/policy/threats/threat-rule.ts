import type {Finding, ThreatMeta} from '../../inventory/finding.ts'
import type {Inventory} from '../../inventory/inventory.ts'

/** What a rule judges, and what it may ask for beside the inventory. */
export interface ThreatContext {
  readonly inventory: Inventory
  /** taken or written by aibom: what it does not state is not there, where another tool may only not have looked */
  readonly own: boolean
  /** the day of the run, `2026-11-28` */
  readonly today: string
  /** what could not be read where the baseline has AI: the file, empty for the source as a whole, and what is wrong */
  readonly blind?: readonly {readonly path: string; readonly message: string}[] | undefined
}

/** An asset that a rule could not judge. It leaves the answer open where a finding of the rule would fail the gate. */
export interface Undecided {
  readonly rule: ThreatMeta['id']
  /** key of the asset */
  readonly asset: string
  /** not-evaluated: the facts are not there · not-decidable: they are, and say neither yes nor no */
  readonly reason: 'not-evaluated' | 'not-decidable'
  /** a sentence without a full stop */
  readonly message: string
}

/** What one rule says of one inventory. */
export interface Judgement {
  readonly findings: readonly Finding[]
  readonly undecided?: readonly Undecided[]
  /** what the rule has nothing to judge by, where no answer is to be had: it leaves nothing open */
  readonly off?: string | undefined
}

/** One rule about an inventory: pure, linear in its size. */
export interface ThreatRule {
  readonly meta: ThreatMeta
  judge(context: ThreatContext): Judgement
}
