import {lstatSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {systemErrorCode} from '../../lib/errors.ts'
import {GitFailure, type GitSetting, runGit} from './process.ts'

/** How often a running fetch is measured. */
const watchMs = 250

/** How large one commit of a repository may be when it is fetched, packed. */
export const fetchLimitBytes: number = 8 * 1024 ** 3

/** A fetch brought more than it may. */
export class FetchTooLarge extends GitFailure {}

/**
 * Runs a fetch of git, and ends it once what it has stored in our repository exceeds the limit.
 * @param args of git, such as `fetch --depth=1 …`
 * @throws {FetchTooLarge} and what {@link runGit} throws
 */
export async function fetchWithin(setting: GitSetting, args: readonly string[], limitBytes: number): Promise<void> {
  const packs = join(setting.folder, 'objects', 'pack')
  const stop = new AbortController()
  const measure = (): void => {
    if (storedBytes(packs) > limitBytes) stop.abort(new FetchTooLarge(`more than ${limitBytes} bytes came`))
  }
  const timer = setInterval(measure, watchMs)
  try {
    await runGit({...setting, signal: AbortSignal.any([setting.signal, stop.signal])}, args)
  } finally {
    clearInterval(timer)
  }
  measure()
  stop.signal.throwIfAborted()
}

/** Sizes of the packs, whole or still coming. */
function storedBytes(folder: string): number {
  try {
    return readdirSync(folder)
      .map(name => lstatSync(join(folder, name), {throwIfNoEntry: false})?.size ?? 0)
      .reduce((sum, size) => sum + size, 0)
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return 0
  }
}
