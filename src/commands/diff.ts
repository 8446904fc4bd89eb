import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {sideFlags, sideOptionsOf, valuesOf} from '../cli/flags.ts'
import {diffMarkdown, diffSummary} from '../cli/summaries/diff-summary.ts'
import {toJsonText} from '../lib/escape/json.ts'
import type {DiffResult} from '../pipeline/changes/diff-result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Diff extends BaseCommand<DiffResult> {
  static override summary = 'Show what changed between two locks, BOMs, folders, models or revisions'
  static override description =
    'Compares assets by identity, so moving code changes nothing. Each change has a class, such as a file that changed under the same version, a moved revision, or a changed license, prompt or permission. Exits 0, unless a change has a class given with --fail-on.'

  static override examples = [
    {description: 'This branch against main, in a local repository', command: '<%= config.bin %> diff .#main .#HEAD'},
    {description: 'The working tree against the lock', command: '<%= config.bin %> diff aibom.lock .'},
    {
      description: 'A comment for a pull request',
      command: '<%= config.bin %> diff .#main .#HEAD --format markdown',
    },
    {
      description: 'Two BOMs, failing on swapped files',
      command: '<%= config.bin %> diff old.cdx.json new.cdx.json --fail-on content-changed',
    },
    {description: 'Two revisions of a model', command: '<%= config.bin %> diff hf:org/model@v1 hf:org/model@v2'},
  ]

  static override args = {
    old: Args.string({required: true, description: 'a lock, a BOM from any tool, or a source, as for `generate`'}),
    new: Args.string({required: true, description: 'the same'}),
  }

  static override flags = {
    ...sideFlags,
    'fail-on': Flags.string({
      env: 'AIBOM_DIFF_FAIL_ON',
      multiple: true,
      multipleNonGreedy: true,
      description: 'exit 1 for a change of this class, or of any class with `any`; can be repeated',
      helpValue: 'CLASS',
    }),
    format: Flags.option({
      options: ['table', 'markdown', 'json'] as const,
      default: 'table' as const,
      env: 'AIBOM_DIFF_FORMAT',
      description: 'output format',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<DiffResult>> {
    const {args, flags} = await this.parse(Diff)
    const [{runJob}, {exitOf, meaningOf, parseFailOn}] = await Promise.all([
      import('../pipeline/worker/run-job.ts'),
      import('../pipeline/changes/gate.ts'),
    ])
    const failOn = parseFailOn(valuesOf(flags['fail-on']).filter(value => value !== ''))
    const options = {
      ...context,
      old: args.old,
      new: args.new,
      ...sideOptionsOf(flags),
    }
    const result = await runJob('diff', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs})
    const exit = exitOf(result, failOn)
    if (flags.json || flags.format === 'table') return {result, text: diffSummary(result, meaningOf), exit}
    const document = flags.format === 'json' ? toJsonText(result) : diffMarkdown(result, meaningOf)
    return {result, text: '', exit, document}
  }
}
