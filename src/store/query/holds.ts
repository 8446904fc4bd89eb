import {type RawBuilder, type SqlBool, sql} from 'kysely'

/** Whether a column holds a text somewhere. @param column ours, never a user's text */
export function holds(column: string, text: string): RawBuilder<SqlBool> {
  return sql`${sql.raw(column)} like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
}
