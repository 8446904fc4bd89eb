import type {GateOptions} from '../changes/open-gate.ts'
import {type Job, type JobReport, performJob} from '../worker/job.ts'
import type {TaskLoader} from '../worker/messages.ts'
import type {PolicyExplainResult} from './explain-result.generated.ts'
import type {ExplainRuleOptions} from './explain-rule.ts'
import type {PolicyExportResult} from './export-result.generated.ts'
import type {InitPolicyOptions} from './init-policy.ts'
import type {PolicyInitResult} from './init-result.generated.ts'
import type {RulesTasks} from './judge/rules-task.ts'
import type {TestPolicyOptions} from './test-policy.ts'
import type {PolicyTestResult} from './test-result.generated.ts'

/** The rows of the table of tasks that are about policies. */
export type PolicyTasks = RulesTasks & {
  readonly 'policy-explain': {
    readonly input: Job<ExplainRuleOptions>
    readonly output: PolicyExplainResult
    readonly report: JobReport
  }
  readonly 'policy-export': {
    readonly input: Job<GateOptions>
    readonly output: PolicyExportResult
    readonly report: JobReport
  }
  readonly 'policy-init': {
    readonly input: Job<InitPolicyOptions>
    readonly output: PolicyInitResult
    readonly report: JobReport
  }
  readonly 'policy-test': {
    readonly input: Job<TestPolicyOptions>
    readonly output: PolicyTestResult
    readonly report: JobReport
  }
}

/** The tasks about policies; each module is loaded with its first task. */
export const policyLoaders: {readonly [Name in keyof PolicyTasks]: TaskLoader<PolicyTasks[Name]>} = {
  rules: async () => (await import('./judge/rules-task.ts')).askRules,
  'policy-explain': async () => {
    const {explainRule} = await import('./explain-rule.ts')
    return (input, context) => performJob(input, context, explainRule)
  },
  'policy-export': async () => {
    const {exportInput} = await import('./export-input.ts')
    return (input, context) => performJob(input, context, exportInput)
  },
  'policy-init': async () => {
    const {initPolicy} = await import('./init-policy.ts')
    return (input, context) => performJob(input, context, initPolicy)
  },
  'policy-test': async () => {
    const {testPolicy} = await import('./test-policy.ts')
    return (input, context) => performJob(input, context, testPolicy)
  },
}
