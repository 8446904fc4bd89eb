import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {policyInitSummary} from '../../cli/summaries/policy-summary.ts'
import type {PolicyInitResult} from '../../pipeline/policy/init-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class PolicyInit extends BaseCommand<PolicyInitResult> {
  static override summary = 'Write aibom.policy.yaml, which approves what is there'
  static override description =
    'The approved lists contain everything that is found now. Remove what nobody should use, and commit the file. An existing file is never changed.'

  static override examples = [{description: 'A policy for this repository', command: '<%= config.bin %> policy init'}]

  static override args = {source: Args.string({default: '.', description: 'a source, as for `generate`, or a BOM'})}

  static override flags = {
    ...sideFlags,
    output: Flags.string({
      char: 'o',
      default: 'aibom.policy.yaml',
      env: 'AIBOM_POLICY_OUTPUT',
      description: 'the file to write',
      helpValue: 'FILE',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<PolicyInitResult>> {
    const {args, flags} = await this.parse(PolicyInit)
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const options = {...context, source: args.source, output: flags.output, ...sideOptionsOf(flags)}
    const result = await runJob('policy-init', options, {
      ...context,
      fileTimeout: flags['file-timeout'],
      jobs: flags.jobs,
    })
    return {result, text: policyInitSummary(result), exit: 0}
  }
}
