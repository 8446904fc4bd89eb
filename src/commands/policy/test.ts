import {Args} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {policyFlags} from '../../cli/flags.ts'
import {policyTestSummary} from '../../cli/summaries/policy-summary.ts'
import type {PolicyTestResult} from '../../pipeline/policy/test-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

const exits = {passed: 0, failed: 1, undecided: 3} as const

export default class PolicyTest extends BaseCommand<PolicyTestResult> {
  static override summary = 'Check a policy file and run the tests of its rules'
  static override description =
    'Reads the file in the working tree, with everything that it includes, and checks its rules as `check` does. Exit 0: valid, and all tests pass; 1: a test fails or a waiver has expired; 2: the file is invalid; 3: a rule could not be evaluated.'

  static override examples = [
    {description: 'The policy of this folder', command: '<%= config.bin %> policy test'},
    {description: 'Fetch included URLs, once', command: '<%= config.bin %> policy test --online'},
  ]

  static override args = {policy: Args.string({default: 'aibom.policy.yaml', description: 'the policy file'})}

  static override flags = policyFlags

  protected async perform(context: RunContext): Promise<Outcome<PolicyTestResult>> {
    const {args, flags} = await this.parse(PolicyTest)
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const {online, offline, refresh, deadline} = flags
    const result = await runJob(
      'policy-test',
      {...context, policy: args.policy, online, offline, refresh, deadline},
      context,
    )
    return {result, text: policyTestSummary(result), exit: exits[result.outcome]}
  }
}
