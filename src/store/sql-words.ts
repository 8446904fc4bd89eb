import {AibomError} from '../lib/errors.ts'

/** Functions of SQLite that compute and do nothing else. */
const harmless: ReadonlySet<string> = new Set(
  [
    'abs avg ceil ceiling char coalesce concat concat_ws count date datetime difference exp floor format glob group_concat hex ifnull iif instr julianday last_value',
    'lead lag length like ln log log10 lower ltrim max median min mod nth_value ntile nullif octet_length percent_rank cume_dist dense_rank rank row_number first_value',
    'pow power printf quote random replace reverse round rtrim sign sqrt stdev strftime string_agg substr substring sum time timediff total trim typeof unhex',
    'unicode unixepoch upper variance current_date current_time current_timestamp -> ->>',
    'json json_array json_array_length json_each json_error_position json_extract json_group_array json_group_object json_insert json_object json_patch json_quote',
    'json_remove json_replace json_set json_tree json_type json_valid generate_series match mode left right proper square optimize',
  ].flatMap(line => line.split(' ')),
)

/** A string, a name in any of the quotes, a comment, or a bare word. */
const tokenPattern = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|--[^\n]*|\/\*[\s\S]*?\*\/|([\p{L}_$][\p{L}\p{N}_$]*)/gu

/**
 * SQLite takes a quoted string for the name of a table or a function too, so every word counts, wherever it stands.
 * @param builtIn every function and virtual table that the connection has
 * @throws {AibomError} `AIBOM_SQL_REFUSED`
 */
export function assertHarmless(statement: string, builtIn: readonly string[]): void {
  const refused = new Set(builtIn.map(name => name.toLowerCase()).filter(name => !harmless.has(name)))
  for (const [, ...words] of statement.matchAll(tokenPattern)) {
    const word = words.find(each => each !== undefined)?.toLowerCase()
    if (word === undefined) continue
    if (refused.has(word) || word.startsWith('pragma_') || word.startsWith('sqlite')) {
      throw new AibomError(
        'AIBOM_SQL_REFUSED',
        `the statement was refused: ${word} is a function or a table that can reach more than the fleet's tables`,
        {
          hint: 'Use the tables that docs/guide/fleet.md lists, and the plain functions of SQLite',
        },
      )
    }
  }
}
