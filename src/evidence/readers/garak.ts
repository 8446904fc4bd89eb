import type {Probe, ReportTarget} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {asRecord, numberOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes, stateOf, withInterval} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import type {Rows} from '../report-file.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {at, countOf, nameOf, Transcripts, timeOf} from '../values.ts'
import {type Details, digestEvals, digestMetrics, probeDetails} from './garak-digest.ts'
import {lineNotes} from './line-notes.ts'

const kinds: ReadonlySet<unknown> = new Set([
  'start_run setup',
  'init',
  'attempt',
  'eval',
  'probe_summary',
  'completion',
  'digest',
  'config',
  'plugin_cache',
  'payload_init',
  'tree_data',
])
/** Attempts are written when they are asked (1) and when they are judged (2). */
const judged = 2
const knownVersions = /^0\.(?:9|1\d)\./

/**
 * `garak.….report.jsonl`: "passed" counts answers that resisted. Nothing in it tells which revision of the target
 * answered.
 */
export const garakReport: ReportReader = {
  format: 'garak report',
  recognise: file =>
    file
      .rows()
      ?.rows.slice(0, 3)
      .every(({value}) => kinds.has(value['entry_type'])) === true,
  read: file => {
    const lines = file.rows()
    return lines === undefined ? [] : runsOf(lines).map(readReport)
  },
}

const beginnings: ReadonlySet<unknown> = new Set(['start_run setup', 'config'])

/** Reports of several runs may be put one behind the other; each begins with its settings. */
function runsOf({rows, unread, isCut}: Rows): Rows[] {
  const begins = rows.flatMap(({value}, index) => (index > 0 && beginnings.has(value['entry_type']) ? [index] : []))
  const bounds = [0, ...begins, rows.length]
  return bounds.slice(1).map((end, run) => {
    const isLast = end === rows.length
    return {rows: rows.slice(bounds[run], end), unread: isLast ? unread : [], isCut: isLast && isCut}
  })
}

function readReport(lines: Rows): ReadReport {
  const rows = lines.rows.map(({value}) => value)
  const ofType = (type: string): UnknownRecord[] => rows.filter(row => row['entry_type'] === type)
  const [setup, config, init, completion, digest] = ['start_run setup', 'config', 'init', 'completion', 'digest'].map(
    type => ofType(type).at(-1),
  )
  const groups = asRecord(digest?.['eval'])
  const details = probeDetails(groups)
  const transcripts = transcriptsOf(ofType('attempt'))
  const evals = ofType('eval')
  // a digest alone, as garak's comparison reads it
  const probes = sortProbes(joinEvals(evals.length > 0 ? evals : digestEvals(groups), details, transcripts))
  const metrics = probes.length > 0 ? [] : digestMetrics(groups)
  const version =
    nameOf(init?.['garak_version']) ?? nameOf(setup?.['_config.version']) ?? nameOf(at(digest, 'meta', 'garak_version'))
  const ended = completion !== undefined || (digest !== undefined && setup === undefined) ? 'complete' : 'incomplete'
  const unjudged = [...transcripts.keys()].filter(name => !probes.some(probe => probe.name === name))
  return compact({
    tool: 'garak',
    toolVersion: version,
    kind: 'red-team' as const,
    run: nameOf(init?.['run']) ?? nameOf(at(digest, 'meta', 'run_uuid')),
    started: timeOf(init?.['start_time'] ?? at(digest, 'meta', 'start_time')),
    ended: timeOf(completion?.['end_time']),
    state: lines.isCut ? ('incomplete' as const) : stateOf(ended, {probes, metrics}),
    target: targetOf(setup ?? asRecord(at(digest, 'meta', 'setup')) ?? {}, config ?? asRecord(digest?.['meta'])),
    probes,
    metrics,
    notes: [
      ...lineNotes(lines),
      ...(version !== undefined && !knownVersions.test(version)
        ? [`garak ${version} is not a version that aibom knows: read as far as its rows are those of 0.9 to 0.19`]
        : []),
      ...(unjudged.length > 0 ? [`asked and never judged: ${unjudged.sort().join(', ')}`] : []),
    ],
  })
}

