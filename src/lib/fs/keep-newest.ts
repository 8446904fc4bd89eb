import {readdirSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {systemErrorCode} from '../errors.ts'
import {sortedBy} from '../sort.ts'

/** Removes the oldest files of a folder of the cache until at most so many, and so many bytes, are left. */
export function keepNewest(folder: string, files: number, bytes: number): void {
  try {
    const all = readdirSync(folder).map(name => ({path: join(folder, name), stats: statSync(join(folder, name))}))
    let rest = all.reduce((sum, {stats}) => sum + stats.size, 0)
    const oldestFirst = sortedBy(all, ({stats}) => String(Math.trunc(stats.mtimeMs)).padStart(16, '0'))
    oldestFirst.forEach(({path, stats}, index) => {
      if (rest <= bytes && oldestFirst.length - index <= files) return
      rmSync(path, {force: true})
      rest -= stats.size
    })
  } catch (error) {
    // nothing was ever kept, or another run removes files at the same time
    if (systemErrorCode(error) === undefined) throw error
  }
}
