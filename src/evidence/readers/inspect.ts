import type {Metric, ReportState, ReportTarget} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText, numberOf, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {stateOf} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import {at, countOf, nameOf, timeOf} from '../values.ts'
import {intervalOfMean} from '../wilson.ts'
import {isEvalArchive, readEvalArchive} from './inspect-archive.ts'

const knownVersion = 2
const states: Readonly<Record<string, ReportState>> = {
  success: 'complete',
  cancelled: 'cancelled',
  error: 'failed',
  started: 'incomplete',
}
/** Statements about a metric, not metrics. */
const errorNames: ReadonlySet<string> = new Set(['stderr', 'std', 'var', 'bootstrap_stderr'])

/** A log of Inspect, as JSON or as `.eval`, which is a zip. */
export const inspectLog: ReportReader = {
  format: 'Inspect log',
  recognise: file => isEvalArchive(file) || isLog(asRecord(file.document())),
  read(file) {
    const log = isEvalArchive(file) ? readEvalArchive(file) : asRecord(file.document())
    if (!isLog(log)) throw new AibomError('AIBOM_REPORT_INVALID', `${file.name} has no header that Inspect writes`)
    return [readLog(log)]
  },
}

function isLog(log: UnknownRecord | undefined): log is UnknownRecord {
  const spec = asRecord(log?.['eval'])
  return (
    spec !== undefined &&
    typeof spec['task'] === 'string' &&
    typeof spec['model'] === 'string' &&
    (log?.['status'] !== undefined || log?.['plan'] !== undefined)
  )
}

function readLog(log: UnknownRecord): ReadReport {
  const spec = asRecord(log['eval']) ?? {}
  const version = numberOf(log['version'])
  const metrics = metricsOf(log, nameOf(spec['task']) ?? '')
  const ended = states[nameOf(log['status']) ?? 'started'] ?? 'incomplete'
  const done = countOf(at(log, 'results', 'completed_samples'))
  const total = countOf(at(log, 'results', 'total_samples'))
  return compact({
    tool: 'inspect',
    toolVersion: nameOf(at(spec, 'packages', 'inspect_ai')),
    kind: 'evaluation' as const,
    run: nameOf(spec['eval_id'] ?? spec['run_id']),
    started: timeOf(at(log, 'stats', 'started_at')) ?? timeOf(spec['created']),
    ended: timeOf(at(log, 'stats', 'completed_at')),
    state: log['invalidated'] === true ? ('failed' as const) : stateOf(ended, {probes: [], metrics}),
    target: targetOf(spec),
    probes: [],
    metrics,
    notes: [
      ...(version === knownVersion
        ? []
        : [
            `logs of version ${version ?? 'none'} are not known to aibom: read as far as they look like version ${knownVersion}`,
          ]),
      ...(log['invalidated'] === true ? ['the log is marked as invalidated'] : []),
      ...(done !== undefined && total !== undefined && done < total
        ? [`${total - done} of ${total} samples were not completed`]
        : []),
      ...partNotes(spec),
    ],
  })
}

/** A run may be told to take a part of the samples. */
function partNotes(spec: UnknownRecord): string[] {
  const all = countOf(at(spec, 'dataset', 'samples'))
  const limit = at(spec, 'config', 'limit')
  const hasPart = numberOf(limit) !== undefined || Array.isArray(limit)
  return hasPart ? [`only a part of ${all === undefined ? 'the' : `${all}`} samples was asked`] : []
}

/** Clients of a vendor, and services of others that they may be used with: `openai/azure/name`. */
const vendors: ReadonlySet<string> = new Set(['openai', 'anthropic', 'google', 'mistral'])
const services: ReadonlySet<string> = new Set(['azure', 'bedrock', 'vertex'])

/** `openai/gpt-4o-mini`, `hf/org/name`, `openai/azure/name`, `openai-api/service/name`. */
function targetOf(spec: UnknownRecord): ReportTarget {
  const parts = (nameOf(spec['model']) ?? '').split('/')
  const [first = '', second = ''] = parts
  const parameters = asRecord(spec['model_args'])
  const known = parts.length > 1 && parts.join('/') !== 'none/none'
  const isService = parts.length > 2 && (first === 'openai-api' || (vendors.has(first) && services.has(second)))
  return compact({
    provider: known ? (isService ? second : first) : undefined,
    name: known ? (nameOf(parameters?.['model_path']) ?? parts.slice(isService ? 2 : 1).join('/')) : undefined,
    revision: nameOf(parameters?.['revision']),
    endpoint: asText(spec['model_base_url']),
  })
}

function metricsOf(log: UnknownRecord, task: string): Metric[] {
  const metrics = scoresOf(log).flatMap(score => {
    const values = Object.entries(asRecord(score['metrics']) ?? {}).flatMap(([key, metric]) => {
      const value = numberOf(at(metric, 'value'))
      return value === undefined ? [] : [[nameOf(at(metric, 'name')) ?? key, value] as const]
    })
    const error = values.find(([name]) => name === 'stderr')?.[1]
    const samples = countOf(score['scored_samples']) ?? samplesOf(log)
    const reducer = nameOf(score['reducer'])
    const slice = [task, nameOf(score['name']), reducer === 'mean' ? undefined : reducer]
      .filter(part => part !== undefined && part !== '')
      .join(' / ')
    return values.flatMap(([name, value]) =>
      errorNames.has(name) ? [] : [toMetric({type: name, value, slice}, error, samples)],
    )
  })
  return sortedBy(metrics, ({slice = '', type}) => `${slice}\n${type}`)
}

/** The first logs had one scorer, whose metrics stood beside it. */
function scoresOf(log: UnknownRecord): UnknownRecord[] {
  const results = asRecord(log['results'])
  const only = asRecord(results?.['scorer'])
  return only === undefined ? recordsOf(results?.['scores']) : [{...only, metrics: results?.['metrics']}]
}

/** A sample is asked once in each epoch, and has one score of them all. */
function samplesOf(log: UnknownRecord): number | undefined {
  const completed = countOf(at(log, 'results', 'completed_samples'))
  const epochs = countOf(at(log, 'eval', 'config', 'epochs')) ?? 1
  return completed === undefined || epochs < 2 ? completed : countOf(completed / epochs)
}

type Named = Pick<Metric, 'type' | 'value'> & {readonly slice: string}

function toMetric(metric: Named, error: number | undefined, samples: number | undefined): Metric {
  const isShare = metric.type === 'accuracy'
  return compact({...metric, interval: intervalOfMean(metric.value, {error, samples, isShare}), samples})
}
