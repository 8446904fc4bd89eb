import {setTimeout as wait} from 'node:timers/promises'
import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {parseInterval} from '../cli/duration.ts'
import {registryFlags, sideFlags, sideOptionsOf, thresholds} from '../cli/flags.ts'
import {newChanges, watchSummary} from '../cli/summaries/watch-summary.ts'
import {redactResult} from '../lib/redact/printed.ts'
import {meaningOf, outcomeExitOf} from '../pipeline/changes/gate.ts'
import type {RunContext} from '../pipeline/run-context.ts'
import type {WatchResult} from '../pipeline/upstream/watch-result.generated.ts'

export default class Watch extends BaseCommand<WatchResult> {
  static override summary = 'Ask registries, repeatedly, whether everything recorded is still there'
  static override description =
    'Asks registries about everything that a lock or BOM records. Reports revisions that moved or were deleted, repositories that were renamed, restricted or deleted, replaced files, scanner warnings, packages that were withdrawn or deprecated, and hosted models that are or will be retired. Downloads nothing. With --once, exits 1 for a change at or above the threshold, and 3 if a registry gives no answer. Otherwise it runs until interrupted, and each round prints only what is new.'

  static override examples = [
    {description: 'Once, for a scheduled pipeline', command: '<%= config.bin %> watch --once'},
    {
      description: 'A release, every six hours',
      command: '<%= config.bin %> watch release.cdx.json --interval 6h',
    },
    {description: 'One JSON document per line', command: '<%= config.bin %> watch --json --interval 1d'},
  ]

  static override args = {
    source: Args.string({
      default: 'aibom.lock',
      description: 'a lock, a BOM from any tool, or a source, as for `generate`',
    }),
  }

  static override flags = {
    ...sideFlags,
    ...registryFlags,
    once: Flags.boolean({
      env: 'AIBOM_WATCH_ONCE',
      description: 'run one round and set the exit code',
      exclusive: ['interval'],
    }),
    interval: Flags.string({
      env: 'AIBOM_WATCH_INTERVAL',
      description: 'time between rounds: 30m, 6h, 1d (default: 1d)',
      helpValue: 'TIME',
    }),
    'fail-on': Flags.option({
      options: thresholds,
      default: 'high' as const,
      env: 'AIBOM_WATCH_FAIL_ON',
      description: 'lowest severity that exits 1',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<WatchResult>> {
    const {args, flags} = await this.parse(Watch)
    const intervalMs = parseInterval(flags.interval ?? '1d')
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      source: args.source,
      failOn: flags['fail-on'],
      registry: flags.registry,
      index: flags.index,
      ...sideOptionsOf(flags),
    }
    let before: WatchResult['changes'] = []
    for (;;) {
      const result = await runJob('watch', options, {...context, fileTimeout: flags['file-timeout']})
      if (flags.once) return toOutcome(result)
      this.printRound({...result, changes: newChanges(result.changes, before)}, flags.json === true)
      before = result.changes
      await wait(intervalMs, undefined, {signal: context.signal})
    }
  }

  private printRound(result: WatchResult, asJson: boolean): void {
    const outcome = toOutcome(result)
    this.print(asJson ? {...outcome, text: '', document: `${JSON.stringify(redactResult(result))}\n`} : outcome)
  }
}

function toOutcome(result: WatchResult): Outcome<WatchResult> {
  return {result, text: watchSummary(result, meaningOf), exit: outcomeExitOf(result)}
}
