import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Outcome} from '../../cli/base-command.ts'
import {fleetFlags} from '../../cli/fleet/flags.ts'
import {queryCells} from '../../cli/fleet/query-cells.ts'
import {queryCsv, queryTable} from '../../cli/fleet/query-table.ts'
import {AibomError} from '../../lib/errors.ts'
import {toJsonText} from '../../lib/escape/json.ts'
import {toParquet} from '../../lib/parquet.ts'
import type {FleetQueryResult} from '../../pipeline/fleet/query-result.generated.ts'
import type {RunContext} from '../../pipeline/run-context.ts'

const formats = ['table', 'csv', 'json', 'parquet'] as const
const defaultLimit = 1000

export default class FleetQuery extends BaseCommand<FleetQueryResult> {
  static override summary = 'Find assets in all sources of a fleet'
  static override description =
    'Terms have the form FIELD:TEXT, and all must match. - before a term excludes what it matches. A word without a field matches part of a name. Fields: model, dataset (each with what is built on it), service, agent, package, kind, name, license (`unknown` if none is stated), provider, repo, digest, rule, severity, path, is:floating.'

  static override examples = [
    {
      description: 'Who uses a model, or something built on it?',
      command: '<%= config.bin %> fleet query model:qwen2.5',
    },
    {
      description: 'Models without a known license, except in one repository',
      command: '<%= config.bin %> fleet query "kind:model license:unknown -repo:playground"',
    },
    {
      description: 'A spreadsheet of who calls a provider',
      command: '<%= config.bin %> fleet query provider:openai --format csv > openai.csv',
    },
    {
      description: 'Everything, for DuckDB or pandas',
      command: '<%= config.bin %> fleet query --limit 10000000 --format parquet > fleet.parquet',
    },
    {
      description: 'Anything else, with SQL',
      command: '<%= config.bin %> fleet query --sql "SELECT kind, count(*) FROM assets GROUP BY kind"',
    },
  ]

  static override args = {query: Args.string({description: 'terms; by default everything', default: ''})}

  static override strict = false

  static override flags = {
    ...fleetFlags,
    sql: Flags.string({
      env: 'AIBOM_FLEET_SQL',
      description: 'a read-only statement (SELECT or WITH), instead of terms',
      helpValue: 'STATEMENT',
    }),
    format: Flags.option({
      options: formats,
      default: 'table' as const,
      env: 'AIBOM_FLEET_FORMAT',
      description: 'output format',
    })(),
    limit: Flags.integer({
      min: 1,
      max: 10_000_000,
      default: defaultLimit,
      env: 'AIBOM_FLEET_LIMIT',
      description: 'maximum number of rows',
      helpValue: 'N',
    }),
  }

  protected async perform(context: RunContext): Promise<Outcome<FleetQueryResult>> {
    const {argv, flags} = await this.parse(FleetQuery)
    const {queryFleet, queryBySql} = await import('../../pipeline/fleet/query-fleet.ts')
    const {database, limit, sql, format} = flags
    const query = argv.map(String).join(' ')
    if (format === 'parquet' && process.stdout.isTTY)
      throw new AibomError('AIBOM_USAGE', 'a Parquet file is not text for a terminal', {
        hint: 'Write it to a file: … --format parquet > fleet.parquet',
      })
    if (sql !== undefined && query !== '') throw new AibomError('AIBOM_USAGE', 'either terms or --sql, not both')
    // a statement that never ends would keep this thread from hearing a signal; it holds nothing that needs to be
    // cleaned up
    if (sql !== undefined) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeAllListeners(signal)
    const result =
      sql === undefined
        ? await queryFleet({...context, database, limit, query})
        : await queryBySql({...context, database, limit, query: sql})
    if (flags.json || format === 'table') return {result, text: screen => queryTable(result, screen), exit: 0}
    return {result, text: '', exit: 0, document: await written(result, format)}
  }
}

async function written(result: FleetQueryResult, format: 'csv' | 'json' | 'parquet'): Promise<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return queryCsv(result)
    case 'json':
      return toJsonText(result)
    case 'parquet':
      return toParquet(queryCells(result))
  }
}
