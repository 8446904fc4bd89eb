import {isSqlite, openSqlite} from '../../formats/sqlite/database.ts'
import type {Probe, ReportState, ReportTarget} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes, stateOf, withInterval} from '../probes.ts'
import type {ReadReport, ReportReader} from '../reader.ts'
import type {ReportFile, Rows} from '../report-file.ts'
import {taxonomiesOf} from '../taxonomies.ts'
import {at, nameOf, Transcripts, timeOf} from '../values.ts'
import {lineNotes} from './line-notes.ts'
import {isPyritDatabase, noResults, readPyritDatabase, type StoredRun} from './pyrit-database.ts'
import {arePyritMessages, conversationsOf} from './pyrit-messages.ts'

const outcomes: ReadonlySet<unknown> = new Set(['success', 'failure', 'error', 'undetermined'])
const runStates: Readonly<Record<string, ReportState>> = {
  COMPLETED: 'complete',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
}
interface Attack {
  readonly name: string
  readonly result: UnknownRecord
}

interface Run {
  readonly attacks: readonly Attack[]
  readonly scenario?: UnknownRecord | undefined
  readonly lines?: Rows | undefined
  readonly notes?: readonly string[]
}

/**
 * Results of attacks as PyRIT keeps them: "success" is the attacker's. Its database, what its models dump: one
 * ScenarioResult, or AttackResults as a list or line by line; or the messages that its memory exports.
 */
export const pyrit: ReportReader = {
  format: 'PyRIT results',
  recognise: file => isDatabase(file) || runOf(file) !== undefined,
  read(file) {
    if (isDatabase(file)) return readPyritDatabase(file).flatMap(stored => byTarget(storedRun(stored)))
    const run = runOf(file)
    return run === undefined ? [] : byTarget(run)
  },
}

function isDatabase({bytes}: ReportFile): boolean {
  return isSqlite(bytes) && isPyritDatabase(openSqlite(bytes))
}

function storedRun({attacks, names, scenario, notes}: StoredRun): Run {
  return {
    attacks: attacks.map(result => ({
      name: names.get(String(result['conversation_id'])) ?? strategyOf(result),
      result,
    })),
    scenario,
    notes,
  }
}

function runOf(file: ReportFile): Run | undefined {
  const document = file.document()
  if (Array.isArray(document)) return listed(recordsOf(document), document.length)
  const record = asRecord(document)
  if (record === undefined) {
    const lines = file.rows()
    const run =
      lines === undefined
        ? undefined
        : listed(
            lines.rows.map(({value}) => value),
            lines.rows.length,
          )
    return run === undefined ? undefined : {...run, lines}
  }
  if (isAttack(record)) return listed([record], 1)
  const grouped = asRecord(record['attack_results'])
  if (Array.isArray(record['attack_results']))
    return listed(recordsOf(record['attack_results']), record['attack_results'].length)
  if (
    grouped === undefined ||
    (record['scenario_identifier'] === undefined && record['scenario_run_state'] === undefined)
  )
    return undefined
  const attacks = Object.entries(grouped).flatMap(([name, results]) =>
    recordsOf(results).map(result => ({name: nameOf(name) ?? 'unnamed', result})),
  )
  return {attacks, scenario: record}
}

function listed(rows: readonly UnknownRecord[], length: number): Run | undefined {
  if (rows.length === 0 || rows.length !== length) return undefined
  if (arePyritMessages(rows)) return {attacks: conversationsOf(rows).map(named), notes: [`the file has ${noResults}`]}
  return rows.every(isAttack) ? {attacks: rows.map(named)} : undefined
}

function named(result: UnknownRecord): Attack {
  return {name: strategyOf(result), result}
}

function strategyOf(result: UnknownRecord): string {
  return nameOf(attackOf(result)?.['class_name'] ?? attackOf(result)?.['__type__']) ?? 'unnamed attack'
}

function isAttack(row: UnknownRecord): boolean {
  return outcomes.has(row['outcome']) && row['objective'] !== undefined && row['conversation_id'] !== undefined
}

/** The strategy: nested under its technique since 1.0, an identifier of its own before. */
function attackOf(result: UnknownRecord): UnknownRecord | undefined {
  const atomic = result['atomic_attack_identifier']
  const found =
    at(atomic, 'children', 'attack_technique', 'children', 'attack') ??
    at(atomic, 'children', 'attack') ??
    result['attack_identifier']
  return asRecord(found)
}

