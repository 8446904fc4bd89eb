import {messageOf} from '../../../lib/errors.ts'
import {threadHost} from '../../../lib/thread-host.ts'
import {compileWhen, isProblem} from '../../../policy/cel/compile.ts'
import type {Subject} from '../../../policy/cel/subject.ts'
import type {TaskContext} from '../../worker/messages.ts'

/** Asks rules about assets and changes. */
export interface RulesTask {
  readonly rules: readonly {readonly id: string; readonly when: string}[]
  /** one for each asset */
  readonly assets: readonly Subject[]
  /** one for each change */
  readonly changes: readonly Subject[]
}

/** What one rule came to, by the index of the subject. */
export interface RuleAnswer {
  readonly id: string
  readonly isOfChange: boolean
  readonly matched: readonly number[]
  /** what could not be answered, and why */
  readonly failed: readonly (readonly [number, string])[]
}

/** The row of this kind in the table of tasks; a rule is reported when it is through. */
export type RulesTasks = {
  readonly rules: {readonly input: RulesTask; readonly output: undefined; readonly report: RuleAnswer}
}

/** Asks one rule after the other, and shows which: whoever watches ends a thread whose rule takes too long. */
export async function askRules(
  {rules, assets, changes}: RulesTask,
  {report, show}: TaskContext<RuleAnswer>,
): Promise<undefined> {
  for (const {id, when} of rules) {
    const expression = compileWhen(when)
    if (isProblem(expression)) throw new Error(`the rule ${id} was checked before: ${expression.message}`)
    show([id])
    threadHost().beat()
    const {isOfChange} = expression
    const matched: number[] = []
    const failed: [number, string][] = []
    for (const [index, subject] of (isOfChange ? changes : assets).entries()) {
      try {
        if (expression.matches(subject)) matched.push(index)
      } catch (error) {
        failed.push([index, reasonOf(error)])
      }
    }
    show([])
    report({id, isOfChange, matched, failed})
  }
}

/** The library adds the expression, with a mark below it. */
function reasonOf(error: unknown): string {
  const {summary} = (error ?? {}) as {summary?: unknown}
  return typeof summary === 'string' ? summary : (messageOf(error).split('\n')[0] ?? '')
}
