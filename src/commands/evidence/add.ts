import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {evidenceAddSummary} from '../../cli/summaries/evidence-summary.ts'
import {AibomError} from '../../lib/errors.ts'
import type {EvidenceAddResult} from '../../pipeline/evidence/add-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class EvidenceAdd extends BaseCommand<EvidenceAddResult> {
  static override summary = 'Put results of a red team or an evaluation into a BOM, bound to what was tested'
  static override description =
    'Reads reports and hitlogs of garak, results of promptfoo, PyRIT, DeepTeam, Giskard, Inspect (.eval and .json) and lm-eval, and test results of in-toto. The BOM gets counts, intervals and metrics, never a prompt or an answer, and a fingerprint of all that the answers rest on. A report about something else is foreign: it is kept, speaks for nothing, and is a warning. Exit 0; 2: no report could be read; 3: some could not.'

  static override examples = [
    {
      description: 'A report that names its model',
      command: '<%= config.bin %> evidence add aibom.cdx.json garak.report.jsonl',
    },
    {
      description: 'Say what was tested, and until when it counts',
      command:
        '<%= config.bin %> evidence add aibom.cdx.json results.json --target models/reranker --expires 2027-01-31',
    },
    {
      description: 'Of the product as a whole',
      command: '<%= config.bin %> evidence add aibom.cdx.json deepteam.json --target subject',
    },
    {
      description: 'After the BOM was made anew: what the older one held',
      command: '<%= config.bin %> evidence add aibom.cdx.json old.cdx.json',
    },
  ]

  static override strict = false

  static override args = {
    bom: Args.string({required: true, description: 'CycloneDX document, 1.6 or 1.7'}),
    report: Args.string({required: true, description: 'file of results, or a BOM with evidence; several may be given'}),
  }

  static override flags = {
    target: Flags.string({
      env: 'AIBOM_EVIDENCE_TARGET',
      description:
        'what was tested: an asset of the BOM, or subject for the product as a whole; its bytes are compared where they are here',
      helpValue: 'REF',
    }),
    expires: Flags.string({
      env: 'AIBOM_EVIDENCE_EXPIRES',
      description: 'the last day on which it counts',
      helpValue: 'DATE',
    }),
    output: Flags.string({
      char: 'o',
      env: 'AIBOM_OUTPUT',
      description: 'file to write; by default the BOM itself',
      helpValue: 'FILE',
    }),
    attest: Flags.string({
      env: 'AIBOM_EVIDENCE_ATTEST',
      description: 'writes the results as an in-toto statement, for `sign`',
      helpValue: 'FILE',
    }),
    exclude: sideFlags.exclude,
    'file-timeout': sideFlags['file-timeout'],
  }

  protected async perform(context: RunContext): Promise<Outcome<EvidenceAddResult>> {
    const {argv, flags} = await this.parse(EvidenceAdd)
    const [bom = '', ...reports] = argv.map(String)
    if (flags.output === '-')
      throw new AibomError('AIBOM_USAGE', 'evidence add writes a file', {hint: 'Name one: -o FILE'})
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const {target, expires, output, attest} = flags
    const sides = sideOptionsOf({...flags, offline: true, refresh: false, deadline: 1})
    const result = await runJob(
      'evidence-add',
      {...context, bom, reports, target, expires, output, attest, ...sides},
      {
        ...context,
        fileTimeout: flags['file-timeout'],
      },
    )
    const exit = result.unread.length === 0 ? 0 : result.added.length === 0 ? 2 : 3
    return {result, text: evidenceAddSummary(result), exit}
  }
}
