import {AibomError} from '../../lib/errors.ts'

/** What a database file does not keep of its format. */
export function sqliteInvalid(problem: string): AibomError {
  return new AibomError('AIBOM_SQLITE_INVALID', `the SQLite database is cut or damaged: ${problem}`)
}
