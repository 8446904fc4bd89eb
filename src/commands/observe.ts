import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../cli/base-command.ts'
import {sideFlags, sideOptionsOf, thresholds, valuesOf} from '../cli/flags.ts'
import {parseAddress} from '../cli/observe-flags.ts'
import {observeMarkdown, observeSarif, observeSummary} from '../cli/reports/observe-report.ts'
import {AibomError} from '../lib/errors.ts'
import {toJsonText} from '../lib/escape/json.ts'
import {parseSince} from '../lib/time/since.ts'
import type {ObserveResult} from '../pipeline/observe/result.generated.ts'
import type {RunContext} from '../pipeline/run-context.ts'

const formats = ['table', 'json', 'sarif', 'markdown'] as const
type Format = (typeof formats)[number]
const exits = {passed: 0, failed: 1, blind: 3} as const

export default class Observe extends BaseCommand<ObserveResult> {
  static override summary = 'Compare what runs, according to telemetry, with the BOM'
  static override description =
    'Reads OpenTelemetry traces and logs (OTLP/JSON, one export per line, or OTLP protobuf) and BOMs from k8s-aibom, and compares providers, models, tools, MCP servers, data sources, agents, addresses, instructions and versions with what a lock or BOM declares. Text from people and models is never kept; instructions and tool definitions are hashed. Exit 0: nothing at or above the threshold; 1: a finding; 2: a wrong file or flag; 3: no AI telemetry to judge.'

  static override examples = [
    {
      description: 'A folder of traces against a BOM',
      command: '<%= config.bin %> observe traces/ --against app.cdx.json',
    },
    {
      description: 'Every hour: only new records, and what changed since the last run',
      command: '<%= config.bin %> observe /var/log/otel/ai.jsonl --against aibom.lock --state observe.state',
    },
    {
      description: 'The last day, for a code host',
      command: '<%= config.bin %> observe traces.jsonl --against app.cdx.json --since 24h --format sarif',
    },
    {
      description: 'From another program',
      command: 'zstdcat traces.jsonl.zst | <%= config.bin %> observe - --against app.cdx.json',
    },
  ]

  static override strict = false

  static override args = {
    traces: Args.string({
      description: 'files or folders of traces and logs (.gz too), - for stdin; one or more',
      required: false,
    }),
  }

  static override flags = {
    ...sideFlags,
    against: Flags.string({
      env: 'AIBOM_OBSERVE_AGAINST',
      multiple: true,
      multipleNonGreedy: true,
      description:
        'lock, BOM or source that says what may run; can be repeated; in the variable, one per line; by default aibom.lock',
      helpValue: 'FILE',
    }),
    listen: Flags.string({
      env: 'AIBOM_OBSERVE_LISTEN',
      description:
        'receive telemetry by OTLP/HTTP at this address instead of reading files, until SIGTERM or SIGINT; other machines can connect only with a token in AIBOM_OBSERVE_TOKEN',
      helpValue: 'HOST:PORT',
    }),
    since: Flags.string({
      env: 'AIBOM_OBSERVE_SINCE',
      description:
        'ignore records before this time: a span before now (24h, 7d), a day (2026-11-28) or a time (ISO 8601)',
      helpValue: 'TIME',
    }),
    state: Flags.string({
      env: 'AIBOM_OBSERVE_STATE',
      description:
        'file that stores what earlier runs saw; the next run reads only new records, and reports what changed',
      helpValue: 'FILE',
    }),
    'fail-on': Flags.option({
      options: thresholds,
      default: 'medium' as const,
      env: 'AIBOM_OBSERVE_FAIL_ON',
      description: 'lowest severity that exits 1',
    })(),
    'blind-after': Flags.integer({
      env: 'AIBOM_OBSERVE_BLIND_AFTER',
      default: 7,
      min: 1,
      description: 'number of days without telemetry after which a known service counts as blind',
      helpValue: 'DAYS',
    }),
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_OBSERVE_FORMAT',
      description: 'output format',
    })(),
  }

  protected async perform(context: RunContext): Promise<Outcome<ObserveResult>> {
    const {argv, flags} = await this.parse(Observe)
    const traces = argv.map(String)
    const listening = flags.listen === undefined ? undefined : listenTo(flags.listen, context)
    if ((traces.length === 0) === (listening === undefined)) {
      const said = traces.length === 0 ? 'no traces were given' : 'read traces from files or with --listen, not both'
      throw new AibomError('AIBOM_USAGE', said, {hint: 'aibom observe TRACES --against app.cdx.json; - reads stdin'})
    }
    const {runJob} = await import('../pipeline/worker/run-job.ts')
    const options = {
      ...context,
      traces: listening === undefined ? traces : [`http://${flags.listen}`],
      listen: listening?.options,
      against: valuesOf(flags.against).filter(path => path !== ''),
      sinceMs: flags.since === undefined ? undefined : parseSince(flags.since, context.now()),
      state: flags.state,
      failOn: flags['fail-on'],
      blindAfterDays: flags['blind-after'],
      ...sideOptionsOf(flags),
    }
    const host = {...context, ...listening?.host, fileTimeout: flags['file-timeout'], jobs: flags.jobs}
    const result = await runJob('observe', options, host)
    const document = flags.json ? undefined : await documentOf(result, flags.format, context.toolVersion)
    return {
      result,
      text: document === undefined ? observeSummary(result) : '',
      exit: exits[result.outcome],
      ...(document !== undefined && {document}),
    }
  }
}

async function documentOf(result: ObserveResult, format: Format, toolVersion: string): Promise<string | undefined> {
  switch (format) {
    case 'table':
      return undefined
    case 'json':
      return toJsonText(result)
    case 'markdown':
      return observeMarkdown(result)
    case 'sarif': {
      const {toSarif} = await import('../report/sarif.ts')
      return toSarif({toolVersion, ...observeSarif(result)})
    }
  }
}

/** The first signal ends the receiver, and its result is printed; the run itself goes on to that end. */
function listenTo(text: string, {env, signal, progress}: RunContext) {
  const stop = new SharedArrayBuffer(4)
  signal.addEventListener('abort', () => void Atomics.store(new Int32Array(stop), 0, 1))
  const token = env['AIBOM_OBSERVE_TOKEN']
  const listening = (address: string): void => void process.stderr.write(`listening on ${address}\n`)
  return {
    options: {...parseAddress(text), ...(token !== undefined && token !== '' && {token}), stop},
    host: {signal: new AbortController().signal, progress: {...progress, listening}},
  }
}