/** Attacks on several targets are several reports. */
function byTarget(run: Run): ReadReport[] {
  const groups = new Map<string, {target: ReportTarget; attacks: Attack[]}>()
  const own = identifierTarget(
    run.scenario?.['objective_target_identifier'] ??
      at(run.scenario, 'scenario_identifier', 'children', 'objective_target'),
  )
  for (const attack of run.attacks) {
    const target =
      own ??
      identifierTarget(
        at(attackOf(attack.result), 'children', 'objective_target') ?? attackOf(attack.result)?.['objective_target'],
      ) ??
      identifierTarget(attack.result['prompt_target_identifier']) ??
      {}
    const key = JSON.stringify(target)
    const group = groups.get(key) ?? {target, attacks: []}
    groups.set(key, group)
    group.attacks.push(attack)
  }
  if (groups.size === 0) groups.set('', {target: own ?? {}, attacks: []})
  return [...groups.values()].map(({target, attacks}) => readRun(target, attacks, run))
}

function identifierTarget(value: unknown): ReportTarget | undefined {
  const identifier = asRecord(value)
  if (identifier === undefined) return undefined
  const field = (name: string): string | undefined => nameOf(identifier[name]) ?? nameOf(at(identifier, 'params', name))
  return compact({
    provider: nameOf(identifier['class_name'] ?? identifier['__type__']),
    name: field('underlying_model_name') ?? field('model_name'),
    endpoint: asText(identifier['endpoint']) ?? asText(at(identifier, 'params', 'endpoint')),
    revision: nameOf(at(identifier, 'attributes', 'model_version')),
  })
}

function readRun(target: ReportTarget, attacks: readonly Attack[], {scenario, lines, notes = []}: Run): ReadReport {
  const probes = probesOf(attacks)
  const times = attacks.flatMap(({result}) => timeOf(result['timestamp']) ?? []).sort()
  const ended =
    scenario === undefined ? 'complete' : (runStates[nameOf(scenario['scenario_run_state']) ?? ''] ?? 'incomplete')
  const version =
    scenario?.['pyrit_version'] ??
    at(scenario, 'scenario_identifier', 'pyrit_version') ??
    attackOf(attacks[0]?.result ?? {})?.['pyrit_version']
  return compact({
    tool: 'pyrit',
    toolVersion: nameOf(version) ?? nameOf(attacks[0]?.result['pyrit_version']),
    kind: 'red-team' as const,
    run: nameOf(scenario?.['id']),
    started: timeOf(scenario?.['creation_time']) ?? times[0],
    ended: timeOf(scenario?.['completion_time']) ?? times.at(-1),
    state: lines?.isCut === true ? ('incomplete' as const) : stateOf(ended, {probes, metrics: []}),
    target,
    probes,
    metrics: [],
    notes: [...notes, ...(lines === undefined ? [] : lineNotes(lines))],
  })
}

function probesOf(attacks: readonly Attack[]): Probe[] {
  const groups = new Map<string, {name: string; detector: string | undefined; results: UnknownRecord[]}>()
  for (const {name, result} of attacks) {
    const harms = textsOf(result['targeted_harm_categories'] ?? []).sort()
    const detector = harms.length === 0 ? undefined : nameOf(harms.join(', '))
    const group = groups.get(`${name}\n${detector ?? ''}`) ?? {name, detector, results: []}
    groups.set(`${name}\n${detector ?? ''}`, group)
    group.results.push(result)
  }
  return sortProbes([...groups.values()].map(({name, detector, results}) => toProbe(name, detector, results)))
}

/** Undetermined is no verdict. */
function toProbe(name: string, detector: string | undefined, results: readonly UnknownRecord[]): Probe {
  const transcripts = new Transcripts()
  const counts = {resisted: 0, failed: 0, errored: 0}
  for (const result of results) {
    const outcome = result['outcome']
    counts[outcome === 'success' ? 'failed' : outcome === 'failure' ? 'resisted' : 'errored']++
    transcripts.add(result['objective'], result['last_response'])
  }
  return withInterval(
    compact({name, detector, ...counts, taxonomies: taxonomiesOf('pyrit', name), transcripts: transcripts.sum()}),
  )
}
