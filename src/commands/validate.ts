import {Args} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {validateSummary} from '../cli/summaries/validate-summary.ts'
import type {ValidateResult} from '../pipeline/convert/validate-result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Validate extends BaseCommand<ValidateResult> {
  static override summary = 'Check that BOMs are valid CycloneDX, and show what is wrong'
  static override description =
    'Checks each document against the schema of its version, and then what a schema cannot check: broken references, digests of the wrong length, invalid package URLs. Reads JSON (CycloneDX 1.2 to 1.7) and XML (1.0 to 1.7) from any tool. Exit 0: all are valid; 1: at least one is not. Warnings do not count.'

  static override examples = [
    {description: 'A BOM from a vendor', command: '<%= config.bin %> validate vendor.cdx.json'},
    {description: 'Several, for a program to read', command: '<%= config.bin %> validate *.cdx.json bom.xml --json'},
  ]

  static override strict = false

  static override args = {
    bom: Args.string({required: true, description: 'CycloneDX document in JSON or XML; can be repeated'}),
  }

  static override flags = {}

  protected async perform(context: RunContext): Promise<Outcome<ValidateResult>> {
    const {argv} = await this.parse(Validate)
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const result = await runJob('validate', {...context, boms: argv.map(String)}, context)
    return {result, text: validateSummary(result), exit: result.outcome === 'valid' ? 0 : 1}
  }
}
