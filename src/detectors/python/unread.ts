import type {Gap} from '../../inventory/gap.ts'
import type {Unread} from './notes.ts'

/** A file in another format under such a name gives some lines of gaps, not thousands. */
const gapLimit = 10

/** @param what the things that are counted past the limit: `lines` */
export function gapsOfUnread(unread: readonly Unread[], path: string, what = ''): Gap[] {
  const rest = unread.length - gapLimit
  return unread.slice(0, gapLimit).map(({line, message}, at) => ({
    path,
    ...(line !== undefined && {line}),
    stage: 'extract',
    code: 'syntax',
    message:
      at === gapLimit - 1 && rest > 0
        ? `${message}, and ${[rest, 'more', what].filter(word => word !== '').join(' ')} like it`
        : message,
  }))
}
