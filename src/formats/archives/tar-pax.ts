/** What stands before the header of a member of a tar, because it does not fit into it. */
export interface PaxFields {
  readonly name?: string
  readonly link?: string
  readonly size?: number
  readonly isSparse?: boolean
}

/**
 * Reads the records of a PAX header: `length key=value\n`, where the length counts all of the record and a value may
 * hold line breaks.
 */
export function paxOf(records: Buffer): PaxFields {
  let found: PaxFields = {}
  for (let at = 0; at < records.length; ) {
    const [all = '', digits = '', key = ''] =
      /^(\d{1,9}) ([^=\n]{1,200})=/.exec(records.toString('latin1', at, at + 220)) ?? []
    const length = Number(digits)
    if (all === '' || length <= all.length || at + length > records.length) break
    found = {...found, ...fieldOf(key, records.toString('utf8', at + all.length, at + length - 1))}
    at += length
  }
  return found
}

function fieldOf(key: string, value: string): PaxFields {
  if (key === 'path' || key === 'GNU.sparse.name') return {name: value, ...(key !== 'path' && {isSparse: true})}
  if (key === 'linkpath') return {link: value}
  if (key === 'size') return {size: /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN}
  return key.startsWith('GNU.sparse.') ? {isSparse: true} : {}
}
