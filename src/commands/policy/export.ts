import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {redactResult} from '../../lib/redact/printed.ts'
import type {PolicyExportResult} from '../../pipeline/policy/export-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class PolicyExport extends BaseCommand<PolicyExportResult> {
  static override summary = 'Write the data that policy rules see, for Conftest and other tools'
  static override description =
    'Writes the assets of a source, and its changes since the baseline, as one JSON document with the fields listed in docs/policy.md.'

  static override examples = [
    {description: 'Check with Rego', command: '<%= config.bin %> policy export --rego-input | conftest test -'},
    {description: 'Only the assets', command: '<%= config.bin %> policy export --rego-input --no-baseline'},
  ]

  static override args = {source: Args.string({default: '.', description: 'a source, as for `generate`, or a BOM'})}

  static override flags = {
    ...sideFlags,
    'rego-input': Flags.boolean({
      env: 'AIBOM_POLICY_EXPORT_REGO_INPUT',
      required: true,
      description: 'as an input document for Rego',
    }),
    baseline: Flags.string({
      env: 'AIBOM_CHECK_BASELINE',
      description: 'lock, BOM or source to compare with',
      helpValue: 'FILE',
    }),
    'no-baseline': Flags.boolean({
      env: 'AIBOM_CHECK_NO_BASELINE',
      description: 'leave changes out',
      exclusive: ['baseline'],
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<PolicyExportResult>> {
    const {args, flags} = await this.parse(PolicyExport)
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      source: args.source,
      baseline: flags['no-baseline'] ? (false as const) : flags.baseline,
      online: false,
      ...sideOptionsOf(flags),
    }
    const result = await runJob('policy-export', options, {
      ...context,
      fileTimeout: flags['file-timeout'],
      jobs: flags.jobs,
    })
    return {result, text: toJsonText(redactResult(result)), exit: 0}
  }
}
