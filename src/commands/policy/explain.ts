import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {policyFlags} from '../../cli/flags.ts'
import {policyExplainSummary} from '../../cli/summaries/policy-summary.ts'
import type {PolicyExplainResult} from '../../pipeline/policy/explain-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class PolicyExplain extends BaseCommand<PolicyExplainResult> {
  static override summary = 'Explain a rule or a class of change, and how the policy treats it'

  static override examples = [
    {description: 'A class of change', command: '<%= config.bin %> policy explain prompt-changed'},
    {description: 'A rule, by its id or its name', command: '<%= config.bin %> policy explain AIB110'},
  ]

  static override args = {
    rule: Args.string({required: true, description: 'id or name of a rule, or class of a change'}),
  }

  static override flags = {
    ...policyFlags,
    policy: Flags.string({
      env: 'AIBOM_POLICY',
      description: 'policy file; by default aibom.policy.yaml in this folder',
      helpValue: 'FILE',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<PolicyExplainResult>> {
    const {args, flags} = await this.parse(PolicyExplain)
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const {policy, online, offline, refresh, deadline} = flags
    const result = await runJob(
      'policy-explain',
      {...context, rule: args.rule, policy, online, offline, refresh, deadline},
      context,
    )
    return {result, text: policyExplainSummary(result), exit: 0}
  }
}
