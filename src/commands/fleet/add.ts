import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {addSummary} from '../../cli/fleet/summaries.ts'
import {AibomError} from '../../lib/errors.ts'
import type {FleetAddResult} from '../../pipeline/fleet/add-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetAdd extends BaseCommand<FleetAddResult> {
  static override summary = 'Name the repositories, models and BOMs that a fleet consists of'
  static override description =
    'Takes repositories, folders of repositories, BOMs, folders of BOMs, addresses as `generate` takes them, and lists with one of these a line. Nothing is read yet: `fleet scan` does that. Users, passwords and tokens in addresses are refused.'

  static override examples = [
    {description: 'Every repository in a folder', command: '<%= config.bin %> fleet add ~/code'},
    {description: 'A list, one source a line', command: '<%= config.bin %> fleet add repositories.txt'},
    {
      description: 'A repository elsewhere and BOMs that vendors sent',
      command: '<%= config.bin %> fleet add https://github.com/org/name.git vendor-boms/',
    },
  ]

  static override strict = false

  static override usage = 'fleet add SOURCE…'

  static override flags = fleetFlags

  protected async perform(context: RunContext): Promise<Outcome<FleetAddResult>> {
    const {argv, flags} = await this.parse(FleetAdd)
    if (argv.length === 0)
      throw new AibomError('AIBOM_USAGE', 'fleet add needs a source', {hint: 'Name a folder, a list or an address: aibom fleet add DIR'})
    const {addToFleet} = await import('../../pipeline/fleet/add-sources.ts')
    const result = await addToFleet({...context, database: flags.database, words: argv.map(String)})
    return {result, text: addSummary(result), exit: 0}
  }
}
