import type {Metric, ReportTarget} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {asRecord, asText, numberOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {stateOf} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import {at, countOf, nameOf, timeOf} from '../values.ts'
import {intervalOfMean} from '../wilson.ts'

const shaPattern = /^[0-9a-f]{40,64}$/
/** Of task entries, what is no metric. */
const plainKeys: ReadonlySet<string> = new Set(['alias', 'name', 'sample_len', 'sample_count', 'samples'])

/** `results_….json` of the evaluation harness: the one tool that states the commit of the model it asked. */
export const lmEvalResults: ReportReader = {
  format: 'lm-eval results',
  recognise(file) {
    const document = asRecord(file.document())
    return (
      asRecord(document?.['results']) !== undefined &&
      asRecord(document?.['versions']) !== undefined &&
      document?.['config'] !== undefined
    )
  },
  read: file => [readResults(asRecord(file.document()) ?? {})],
}

function readResults(document: UnknownRecord): ReadReport {
  const metrics = metricsOf(document)
  const version = nameOf(document['lm_eval_version'])
  const limit = numberOf(at(document, 'config', 'limit'))
  return compact({
    tool: 'lm-eval',
    toolVersion: version,
    kind: 'evaluation' as const,
    started: timeOf(document['date']),
    state: stateOf('complete', {probes: [], metrics}),
    target: targetOf(document),
    probes: [],
    metrics,
    notes: [
      ...(version !== undefined && !/^0\.[34]\./.test(version)
        ? [`lm-eval ${version} is not a version that aibom knows: read as far as it looks like 0.4`]
        : []),
      ...(limit !== undefined ? [`only a part of each task was asked (limit ${limit})`] : []),
    ],
  })
}

function targetOf(document: UnknownRecord): ReportTarget {
  const config = asRecord(document['config'])
  const settings = settingsOf(config?.['model_args'])
  const sha = asText(config?.['model_sha'])
  const revision = sha !== undefined && shaPattern.test(sha) ? sha : nameOf(settings.get('revision'))
  const stated = (name: string): string | undefined => {
    const hex = asText(document[name])
    return hex !== undefined && /^[0-9a-f]{64}$/.test(hex) ? hex : undefined
  }
  return compact({
    provider: nameOf(document['model_source']) ?? nameOf(config?.['model']),
    name: nameOf(document['model_name']) ?? nameOf(settings.get('pretrained') ?? settings.get('model')),
    revision: revision === 'main' ? undefined : revision,
    endpoint: settings.get('base_url'),
    systemPromptSha256:
      asText(document['system_instruction']) === undefined ? undefined : stated('system_instruction_sha'),
    chatTemplateSha256: asText(document['chat_template']) === undefined ? undefined : stated('chat_template_sha'),
  })
}

/** `pretrained=org/name,revision=abc`, or the same as an object. */
function settingsOf(value: unknown): Map<string, string> {
  const record = asRecord(value)
  if (record !== undefined)
    return new Map(
      Object.entries(record).flatMap(([name, item]) => (asText(item) === undefined ? [] : [[name, String(item)]])),
    )
  const pairs = (asText(value) ?? '')
    .split(',')
    .map(pair => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()] as const)
  return new Map(pairs.filter(([name, item]) => name !== '' && item !== ''))
}

function metricsOf(document: UnknownRecord): Metric[] {
  const tasks = Object.entries(asRecord(document['results']) ?? {})
  const metrics = tasks.flatMap(([task, entry]) => {
    const values = asRecord(entry) ?? {}
    return Object.keys(values).flatMap(key => toMetric(key, values, task, document))
  })
  return sortedBy(metrics, ({slice = '', type}) => `${slice}\n${type}`)
}

/** Keys are `acc,none` since 0.4, `acc` before. */
function toMetric(key: string, values: UnknownRecord, task: string, document: UnknownRecord): Metric[] {
  const [name = '', filter = 'none'] = key.split(',', 2)
  const value = numberOf(values[key])
  const type = nameOf(name)
  if (value === undefined || type === undefined || plainKeys.has(name) || name.endsWith('_stderr')) return []
  const error = numberOf(values[key.includes(',') ? `${name}_stderr,${filter}` : `${name}_stderr`])
  const samples = countOf(at(document, 'n-samples', task, 'effective')) ?? countOf(values['sample_len'])
  const better = at(document, 'higher_is_better', task, name)
  return [
    compact({
      type,
      value,
      slice: nameOf(filter === 'none' ? task : `${task} / ${filter}`),
      interval: intervalOfMean(value, {error, samples}),
      samples,
      higherIsBetter: typeof better === 'boolean' ? better : undefined,
    }),
  ]
}
