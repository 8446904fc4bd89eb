import type {CompiledRule} from '../../../policy/cel/own-rules.ts'
import type {Subject} from '../../../policy/cel/subject.ts'
import {WorkerPool} from '../../worker/pool.ts'
import {WorkerLost} from '../../worker/thread.ts'
import type {RuleAnswer, RulesTasks} from './rules-task.ts'

/** What one rule may take, over all assets. */
export const ruleLimitMs = 1000
/** Starting a thread, and handing it the assets. */
const startLimitMs = 60_000
/** Values that a rule builds up; the subjects of a large repository take some tens. */
const memoryMiB = 512

/** What a rule came to; undecided as a whole where it took too long or too much memory. */
export type RuleOutcome = RuleAnswer | {readonly id: string; readonly undecided: string}

/** What rules are asked about: each of the assets, or each of the changes. */
export interface Subjects {
  readonly assets: readonly Subject[]
  readonly changes: readonly Subject[]
}

/** Asks all rules in a thread that is ended where one takes too long; the others are asked in the next one. */
export async function runRules(
  rules: readonly CompiledRule[],
  subjects: Subjects,
  signal: AbortSignal,
): Promise<RuleOutcome[]> {
  const outcomes = new Map<string, RuleOutcome>()
  let waiting = rules.map(({rule: {id, when}}) => ({id, when}))
  await using pool = new WorkerPool<RulesTasks>({size: 1, signal, memoryMiB})
  while (waiting.length > 0) {
    try {
      const onReport = (answer: RuleAnswer): void => void outcomes.set(answer.id, answer)
      const stallMs = (shown: readonly string[]): number => (shown.length > 0 ? ruleLimitMs : startLimitMs)
      await pool.run('rules', {rules: waiting, ...subjects}, {onReport, stallMs})
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      const blamed = error.shown[0] ?? waiting.find(({id}) => !outcomes.has(id))?.id
      if (blamed === undefined) throw error
      const reason =
        error.reason === 'stalled' ? `it took more than ${ruleLimitMs / 1000} s` : 'it took more memory than a rule may'
      outcomes.set(blamed, {id: blamed, undecided: reason})
    }
    waiting = waiting.filter(({id}) => !outcomes.has(id))
  }
  return rules.flatMap(({rule: {id}}) => outcomes.get(id) ?? [])
}
