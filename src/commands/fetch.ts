import {Args} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {downloadDeadline} from '../cli/flags.ts'
import {fetchSummary} from '../cli/summaries/fetch-summary.ts'
import type {FetchResult} from '../pipeline/fetch/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Fetch extends BaseCommand<FetchResult> {
  static override summary = 'Download a model or data set and check every file against its declared digest'
  static override description =
    'Resolves the revision to a commit, downloads its files and hashes them. Puts a file in its place only if it has the digest that the registry declares. If interrupted, run it again to continue. Nothing that is fetched is run.'

  static override examples = [
    {description: 'A model at a commit', command: '<%= config.bin %> fetch hf:org/model@commit ./model'},
    {description: 'A data set at its newest revision', command: '<%= config.bin %> fetch hf-dataset:org/name ./data'},
  ]

  static override args = {
    source: Args.string({required: true, description: 'hf:org/model[@revision] or hf-dataset:org/name[@revision]'}),
    folder: Args.string({required: true, description: 'target folder; created if it does not exist'}),
  }

  static override flags = {deadline: downloadDeadline}

  protected async perform(context: RunContext): Promise<Outcome<FetchResult>> {
    const {args, flags} = await this.parse(Fetch)
    const {exitOfFetch, fetchRepository} = await import('../pipeline/fetch/fetch.ts')
    const result = await fetchRepository({
      ...context,
      source: args.source,
      folder: args.folder,
      deadline: flags.deadline,
    })
    return {result, text: fetchSummary(result), exit: exitOfFetch(result)}
  }
}
