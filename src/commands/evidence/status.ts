import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {evidenceStatusSummary} from '../../cli/summaries/evidence-summary.ts'
import type {EvidenceStatusResult} from '../../pipeline/evidence/status-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class EvidenceStatus extends BaseCommand<EvidenceStatusResult> {
  static override summary = 'Show which test results still apply, and what made the others stale'
  static override description =
    'Compares the fingerprint of each piece of evidence with the current state: the source given with --against, else the source that the BOM was made from, if it is on this machine, else the BOM itself. For a folder, reads the aibom.cdx.json in it and compares with the folder. Exit 0: nothing is stale or expired; 1: something is.'

  static override examples = [
    {description: 'Compare the BOM in this folder with the folder', command: '<%= config.bin %> evidence status'},
    {
      description: 'Compare a BOM with the current source',
      command: '<%= config.bin %> evidence status release.cdx.json --against .',
    },
    {
      description: 'For a program',
      command: '<%= config.bin %> evidence status release.cdx.json --against new.cdx.json --json',
    },
  ]

  static override args = {
    bom: Args.string({default: '.', description: 'a BOM with evidence, or a folder that has one'}),
  }

  static override flags = {
    ...sideFlags,
    against: Flags.string({
      env: 'AIBOM_EVIDENCE_AGAINST',
      description: 'what to compare with: a source, as for `generate`, or a newer BOM',
      helpValue: 'SOURCE',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<EvidenceStatusResult>> {
    const {args, flags} = await this.parse(EvidenceStatus)
    const {runJob} = await import('../../pipeline/worker/run-job.ts')
    const options = {...context, bom: args.bom, against: flags.against, ...sideOptionsOf(flags)}
    const result = await runJob('evidence-status', options, {
      ...context,
      fileTimeout: flags['file-timeout'],
      jobs: flags.jobs,
    })
    return {result, text: evidenceStatusSummary(result), exit: result.outcome === 'stale' ? 1 : 0}
  }
}
