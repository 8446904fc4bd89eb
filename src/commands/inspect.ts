import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {networkFlags, sourceFlags, valuesOf} from '../cli/flags.ts'
import {inspectCases, inspectReport} from '../cli/reports/inspect-report.ts'
import {inspectSummary} from '../cli/summaries/inspect-summary.ts'
import {toJsonText} from '../lib/escape/json.ts'
import type {InspectResult} from '../pipeline/inspect/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

const formats = ['table', 'json', 'sarif', 'junit'] as const
type Format = (typeof formats)[number]
const gates = ['unsafe', 'unknown', 'never'] as const
type Gate = (typeof gates)[number]

export default class Inspect extends BaseCommand<InspectResult> {
  static override summary = 'Check whether model files are safe to load'
  static override description =
    'Recognizes every model file by its content, never by its name, and runs nothing in it. Gives one of three answers: safe (every byte and every construct is known to be harmless), unsafe (something in it acts, or misrepresents the content), not proven safe (anything else). Exit 0: all are safe; 1: a file is unsafe; 3: a file is not proven safe.'

  static override examples = [
    {description: 'One file', command: '<%= config.bin %> inspect model.pt'},
    {
      description: 'A folder, an archive or a cache of the hub',
      command: '<%= config.bin %> inspect models/ bundle.zip ~/.cache/huggingface/hub',
    },
    {
      description: 'A model on the hub: its configurations and headers, before you download it',
      command: '<%= config.bin %> inspect hf:org/model',
    },
    {
      description: 'In a pipeline, as results that a code host can show',
      command: '<%= config.bin %> inspect models/ --format sarif > inspect.sarif',
    },
    {
      description: 'Reject everything that is not proven safe',
      command: '<%= config.bin %> inspect models/ --fail-on unknown',
    },
  ]

  static override strict = false

  static override args = {
    path: Args.string({
      required: true,
      description:
        'file, folder, archive, cache of the hub, hf:org/model[@revision], ollama:name:tag, oci-layout:DIR or oci://; can be repeated',
    }),
  }

  static override flags = {
    offline: sourceFlags.offline,
    exclude: sourceFlags.exclude,
    strict: Flags.boolean({
      description: 'also exit 3 if a folder could not be read completely',
      env: 'AIBOM_STRICT',
      helpGroup: 'SOURCE',
    }),
    'file-timeout': sourceFlags['file-timeout'],
    jobs: sourceFlags.jobs,
    ...networkFlags,
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_INSPECT_FORMAT',
      description: 'output format',
    })(),
    'fail-on': Flags.option({
      options: gates,
      default: 'unsafe' as const,
      env: 'AIBOM_FAIL_ON',
      description: 'what exits 1: an unsafe file; also a file that is not proven safe; or nothing (always exit 0)',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<InspectResult>> {
    const {argv, flags} = await this.parse(Inspect)
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      targets: argv.map(String),
      offline: flags.offline,
      exclude: valuesOf(flags.exclude),
      refresh: flags.refresh,
      deadline: flags.deadline,
    }
    const result = await runJob('inspect', options, {...context, fileTimeout: flags['file-timeout'], jobs: flags.jobs})
    const exit = exitOf(result, flags['fail-on'], flags.strict)
    const document = flags.json ? undefined : await documentOf(result, flags.format, context.toolVersion)
    return document === undefined ? {result, text: inspectSummary(result), exit} : {result, text: '', exit, document}
  }
}

function exitOf({outcome, gaps}: InspectResult, gate: Gate, strict: boolean): 0 | 1 | 3 {
  if (gate === 'never') return 0
  if (outcome === 'unsafe') return 1
  if (outcome === 'unknown') return gate === 'unknown' ? 1 : 3
  return strict && gaps.length > 0 ? 3 : 0
}

/** The report for machines that the user asked for; undefined for the table. */
async function documentOf(result: InspectResult, format: Format, toolVersion: string): Promise<string | undefined> {
  if (format === 'table') return undefined
  if (format === 'json') return toJsonText(result)
  if (format === 'junit') {
    const {toJunit} = await import('../report/junit.ts')
    return toJunit('aibom inspect', inspectCases(result))
  }
  const {toSarif} = await import('../report/sarif.ts')
  return toSarif({toolVersion, ...inspectReport(result)})
}
