import {AibomError} from '../../lib/errors.ts'

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

const letterPattern = /^[\p{L}_$]$/u
const wordPattern = /^[\p{L}\p{N}_$]$/u
const closing: Readonly<Record<string, string>> = {"'": "'", '"': '"', '`': '`', '[': ']'}

/**
 * SQLite takes a quoted string for the name of a table or a function too, so every word counts, wherever it is.
 * @param builtIn every function and virtual table that the connection has
 * @throws {AibomError} `AIBOM_SQL_REFUSED`
 */
export function assertHarmless(statement: string, builtIn: readonly string[]): void {
  const refused = new Set(builtIn.map(name => name.toLowerCase()).filter(name => !harmless.has(name)))
  for (const {word: typed} of piecesOf(statement)) {
    const word = typed?.toLowerCase()
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

/** Whether more than comments follows a semicolon; SQLite leaves what follows out without a word. */
export function isSeveral(statement: string): boolean {
  let hasEnded = false
  for (const {mark} of piecesOf(statement)) {
    if (mark === ';') hasEnded = true
    else if (hasEnded) return true
  }
  return false
}

/** A word, a name or the content of a string; or a character that is none of them. */
type Piece = {readonly word: string; readonly mark?: undefined} | {readonly mark: string; readonly word?: undefined}

/** What a statement is made of; comments and space are left out. */
function* piecesOf(statement: string): Generator<Piece> {
  for (let at = 0; at < statement.length; ) {
    const first = statement.charAt(at)
    const close = closing[first]
    const comment = commentEnd(statement, at)
    let end = at + 1
    if (comment !== undefined) end = comment
    else if (close !== undefined) {
      end = quoteEnd(statement, at, close)
      yield {word: statement.slice(at + 1, end - 1).replaceAll(close + close, close)}
    } else if (letterPattern.test(first)) {
      while (wordPattern.test(statement.charAt(end))) end++
      yield {word: statement.slice(at, end)}
    } else if (first.trim() !== '') yield {mark: first}
    at = end
  }
}

/**
 * Undefined where no comment begins; one between slashes and stars that nothing ends counts as none, so that its words
 * are looked at.
 */
function commentEnd(statement: string, at: number): number | undefined {
  if (statement.startsWith('--', at)) {
    const end = statement.indexOf('\n', at + 2)
    return end === -1 ? statement.length : end + 1
  }
  const end = statement.startsWith('/*', at) ? statement.indexOf('*/', at + 2) : -1
  return end === -1 ? undefined : end + 2
}

/** Behind the closing quote; two of them are one that belongs to the text. */
function quoteEnd(statement: string, at: number, close: string): number {
  for (let end = at + 1; ; end += 2) {
    end = statement.indexOf(close, end)
    if (end === -1) return statement.length + 1
    if (close === ']' || statement.charAt(end + 1) !== close) return end + 1
  }
}
