import {Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {valuesOf} from '../../cli/flags.ts'
import {sweepFlags} from '../../cli/fleet/flags.ts'
import {scanSummary} from '../../cli/fleet/summaries.ts'
import type {FleetScanResult} from '../../pipeline/fleet/scan-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetScan extends BaseCommand<FleetScanResult> {
  static override summary = 'Read every source of a fleet that changed since it was last read'
  static override description =
    'Asks each repository for its commit with `git ls-remote`, and fetches only those that changed. Reads a folder again if a file in it changed. Stores every result at once, so you can interrupt a scan at any time; the next scan continues from there. If a source cannot be read, it is reported and the others continue. Exit 0: success; 3: a source could not be read.'

  static override examples = [
    {description: 'Everything that changed', command: '<%= config.bin %> fleet scan'},
    {
      description: 'Sources whose address or name contains a text',
      command: '<%= config.bin %> fleet scan --only payments',
    },
    {
      description: 'One source at a time, and ask registries',
      command: '<%= config.bin %> fleet scan --jobs 1 --online',
    },
  ]

  static override flags = {
    ...sweepFlags,
    only: Flags.string({
      env: 'AIBOM_FLEET_ONLY',
      description: 'only sources whose address or name contains this text',
      helpValue: 'TEXT',
    }),
    queue: Flags.boolean({
      env: 'AIBOM_FLEET_QUEUE',
      description: 'let `fleet worker` processes on the same PostgreSQL server read the sources',
      exclusive: ['jobs'],
    }),
    jobs: Flags.integer({
      min: 1,
      max: 64,
      env: 'AIBOM_FLEET_JOBS',
      description: 'number of sources to read at the same time; by default one per processor, at most four',
      helpValue: 'N',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetScanResult>> {
    const {flags} = await this.parse(FleetScan)
    const {scanFleet} = await import('../../pipeline/fleet/scan-fleet.ts')
    const {database, only, jobs, queue, timeout, online, offline, refresh, deadline} = flags
    const sweep = {
      timeout,
      online,
      offline,
      refresh,
      deadline,
      exclude: valuesOf(flags.exclude),
      fileTimeout: flags['file-timeout'],
      hostRate: flags['host-rate'],
    }
    const result = await scanFleet({...context, ...sweep, database, only, jobs, queue})
    return {result, text: scanSummary(result), exit: result.failed.length === 0 ? 0 : 3}
  }
}
