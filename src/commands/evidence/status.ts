import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {sideFlags, sideOptionsOf} from '../../cli/flags.ts'
import {evidenceStatusSummary} from '../../cli/summaries/evidence-summary.ts'
import type {EvidenceStatusResult} from '../../pipeline/evidence/status-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

export default class EvidenceStatus extends BaseCommand<EvidenceStatusResult> {
  static override summary = 'Tell which results of tests are still true, and what made the others stale'
  static override description =
    'Holds the fingerprint that each piece of evidence has against what is there now: the source that --against names, else the one that the BOM was made of, where it is on this machine, else the BOM itself. A folder stands for the aibom.cdx.json in it, held against the folder. Exit 0: nothing is stale or has expired; 1: a piece is or has.'

  static override examples = [
    {description: 'The BOM in this folder against this folder', command: '<%= config.bin %> evidence status'},
    {
      description: 'A BOM against a source as it is now',
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
      description: 'what is there now: a source as `generate` takes it, or a newer BOM',
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
