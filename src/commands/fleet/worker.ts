import {Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {networkFlags, sourceFlags} from '../../cli/flags.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {workerSummary} from '../../cli/fleet/summaries.ts'
import type {FleetWorkerResult} from '../../pipeline/fleet/worker-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetWorker extends BaseCommand<FleetWorkerResult> {
  static override summary = 'Read sources queued by `fleet scan --queue` in PostgreSQL, as one of many processes'
  static override description =
    'Waits for sources and reads them until it receives SIGTERM or Ctrl-C. It then returns unfinished sources to the queue and exits 0. If a worker is killed, another worker reads its sources after the --timeout of the scan.'

  static override examples = [
    {
      description: 'On each machine',
      command: '<%= config.bin %> fleet worker --database postgres://aibom@db.example.com/fleet',
    },
    {description: 'In a job that ends when the queue is empty', command: '<%= config.bin %> fleet worker --drain'},
  ]

  static override flags = {
    ...fleetFlags,
    jobs: Flags.integer({
      min: 1,
      max: 64,
      default: 1,
      env: 'AIBOM_FLEET_JOBS',
      description: 'number of sources to read at the same time',
      helpValue: 'N',
    }),
    drain: Flags.boolean({env: 'AIBOM_FLEET_DRAIN', description: 'exit when the queue is empty'}),
    'file-timeout': sourceFlags['file-timeout'],
    ...networkFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetWorkerResult>> {
    const {flags} = await this.parse(FleetWorker)
    const {workFleet} = await import('../../pipeline/fleet/work-fleet.ts')
    const {database, jobs, drain, refresh, deadline} = flags
    const result = await workFleet({
      ...context,
      database,
      jobs,
      drain,
      refresh,
      deadline,
      fileTimeout: flags['file-timeout'],
    })
    return {result, text: workerSummary(result), exit: 0}
  }
}