/** @param meta of a digest, or the settings as versions before 0.9.0.9 wrote them */
function targetOf(setup: UnknownRecord, meta: UnknownRecord | undefined): ReportTarget {
  const provider = nameOf(
    setup['plugins.target_type'] ?? setup['plugins.model_type'] ?? meta?.['target_type'] ?? meta?.['model_type'],
  )
  const prompt = setup['run.system_prompt']
  return compact({
    provider,
    name: nameOf(
      setup['plugins.target_name'] ?? setup['plugins.model_name'] ?? meta?.['target_name'] ?? meta?.['model_name'],
    ),
    systemPromptSha256: typeof prompt === 'string' && prompt !== '' ? sha256Hex(prompt) : undefined,
  })
}

function transcriptsOf(attempts: readonly UnknownRecord[]): Map<string, Transcripts> {
  const byProbe = new Map<string, Transcripts>()
  for (const attempt of attempts) {
    const name = nameOf(attempt['probe_classname'])
    if (name === undefined) continue
    const transcripts = byProbe.get(name) ?? new Transcripts()
    byProbe.set(name, transcripts)
    if (numberOf(attempt['status']) === judged) transcripts.add(attempt['prompt'], attempt['outputs'])
  }
  return byProbe
}

interface Counts {
  resisted: number
  failed: number
  errored: number
  statedInterval?: Probe['statedInterval']
}

/** Rows of one probe and detector are added up: reports of several runs are put into one file by garak's own tool. */
function joinEvals(
  rows: readonly UnknownRecord[],
  details: Details,
  transcripts: ReadonlyMap<string, Transcripts>,
): Probe[] {
  const joined = new Map<string, {name: string; detector: string; counts: Counts}>()
  for (const row of rows) {
    const name = nameOf(row['probe'])
    const counts = countsOf(row)
    if (name === undefined || counts === undefined) continue
    const detector = (nameOf(row['detector']) ?? '').replace(/^detector[ .]/, '')
    const known = joined.get(`${name}\n${detector}`)
    joined.set(`${name}\n${detector}`, {
      name,
      detector,
      counts: known === undefined ? counts : added(known.counts, counts),
    })
  }
  return [...joined.values()].map(({name, detector, counts}) => {
    const {severity, tags = []} = details.get(name) ?? {}
    const {resisted, failed, errored, statedInterval} = counts
    const probe = {
      name,
      detector,
      resisted,
      failed,
      errored,
      statedInterval,
      severity,
      transcripts: transcripts.get(name)?.sum(),
    }
    return withInterval(compact({...probe, taxonomies: taxonomiesOf('garak', name, tags)}))
  })
}

/** Before 0.13 a row has `total` and no `fails`. */
function countsOf(row: UnknownRecord): Counts | undefined {
  const resisted = countOf(row['passed'])
  const total = countOf(row['total_evaluated'] ?? row['total'])
  const stated = countOf(row['fails'])
  const failed = stated ?? (total === undefined || resisted === undefined ? undefined : total - resisted)
  if (
    resisted === undefined ||
    failed === undefined ||
    failed < 0 ||
    (total !== undefined && resisted + failed !== total)
  )
    return undefined
  return {resisted, failed, errored: countOf(row['nones']) ?? 0, ...intervalOf(row)}
}

function intervalOf(row: UnknownRecord): Pick<Counts, 'statedInterval'> {
  const [lower, upper] = [numberOf(row['confidence_lower']), numberOf(row['confidence_upper'])]
  if (lower === undefined || upper === undefined || lower > upper) return {}
  const level = numberOf(row['confidence'])
  return {
    statedInterval: {
      lower,
      upper,
      method: `${nameOf(row['confidence_method']) ?? 'unnamed'}${level === undefined ? '' : ` ${Math.round(level * 100)} %`}`,
    },
  }
}

function added(a: Counts, b: Counts): Counts {
  return {resisted: a.resisted + b.resisted, failed: a.failed + b.failed, errored: a.errored + b.errored}
}
