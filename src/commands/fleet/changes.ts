import {Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {changesSummary} from '../../cli/fleet/verdicts.ts'
import type {FleetChangesResult} from '../../pipeline/fleet/changes-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetChanges extends BaseCommand<FleetChangesResult> {
  static override summary = 'Show what changed in the sources of a fleet'
  static override description =
    'Compares each source with its state at an earlier time, as `diff` does: by identity, with a class and severity for each change. Reads only the database.'

  static override examples = [
    {description: 'This week', command: '<%= config.bin %> fleet changes'},
    {description: 'Since a day', command: '<%= config.bin %> fleet changes --since 2026-11-01'},
  ]

  static override flags = {
    ...fleetFlags,
    since: Flags.string({
      default: '7d',
      env: 'AIBOM_FLEET_SINCE',
      description: 'a date, or a number of hours, days or weeks ago: 12h, 7d, 2w',
      helpValue: 'TIME',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetChangesResult>> {
    const {flags} = await this.parse(FleetChanges)
    const [{runJob}, {meaningOf}] = await Promise.all([
      import('../../pipeline/worker/run-job.ts'),
      import('../../pipeline/changes/gate.ts'),
    ])
    const result = await runJob('fleet-changes', {...context, database: flags.database, since: flags.since}, context)
    return {result, text: changesSummary(result, meaningOf), exit: 0}
  }
}
