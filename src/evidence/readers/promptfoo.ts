import {severities} from '../../inventory/severity.ts'
import type {Metric, Probe, ReportTarget} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {groupBy} from '../../lib/group.ts'
import {asRecord, asText, numberOf, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {sortProbes, stateOf, withInterval} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import type {ReportFile} from '../report-file.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {at, nameOf, Transcripts, timeOf} from '../values.ts'
import {wilson} from '../wilson.ts'
import {lineNotes} from './line-notes.ts'

/** Of results as `-o results.json` writes them; later ones may mean something else by the same names. */
const knownVersions = [1, 2, 3]
/** `failureReason`: none, an assertion, an error. */
const erroredReason = 2

/**
 * `promptfoo eval -o results.json` or `.jsonl`: a case of a red team that failed is an attack that worked; an error is
 * neither.
 */
export const promptfoo: ReportReader = {
  format: 'promptfoo results',
  recognise: file => resultsOf(file) !== undefined,
  read(file) {
    const results = resultsOf(file)
    return results === undefined ? [] : readResults(results)
  },
}

interface Results {
  readonly rows: readonly UnknownRecord[]
  readonly version?: number | undefined
  readonly toolVersion?: string | undefined
  readonly run?: string | undefined
  readonly started?: string | undefined
  readonly config?: UnknownRecord | undefined
  readonly notes: readonly string[]
}

function resultsOf(file: ReportFile): Results | undefined {
  const document = asRecord(file.document())
  if (document !== undefined && isResult(document)) return {rows: [document], notes: []}
  if (document !== undefined) return wholeResults(document)
  const lines = file.rows()
  const rows = lines?.rows.map(({value}) => value) ?? []
  return lines !== undefined && rows.slice(0, 3).every(isResult) ? {rows, notes: lineNotes(lines)} : undefined
}

function wholeResults(document: UnknownRecord): Results | undefined {
  const summary = asRecord(document['results']) ?? document
  const rows = summary['results']
  if (!Array.isArray(rows) || asRecord(summary['stats']) === undefined || !recordsOf(rows).every(isResult))
    return undefined
  const metadata = asRecord(document['metadata'])
  return {
    rows: recordsOf(rows),
    version: numberOf(summary['version']),
    toolVersion: nameOf(metadata?.['promptfooVersion']),
    run: nameOf(document['evalId']),
    started: timeOf(metadata?.['evaluationCreatedAt'] ?? summary['timestamp'] ?? document['createdAt']),
    config: asRecord(document['config']),
    notes: [],
  }
}

function isResult(row: UnknownRecord): boolean {
  return (
    typeof row['success'] === 'boolean' &&
    (row['provider'] !== undefined || row['testCase'] !== undefined || row['vars'] !== undefined)
  )
}

/** One report for each provider: results of several are in one file. */
function readResults(results: Results): ReadReport[] {
  const {rows, version, toolVersion, run, started, config, notes} = results
  const byProvider = groupBy(rows, row => providerOf(row['provider']))
  if (rows.length === 0) byProvider.set('', [])
  const isRedTeam = config?.['redteam'] !== undefined || rows.some(row => pluginOf(row) !== undefined)
  const unknown = version !== undefined && !knownVersions.includes(version)
  return [...byProvider].map(([provider, own]) => {
    const probes = isRedTeam ? redTeamProbes(own) : []
    const metrics = isRedTeam ? [] : evaluationMetrics(own)
    const errors = own.filter(row => verdictOf(row) === 'errored').length
    const left = testsLeft(own.length, config)
    return compact({
      tool: 'promptfoo',
      toolVersion,
      kind: isRedTeam ? ('red-team' as const) : ('evaluation' as const),
      run,
      started,
      state: stateOf(left > 0 ? 'incomplete' : 'complete', {probes, metrics}),
      target: targetOf(provider, own, config),
      probes,
      metrics,
      notes: [
        ...notes,
        ...(unknown
          ? [`results of version ${version} are not known to aibom: read as far as they look like version 3`]
          : []),
        ...(!isRedTeam && errors > 0
          ? [`${errors} of ${own.length} cases ended in an error and count for nothing`]
          : []),
        ...(left > 0
          ? [`no result of ${left} of the ${recordsOf(config?.['tests']).length} tests in its configuration`]
          : []),
      ],
    })
  })
}

/** Tests of the configuration that a target was not asked: a run that cannot go on leaves the rest out. */
function testsLeft(asked: number, config: UnknownRecord | undefined): number {
  const tests = recordsOf(config?.['tests'])
  // a test may be for one target alone, or stand for a whole file of tests
  const isCounted = tests.every(test => test['providers'] === undefined && test['path'] === undefined)
  return isCounted ? Math.max(0, tests.length - asked) : 0
}

function providerOf(provider: unknown): string {
  return nameOf(provider) ?? nameOf(at(provider, 'id')) ?? ''
}

/** What stands between a provider and its model. */
const ways: ReadonlySet<string> = new Set([
  ...['chat', 'completion', 'messages', 'responses', 'embedding', 'embeddings', 'image', 'realtime', 'assistant'],
  ...['text-generation', 'text-classification', 'feature-extraction', 'sentence-similarity', 'token-classification'],
  ...['live', 'moderation', 'transcription', 'video'],
])
const address = /^(?:https?|wss?):\/\//
/** Ids of providers that send requests to whatever address their settings name. */
const plainProtocols: ReadonlySet<string> = new Set(['http', 'https', 'websocket', 'ws', 'wss'])

/** `openai:chat:gpt-4o-mini`: who, how, which; `https://…` is an endpoint, `file://…` a program. */
function targetOf(id: string, rows: readonly UnknownRecord[], config: UnknownRecord | undefined): ReportTarget {
  const label = rows.map(row => nameOf(at(row, 'provider', 'label'))).find(text => text !== undefined)
  if (address.test(id)) return compact({name: label, endpoint: id})
  if (plainProtocols.has(id)) return compact({name: label, endpoint: endpointIn(config, id, label)})
  const [provider = '', ...rest] = id.split(':')
  if (rest.length === 0 || id.startsWith('file://')) return compact({name: id === '' ? label : id})
  return compact({
    provider,
    name: nameOf((ways.has(rest[0] ?? '') && rest.length > 1 ? rest.slice(1) : rest).join(':')),
    endpoint: endpointIn(config, id, label),
  })
}

/** Of a plain request, and of clients of a vendor that are sent elsewhere. */
const addressKeys = ['url', 'apiBaseUrl']

/** The address in the settings of a target, where one alone fits. */
function endpointIn(config: UnknownRecord | undefined, id: string, label: string | undefined): string | undefined {
  const settings = [...recordsOf(config?.['targets']), ...recordsOf(config?.['providers'])].filter(
    each => each['id'] === id && (label === undefined || each['label'] === label),
  )
  const stated = settings.flatMap(({config: own}) => addressKeys.flatMap(key => asText(asRecord(own)?.[key]) ?? []))
  const [url, second] = new Set(stated)
  return second === undefined && url !== undefined && address.test(url) ? url : undefined
}

type Verdict = 'passed' | 'failed' | 'errored'

function verdictOf(row: UnknownRecord): Verdict {
  if (row['success'] === true) return 'passed'
  const reason = numberOf(row['failureReason'])
  if (reason === erroredReason) return 'errored'
  // without a reason, as before version 3: an error and nothing that graded it
  const isUngraded =
    reason === undefined &&
    typeof row['error'] === 'string' &&
    row['error'] !== '' &&
    asRecord(row['gradingResult']) === undefined
  return isUngraded ? 'errored' : 'failed'
}

function pluginOf(row: UnknownRecord): string | undefined {
  return nameOf(at(row, 'metadata', 'pluginId')) ?? nameOf(at(row, 'testCase', 'metadata', 'pluginId'))
}

function strategyOf(row: UnknownRecord): string | undefined {
  return nameOf(at(row, 'metadata', 'strategyId')) ?? nameOf(at(row, 'testCase', 'metadata', 'strategyId'))
}

function redTeamProbes(rows: readonly UnknownRecord[]): Probe[] {
  const byPlugin = groupBy(rows, row => pluginOf(row) ?? 'no plugin')
  const probes = [...byPlugin].flatMap(([name, own]) =>
    [...groupBy(own, strategyOf)].map(([detector, cases]) => toProbe(name, detector, cases)),
  )
  return sortProbes(probes)
}

function toProbe(name: string, detector: string | undefined, rows: readonly UnknownRecord[]): Probe {
  const transcripts = new Transcripts()
  const counts = {passed: 0, failed: 0, errored: 0}
  for (const row of rows) {
    counts[verdictOf(row)]++
    transcripts.add(row['vars'] ?? row['prompt'], row['response'])
  }
  const stated = rows.map(row => at(row, 'metadata', 'severity') ?? at(row, 'testCase', 'metadata', 'severity'))
  const severity = severities.find(
    each => stated.includes(each) || (each === 'info' && stated.includes('informational')),
  )
  const {passed: resisted, failed, errored} = counts
  return withInterval(
    compact({
      name,
      detector,
      resisted,
      failed,
      errored,
      severity,
      taxonomies: taxonomiesOf('promptfoo', name),
      transcripts: transcripts.sum(),
    }),
  )
}

/** The share of cases that passed, and the mean of each score that has a name. */
function evaluationMetrics(rows: readonly UnknownRecord[]): Metric[] {
  const judged = rows.filter(row => verdictOf(row) !== 'errored')
  if (judged.length === 0) return []
  const passed = judged.filter(row => verdictOf(row) === 'passed').length
  const interval = wilson(passed, judged.length)
  const rate = compact({
    type: 'pass rate',
    value: passed / judged.length,
    interval,
    samples: judged.length,
    higherIsBetter: true,
  })
  const means = [...groupBy(judged.flatMap(scoresOf), ({name}) => name)].map(([type, scores]) => ({
    type,
    value: scores.reduce((sum, {score}) => sum + score, 0) / scores.length,
    samples: scores.length,
  }))
  return [rate, ...sortedBy(means, ({type}) => type)]
}

function scoresOf(row: UnknownRecord): {readonly name: string; readonly score: number}[] {
  return Object.entries(asRecord(row['namedScores']) ?? {}).flatMap(([key, value]) => {
    const [name, score] = [nameOf(key), numberOf(value)]
    return name === undefined || score === undefined ? [] : [{name, score}]
  })
}
