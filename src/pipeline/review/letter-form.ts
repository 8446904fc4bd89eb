import {AibomError} from '../../lib/errors.ts'

/** The form of a letter by the ending of its file. @throws {AibomError} `AIBOM_USAGE` */
export function letterForm(file: string, flag: string): 'markdown' | 'csv' {
  if (/\.(?:md|markdown)$/i.test(file)) return 'markdown'
  if (/\.csv$/i.test(file)) return 'csv'
  throw new AibomError('AIBOM_USAGE', `${flag} ${file}: the ending does not tell the format`, {
    hint: 'End it in .md or .csv',
  })
}
