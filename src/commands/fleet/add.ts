import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {networkFlags, sourceFlags} from '../../cli/flags.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {addSummary} from '../../cli/fleet/summaries.ts'
import {AibomError} from '../../lib/errors.ts'
import type {FleetAddResult} from '../../pipeline/fleet/add-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class FleetAdd extends BaseCommand<FleetAddResult> {
  static override summary = 'Add repositories, models and BOMs to a fleet'
  static override description =
    'Takes repositories, BOMs, folders of these, addresses as for `generate`, and lists with one of these on each line. Also takes an owner on GitHub, GitLab or the Hugging Face Hub, to add everything it has; the API is called with the token in GITHUB_TOKEN, GITLAB_TOKEN or HF_TOKEN. Reads nothing yet: `fleet scan` does that. Addresses with users, passwords or tokens are refused.'

  static override examples = [
    {description: 'Every repository in a folder', command: '<%= config.bin %> fleet add ~/code'},
    {description: 'A list, one source per line', command: '<%= config.bin %> fleet add repositories.txt'},
    {
      description: 'Everything that an organization has',
      command: '<%= config.bin %> fleet add github:acme hf-org:acme',
    },
    {
      description: 'A remote repository, and BOMs from vendors',
      command: '<%= config.bin %> fleet add https://github.com/org/name.git vendor-boms/',
    },
  ]

  static override strict = false

  static override usage = 'fleet add SOURCE…'

  static override flags = {...fleetFlags, offline: sourceFlags.offline, ...networkFlags}

  protected async perform(context: RunContext): Promise<Outcome<FleetAddResult>> {
    const {argv, flags} = await this.parse(FleetAdd)
    if (argv.length === 0)
      throw new AibomError('AIBOM_USAGE', 'fleet add needs a source', {
        hint: 'Name a folder, a list or an address: aibom fleet add DIR',
      })
    const {addToFleet} = await import('../../pipeline/fleet/add-sources.ts')
    const {database, offline, refresh, deadline} = flags
    const result = await addToFleet({...context, database, offline, refresh, deadline, words: argv.map(String)})
    return {result, text: addSummary(result), exit: 0}
  }
}
