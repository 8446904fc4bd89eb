import {openSqlite, type SqliteDatabase, type SqliteRow} from '../../formats/sqlite/database.ts'
import {groupBy} from '../../lib/group.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import type {ReportFile} from '../report-file.ts'
import {nameOf} from '../values.ts'

/** What one run of a scenario came to; attacks of no scenario are together. */
export interface StoredRun {
  readonly attacks: readonly UnknownRecord[]
  /** the name of each attack within its scenario, by its conversation */
  readonly names: ReadonlyMap<string, string>
  readonly scenario?: UnknownRecord
  readonly notes: readonly string[]
}

const attackTable = 'AttackResultEntries'
const scenarioTable = 'ScenarioResultEntries'
const messageTable = 'PromptMemoryEntries'
/** Said of what has no outcome. */
export const noResults = 'messages and scores, and no results of attacks'
/** Columns that hold JSON as text. */
const jsonColumns = [
  ...['atomic_attack_identifier', 'attack_identifier', 'targeted_harm_categories', 'attribution_data'],
  ...['scenario_identifier', 'objective_target_identifier', 'attack_results_json'],
]
const ended: ReadonlySet<unknown> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])

/** Whether a database has the tables in which PyRIT keeps its results. */
export function isPyritDatabase(database: SqliteDatabase): boolean {
  return database.tables.has(attackTable) || (database.tables.has(messageTable) && database.tables.has('ScoreEntries'))
}

/**
 * The runs in PyRIT's own database, in the form in which its models are dumped as JSON.
 * @throws {AibomError} `AIBOM_SQLITE_INVALID`
 */
export function readPyritDatabase({bytes}: ReportFile): StoredRun[] {
  const database = openSqlite(bytes)
  const notes = [
    ...(database.hasLog ? ['what its .db-wal file holds, where there is one, is not in the database'] : []),
    ...(database.tables.has(attackTable) ? [] : [`the database has ${noResults}`]),
  ]
  const messages = messagesOf(database)
  const attacks = newest([...database.rows(attackTable)].map(row => toAttack(row, messages)))
  const byScenario = groupBy(attacks, attack => asText(attack['attribution_parent_id']))
  const runs = [...database.rows(scenarioTable)].map(row => toRun(row, byScenario, attacks, notes))
  const taken = new Set(runs.flatMap(run => run.attacks))
  const rest = attacks.filter(attack => !taken.has(attack))
  return rest.length > 0 || runs.length === 0 ? [...runs, {attacks: rest, names: new Map(), notes}] : runs
}

interface Messages {
  /** what was answered, by the id of the message: for a digest */
  readonly answers: ReadonlyMap<unknown, unknown>
  /** whom a conversation was held with, by its id, which before 1.0 the messages alone say */
  readonly targets: ReadonlyMap<unknown, unknown>
}

function messagesOf(database: SqliteDatabase): Messages {
  const answers = new Map<unknown, unknown>()
  const targets = new Map<unknown, unknown>()
  for (const row of database.rows(messageTable)) {
    answers.set(row['id'], row['converted_value'])
    const {conversation_id: conversation, prompt_target_identifier: target} = row
    if (typeof target === 'string' && !targets.has(conversation)) targets.set(conversation, parseJsonOrNothing(target))
  }
  return {answers, targets}
}

function toAttack(row: SqliteRow, {answers, targets}: Messages): UnknownRecord {
  const attack = withJson(row)
  return {
    ...attack,
    targeted_harm_categories: attack['targeted_harm_categories'] ?? [],
    last_response: answers.get(row['last_response_id']),
    prompt_target_identifier: targets.get(row['conversation_id']),
    timestamp: zoned(row, row['timestamp']),
  }
}

/** A conversation that was judged again has several rows, of which PyRIT itself takes the newest. */
function newest(attacks: readonly UnknownRecord[]): UnknownRecord[] {
  const groups = groupBy(attacks, ({conversation_id, id}) => asText(conversation_id) || `#${String(id)}`)
  return [...groups.values()].flatMap(group => {
    const [last] = group.toSorted((a, b) => (String(a['timestamp']) < String(b['timestamp']) ? 1 : -1))
    return last === undefined ? [] : [last]
  })
}

function toRun(
  row: SqliteRow,
  byScenario: ReadonlyMap<string | undefined, readonly UnknownRecord[]>,
  all: readonly UnknownRecord[],
  notes: readonly string[],
): StoredRun {
  const scenario = withJson(row)
  const listed = namesListed(scenario['attack_results_json'])
  const own = byScenario.get(asText(row['id'])) ?? all.filter(({conversation_id: id}) => listed.has(String(id)))
  const stated = own.flatMap((attack): [string, string][] => {
    const name = nameOf(asRecord(attack['attribution_data'])?.['parent_collection'])
    return name === undefined ? [] : [[String(attack['conversation_id']), name]]
  })
  const hasEnded = ended.has(row['scenario_run_state'])
  return {
    attacks: own,
    names: new Map([...listed, ...stated]),
    scenario: {
      ...scenario,
      creation_time: zoned(row, row['timestamp']),
      completion_time: hasEnded ? zoned(row, row['completion_time']) : undefined,
    },
    notes,
  }
}

/** Before 1.0 a scenario listed its conversations by the name of the attack. */
function namesListed(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(asRecord(value) ?? {}).flatMap(([key, ids]): [string, string][] => {
      const name = nameOf(key) ?? 'unnamed'
      return Array.isArray(ids) ? ids.map(id => [String(id), name]) : []
    }),
  )
}

function withJson(row: SqliteRow): UnknownRecord {
  const parsed = jsonColumns.flatMap((name): [string, unknown][] => {
    const text = row[name]
    return typeof text === 'string' ? [[name, parseJsonOrNothing(text)]] : []
  })
  return {...row, ...Object.fromEntries(parsed)}
}

/** Since 1.0 times are UTC, which SQLite does not keep. */
function zoned({pyrit_version: version}: SqliteRow, time: unknown): unknown {
  const isUtc = Number.parseInt(asText(version) ?? '', 10) >= 1
  return typeof time === 'string' && isUtc && /\d$/.test(time) ? `${time}Z` : time
}
