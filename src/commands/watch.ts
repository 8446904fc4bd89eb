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
  static override summary = 'Ask registries, again and again, whether what is recorded is still there'
  static override description =
    'Asks the registries of what a lock or BOM records: a revision that moved or was deleted, a repository that was renamed, restricted or is gone, a file that was replaced, a scanner that warns, a package that was withdrawn or deprecated, a hosted model that is or will be retired. Nothing is downloaded. With --once it exits 1 for a change at or above the threshold and 3 where a registry gave no answer; otherwise it goes on until it is interrupted, and each round prints what the one before did not have.'

  static override examples = [
    {description: 'Once, for a scheduled pipeline', command: '<%= config.bin %> watch --once'},
    {
      description: 'What was released, every six hours',
      command: '<%= config.bin %> watch release.cdx.json --interval 6h',
    },
    {description: 'One JSON document a line', command: '<%= config.bin %> watch --json --interval 1d'},
  ]

  static override args = {
    source: Args.string({
      default: 'aibom.lock',
      description: 'a lock, a BOM of any tool, or a source as `generate` takes it',
    }),
  }

  static override flags = {
    ...sideFlags,
    ...registryFlags,
    once: Flags.boolean({
      env: 'AIBOM_WATCH_ONCE',
      description: 'one round, and the exit code tells',
      exclusive: ['interval'],
    }),
    interval: Flags.string({
      env: 'AIBOM_WATCH_INTERVAL',
      description: 'time between two rounds: 30m, 6h, 1d (default: 1d)',
      helpValue: 'TIME',
    }),
    'fail-on': Flags.option({
      options: thresholds,
      default: 'high' as const,
      env: 'AIBOM_WATCH_FAIL_ON',
      description: 'the least severity that exits 1',
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
