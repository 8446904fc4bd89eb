import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {convertSummary} from '../cli/summaries/convert-summary.ts'
import {AibomError} from '../lib/errors.ts'
import {redactResult} from '../lib/redact/printed.ts'
import {conversionTargets} from '../pipeline/convert/conversion-targets.ts'
import type {ConvertResult} from '../pipeline/convert/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Convert extends BaseCommand<ConvertResult> {
  static override summary = 'Convert a BOM to another version of CycloneDX or to SPDX 3, and list what is lost'
  static override description =
    'Reads CycloneDX in JSON or XML, and SPDX 2.2, 2.3 and 3 in JSON, from any tool, and writes JSON. Lists everything that the target format has no place for, and leaves it out. Signatures are never kept, because they do not match the result. Exit 0: success; 1: the result is not valid.'

  static override examples = [
    {
      description: 'For a program that reads at most version 1.5',
      command: '<%= config.bin %> convert bom.cdx.json --to cyclonedx-1.5 -o old.cdx.json',
    },
    {
      description: 'SPDX 3.0.1 with its AI and Dataset profiles',
      command: '<%= config.bin %> convert bom.cdx.json --to spdx3 -o bom.spdx.json',
    },
  ]

  static override args = {bom: Args.string({required: true, description: 'document of CycloneDX or SPDX'})}

  static override flags = {
    to: Flags.option({
      options: conversionTargets,
      required: true,
      env: 'AIBOM_CONVERT_TO',
      description: 'target version',
    })(),
    output: Flags.string({
      char: 'o',
      default: '-',
      env: 'AIBOM_OUTPUT',
      description: 'file to write; - for stdout',
      helpValue: 'FILE',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<ConvertResult>> {
    const {args, flags} = await this.parse(Convert)
    if (flags.output === '-' && flags.json)
      throw new AibomError('AIBOM_USAGE', '--output - and --json both want stdout', {hint: 'Name a file: -o FILE'})
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const {result, document} = await runJob(
      'convert',
      {...context, bom: args.bom, to: flags.to, output: flags.output},
      context,
    )
    const told = redactResult(result)
    return {
      result: told,
      text: convertSummary(told),
      exit: result.valid ? 0 : 1,
      ...(flags.output === '-' && {document}),
    }
  }
}
