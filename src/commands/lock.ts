import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {sideFlags, sideOptionsOf, sourceFlags, valuesOf} from '../cli/flags.ts'
import {lockSummary} from '../cli/summaries/lock-summary.ts'
import type {LockResult} from '../pipeline/changes/lock-result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Lock extends BaseCommand<LockResult> {
  static override summary = 'Write aibom.lock: the AI that a project may contain'
  static override description =
    'The first run records everything that is found. After that, the lock changes only if you accept a change, with a reason. Any other change is listed, and the command exits 1. If you commit the lock, pull requests show new models, moved revisions and edited prompts.'

  static override examples = [
    {description: 'Write the lock, or list what differs from it', command: '<%= config.bin %> lock'},
    {
      description: 'Accept one change',
      command: '<%= config.bin %> lock --accept model:openai/gpt-4o --reason "approved by the platform team"',
    },
    {description: 'Accept every change', command: '<%= config.bin %> lock --accept-all --reason "release 2.0"'},
  ]

  static override args = {source: Args.string({default: '.', description: 'a source, as for `generate`, or a BOM'})}

  static override flags = {
    ...sideFlags,
    strict: sourceFlags.strict,
    output: Flags.string({
      char: 'o',
      env: 'AIBOM_LOCK',
      description: 'the lock file; by default aibom.lock in the folder that is locked, else in the current one',
      helpValue: 'FILE',
    }),
    accept: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      env: 'AIBOM_LOCK_ACCEPT',
      description: 'accept the changes of this asset, by id or name; can be repeated',
      helpValue: 'ID',
      exclusive: ['accept-all'],
    }),
    'accept-all': Flags.boolean({env: 'AIBOM_LOCK_ACCEPT_ALL', description: 'accept every change'}),
    reason: Flags.string({
      env: 'AIBOM_LOCK_REASON',
      description: 'who approved it, and why; recorded in the lock',
      helpValue: 'TEXT',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<LockResult>> {
    const {args, flags} = await this.parse(Lock)
    const [{runJob}, {lockExitOf, meaningOf}] = await Promise.all([
      import('../pipeline/worker/run-job.ts'),
      import('../pipeline/changes/gate.ts'),
    ])
    const options = {
      ...context,
      source: args.source,
      output: flags.output,
      accept: flags['accept-all'] ? ('all' as const) : valuesOf(flags.accept).filter(value => value !== ''),
      reason: flags.reason,
      ...sideOptionsOf(flags),
    }
    const result = await runJob('lock', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs})
    return {result, text: lockSummary(result, meaningOf), exit: lockExitOf(result, flags.strict)}
  }
}
