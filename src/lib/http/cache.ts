import {readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {sha256Hex} from '../digest.ts'
import {makePrivateFolder} from '../fs/private-folder.ts'
import {compareText} from '../sort.ts'

/** What is kept of an answer: the body under its own SHA-256, so that a damaged file is told and not believed. */
export interface CachedAnswer {
  readonly status: number
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly etag: string | undefined
  readonly bytes: Uint8Array
}

/** More than that is given up, the oldest first, down to half of it: answers are asked for again. */
const defaultLimitBytes = 512 * 1024 * 1024

/** Headers that clients read; none of them is a secret. */
const keptHeaders = [
  'content-type',
  'etag',
  'link',
  'last-modified',
  'x-repo-commit',
  'x-linked-etag',
  'x-linked-size',
  'x-total-count',
  'x-error-code',
  'docker-content-digest',
  'oci-filters-applied',
]

/**
 * Answers on disk, by address and the credentials they were given to (as a digest): two users of one machine never
 * share.
 * A file that cannot be read or does not agree with itself counts as absent.
 */
export function answerCache(
  folder: string,
  limitBytes: number = defaultLimitBytes,
): {
  get(key: string): CachedAnswer | undefined
  put(key: string, answer: {status: number; url: URL; headers: Headers; bytes: Uint8Array}): void
} {
  let isPruned = false
  const place = (key: string): string => join(folder, 'http', sha256Hex(key))
  return {
    get(key) {
      try {
        const file = readFileSync(place(key))
        const end = file.indexOf(10)
        const {sha256, ...head} = JSON.parse(file.subarray(0, end).toString())
        const bytes = file.subarray(end + 1)
        return sha256Hex(bytes) === sha256 ? {...head, bytes} : undefined
      } catch {
        return undefined
      }
    },
    put(key, {status, url, headers, bytes}) {
      const kept = Object.fromEntries(
        keptHeaders.flatMap(name => (headers.get(name) === null ? [] : [[name, headers.get(name)]])),
      )
      const head = {
        status,
        url: url.href,
        headers: kept,
        etag: headers.get('etag') ?? undefined,
        sha256: sha256Hex(bytes),
      }
      const temporary = `${place(key)}.${process.pid}.tmp`
      try {
        makePrivateFolder(join(folder, 'http'))
        if (!isPruned) prune(join(folder, 'http'), limitBytes)
        isPruned = true
        writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]), {mode: 0o600})
        renameSync(temporary, place(key))
      } catch {
        // a cache that cannot be written costs speed, not truth
        rmSync(temporary, {force: true})
      }
    },
  }
}

/** Once a run: what other runs left. A file that went away meanwhile is gone. */
function prune(folder: string, limitBytes: number): void {
  const files = readdirSync(folder).flatMap(name => {
    const stats = statSync(join(folder, name), {throwIfNoEntry: false})
    return stats?.isFile() === true ? [{name, size: stats.size, at: stats.mtimeMs}] : []
  })
  let total = files.reduce((sum, {size}) => sum + size, 0)
  if (total <= limitBytes) return
  for (const {name, size} of files.sort((a, b) => a.at - b.at || compareText(a.name, b.name))) {
    if (total <= limitBytes / 2) return
    rmSync(join(folder, name), {force: true})
    total -= size
  }
}
