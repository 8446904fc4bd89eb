import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {redactResult} from '../../lib/redact/printed.ts'
import type {PolicyExportResult} from '../../pipeline/policy/export-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class PolicyExport extends BaseCommand<PolicyExportResult> {
  static override summary = 'Write what rules of a policy are asked about, for Conftest and others'
  static override description =
    'The assets of a source and its changes against the baseline, with the fields that docs/policy.md lists, as one JSON document.'

  static override examples = [
    {description: 'Judge by Rego', command: '<%= config.bin %> policy export --rego-input | conftest test -'},
    {description: 'The assets alone', command: '<%= config.bin %> policy export --rego-input --no-baseline'},
  ]

  static override args = {source: Args.string({default: '.', description: 'a source as `generate` takes it, or a BOM'})}

  static override flags = {
    ...sideFlags,
    'rego-input': Flags.boolean({
      env: 'AIBOM_POLICY_EXPORT_REGO_INPUT',
      required: true,
      description: 'in the form of an input document of Rego',
    }),
    baseline: Flags.string({
      env: 'AIBOM_CHECK_BASELINE',
      description: 'a lock, a BOM or a source to hold it against',
      helpValue: 'FILE',
    }),
    'no-baseline': Flags.boolean({
      env: 'AIBOM_CHECK_NO_BASELINE',
      description: 'leaves changes out',
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
