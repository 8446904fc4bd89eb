import {AibomError} from '../../lib/errors.ts'
import {unusable} from '../../lib/fs/temporary-folder.ts'
import {FetchTooLarge, fetchLimitBytes} from './fetch-within.ts'
import type {GitFailure} from './process.ts'
import {type GitAddress, withoutCredentials} from './url.ts'

/** What git says when it cannot write to our repository. */
const unwritablePattern = /No space left on device|Disk quota exceeded|Read-only file system/
/** What hosts say that are asked too often, by HTTP and by ssh. */
const busyPattern = /returned error: (?:429|503)\b|\btoo many (?:requests|connections)\b|\brate limit/i
const missingPattern = /couldn't find remote ref|does not appear to be a git repository|does not exist|not found/i

/** What git said of a remote, as an error of the user’s. */
export function toSourceError(address: GitAddress, cause: GitFailure): AibomError {
  const {message} = cause
  const url = withoutCredentials(address.url)
  const at = address.revision === undefined ? url : `${url} at ${address.revision}`
  const exit = address.isLocal ? 2 : 3
  if (unwritablePattern.test(message))
    return unusable(`${at} could not be written to the temporary folder: ${message}`, cause)
  if (cause instanceof FetchTooLarge) {
    const size = `${fetchLimitBytes / 1024 ** 3} GiB`
    const hint = 'Clone it yourself and name the folder'
    const said = `${at} is larger than ${size}, so it was not fetched whole`
    return new AibomError('AIBOM_SOURCE_TOO_LARGE', said, {hint, exit, cause})
  }
  if (busyPattern.test(message)) {
    const hint = 'Its host receives too many requests: try again in some minutes'
    return new AibomError('AIBOM_SOURCE_BUSY', `${at} is not given out now: ${message}`, {hint, exit: 3, cause})
  }
  if (missingPattern.test(message)) {
    const hint = 'Check the address; a revision is a branch, a tag or a full commit'
    return new AibomError('AIBOM_SOURCE_NOT_FOUND', `${at} was not found: ${message}`, {hint, cause})
  }
  const hint = 'Clone it yourself and name the folder, or check your access'
  return new AibomError('AIBOM_SOURCE_UNREADABLE', `${at} could not be read: ${message}`, {hint, exit, cause})
}
