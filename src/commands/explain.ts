import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {explainText} from '../cli/reports/explain-text.ts'
import type {ExplainResult} from '../pipeline/explain/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

export default class Explain extends BaseCommand<ExplainResult> {
  static override summary =
    'Show why an asset is in a BOM: every place, the code around it, what it uses and what uses it'

  static override examples = [
    {
      description: 'A model of aibom.cdx.json, with the code around each place',
      command: '<%= config.bin %> explain gpt-4o-mini',
    },
    {description: 'What was found at a place', command: '<%= config.bin %> explain src/agent.py:14'},
    {
      description: 'An asset of another BOM, with code from another folder',
      command: '<%= config.bin %> explain acme/tiny-bert --bom app.cdx.json --source path/to/app',
    },
  ]

  static override args = {
    asset: Args.string({
      required: true,
      description: 'name or part of it, bom-ref, purl, alias, or a place: path or path:line',
    }),
  }

  static override flags = {
    bom: Flags.string({
      char: 'b',
      default: 'aibom.cdx.json',
      env: 'AIBOM_BOM',
      description: 'the BOM',
      helpValue: 'FILE',
    }),
    source: Flags.string({
      env: 'AIBOM_SOURCE',
      description:
        'folder to show code from; by default the source that this machine wrote the BOM from, else the current folder',
      helpValue: 'DIR',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<ExplainResult>> {
    const {args, flags} = await this.parse(Explain)
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const result = await runJob(
      'explain',
      {...context, asset: args.asset, bom: flags.bom, source: flags.source},
      context,
    )
    return {result, text: screen => explainText(result, screen), exit: 0}
  }
}
