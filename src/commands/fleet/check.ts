import {Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {policyFlags, sourceFlags, thresholds} from '../../cli/flags.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {checkFleetSummary} from '../../cli/fleet/verdicts.ts'
import type {FleetCheckResult} from '../../pipeline/fleet/check-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetCheck extends BaseCommand<FleetCheckResult> {
  static override summary = 'Check every source of a fleet with the rules and a policy'
  static override description =
    'Checks the latest stored result of each source, as `check --no-baseline` does. Reads only the database. Exit 0: no finding; 1: a finding at or above --fail-on; 3: a rule was undecided, or a source was never read, or not on the last attempt.'

  static override examples = [
    {description: 'With the rules only', command: '<%= config.bin %> fleet check'},
    {
      description: 'With the policy of your company',
      command: '<%= config.bin %> fleet check --policy company.policy.yaml --fail-on medium',
    },
  ]

  static override flags = {
    ...fleetFlags,
    policy: Flags.string({env: 'AIBOM_POLICY', description: 'the policy to apply', helpValue: 'FILE'}),
    'fail-on': Flags.option({
      options: thresholds,
      default: 'high' as const,
      env: 'AIBOM_CHECK_FAIL_ON',
      description: 'lowest severity that exits 1',
    })(),
    strict: sourceFlags.strict,
    ...policyFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetCheckResult>> {
    const {flags} = await this.parse(FleetCheck)
    const [{runJob}, {outcomeExitOf}] = await Promise.all([
      import('../../pipeline/worker/run-job.ts'),
      import('../../pipeline/changes/gate.ts'),
    ])
    const {database, policy, strict, online, offline, refresh, deadline} = flags
    const options = {...context, database, policy, strict, online, offline, refresh, deadline, failOn: flags['fail-on']}
    const result = await runJob('fleet-check', options, context)
    return {result, text: checkFleetSummary(result), exit: outcomeExitOf(result)}
  }
}
