import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {networkFlags} from '../../cli/flags.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {pushSummary} from '../../cli/fleet/summaries.ts'
import type {FleetPushResult} from '../../pipeline/fleet/push/result.generated.ts'
import {pushedVersions} from '../../pipeline/fleet/push/sink.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

const sinks = ['folder', 'guac', 'dependency-track'] as const

export default class FleetPush extends BaseCommand<FleetPushResult> {
  static override summary = 'Send the BOMs of a fleet to a folder, GUAC or Dependency-Track'
  static override description =
    'Sends the latest BOM of every source. `dependency-track` uploads to a server with the key in DEPENDENCY_TRACK_API_KEY: one project for each source, in a version of CycloneDX that the server accepts. `folder` and `guac` write files; use those of `guac` with `guacone collect files DIR`. If one BOM is refused, it is reported and the others continue. Exit 3: a BOM was refused, or a source was never read.'

  static override examples = [
    {description: 'Every BOM as a file', command: '<%= config.bin %> fleet push folder boms'},
    {description: 'To a server', command: '<%= config.bin %> fleet push dependency-track https://dtrack.example.com'},
    {description: 'For GUAC, some of them', command: '<%= config.bin %> fleet push guac collect --only payments'},
  ]

  static override args = {
    sink: Args.string({description: 'folder, guac or dependency-track', required: true, options: [...sinks]}),
    target: Args.string({description: 'the folder, or the address of the server', required: true}),
  }

  static override flags = {
    ...fleetFlags,
    only: Flags.string({
      env: 'AIBOM_FLEET_ONLY',
      description: 'only sources whose address or name contains this text',
      helpValue: 'TEXT',
    }),
    'spec-version': Flags.option({
      options: pushedVersions,
      default: '1.7' as const,
      env: 'AIBOM_FLEET_SPEC_VERSION',
      description: 'newest version of CycloneDX to write; older if the receiver requires it',
    })(),
    ...networkFlags,
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetPushResult>> {
    const {args, flags} = await this.parse(FleetPush)
    const {pushFleet} = await import('../../pipeline/fleet/push/push-fleet.ts')
    const {database, only, refresh, deadline} = flags
    const sink = sinks.find(each => each === args.sink) ?? 'folder'
    const result = await pushFleet({
      ...context,
      database,
      only,
      refresh,
      deadline,
      sink,
      target: args.target,
      specVersion: flags['spec-version'],
    })
    return {result, text: pushSummary(result), exit: result.failed.length + result.notRead.length === 0 ? 0 : 3}
  }
}
