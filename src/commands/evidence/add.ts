import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {evidenceAddSummary} from '../../cli/summaries/evidence-summary.ts'
import {AibomError} from '../../lib/errors.ts'
import type {EvidenceAddResult} from '../../pipeline/evidence/add-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class EvidenceAdd extends BaseCommand<EvidenceAddResult> {
  static override summary = 'Add red-team or evaluation results to a BOM, bound to what was tested'
  static override description =
    'Reads reports and hitlogs of garak, results of promptfoo, PyRIT, DeepTeam, Giskard, Inspect (.eval and .json) and lm-eval, and test results of in-toto. Adds counts, intervals and metrics to the BOM, never prompts or answers, and a fingerprint of everything that the answers depend on. A report about something else is foreign: it is kept and causes a warning, but proves nothing. Exit 0: success; 2: no report could be read; 3: some could not be read.'

  static override examples = [
    {
      description: 'A report that names its model',
      command: '<%= config.bin %> evidence add aibom.cdx.json garak.report.jsonl',
    },
    {
      description: 'Say what was tested, and how long the result counts',
      command:
        '<%= config.bin %> evidence add aibom.cdx.json results.json --target models/reranker --expires 2027-01-31',
    },
    {
      description: 'A test of the product as a whole',
      command: '<%= config.bin %> evidence add aibom.cdx.json deepteam.json --target subject',
    },
    {
      description: 'After generating the BOM again: copy the evidence from the old one',
      command: '<%= config.bin %> evidence add aibom.cdx.json old.cdx.json',
    },
  ]

  static override strict = false

  static override args = {
    bom: Args.string({required: true, description: 'CycloneDX document, 1.6 or 1.7'}),
    report: Args.string({required: true, description: 'file with results, or a BOM with evidence; can be repeated'}),
  }

  static override flags = {
    target: Flags.string({
      env: 'AIBOM_EVIDENCE_TARGET',
      description:
        'what was tested: an asset of the BOM, or `subject` for the product as a whole; its bytes are compared if they are here',
      helpValue: 'REF',
    }),
    expires: Flags.string({
      env: 'AIBOM_EVIDENCE_EXPIRES',
      description: 'last day on which the result counts',
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
      description: 'write the results as an in-toto statement, for `sign`',
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
