import {resolve} from 'node:path'
import type {FileEntry} from '../../inventory/source.ts'
import {type Download, downloadFile, openFolder} from '../../lib/download.ts'
import {AibomError} from '../../lib/errors.ts'
import {PartFiles} from '../../lib/fs/part-file.ts'
import {mapLimited} from '../../lib/limit.ts'
import {type HubSource, openHubRepository} from '../../sources/hub/hub.ts'
import {networkOf} from '../network.ts'
import type {RunContext} from '../run-context.ts'
import {expectedOf, listFiles} from './list.ts'
import type {FetchResult} from './result.generated.ts'

/** What `aibom fetch` is asked; the deadline is in seconds. */
export interface FetchOptions extends RunContext {
  /** `hf:org/model@revision` */
  readonly source: string
  /** as the user typed it */
  readonly folder: string
  readonly deadline: number
}

type FetchedFile = FetchResult['files'][number]

/** Downloads side by side. */
const width = 4

/**
 * `aibom fetch`: every file of a repository at one commit, compared with the digests that the registry declares; each
 * is written whole or not at all.
 * @throws {AibomError} `AIBOM_FETCH_UNSAFE`, `AIBOM_OUTPUT_UNWRITABLE`, and every name of a hub's refusal
 */
export async function fetchRepository(options: FetchOptions): Promise<FetchResult> {
  const network = networkOf({...options, cacheFolder: undefined, refresh: false})
  await using source = await openHubRepository(options.source, {...options, exclude: [], offline: false, network})
  const files = await listFiles(source, options.signal, process.platform)
  const root = openFolder(resolve(options.cwd, options.folder), options.folder)
  const parts = new PartFiles()
  let bytes = 0
  const fetched = await mapLimited(files, width, file =>
    fetchFile(root, file, {
      source,
      parts,
      signal: options.signal,
      received: count => {
        bytes += count
        options.progress.hashed(bytes)
      },
    }),
  )
  const {scheme, name, revision = ''} = source.describe()
  return {schemaVersion: 1, source: {scheme, name, revision}, folder: options.folder, bytes, files: fetched}
}

/** 1 when bytes were not those declared, 3 when something could not be fetched. */
export function exitOfFetch({files}: FetchResult): 0 | 1 | 3 {
  if (files.some(({status}) => status === 'mismatch')) return 1
  return files.some(({status}) => status === 'failed') ? 3 : 0
}

interface Fetching extends Pick<Download, 'parts' | 'signal' | 'received'> {
  readonly source: HubSource
}

async function fetchFile(
  root: string,
  {path, byteLength, known}: FileEntry,
  {source, ...how}: Fetching,
): Promise<FetchedFile> {
  const expected = expectedOf(known)
  const digest = expected === undefined ? {} : {digest: `${expected.kind}:${expected.hex}`}
  try {
    const status = await downloadFile(root, {
      ...how,
      path,
      byteLength: Number(byteLength),
      expected,
      ask: range => source.ask(path, range),
    })
    return {path, status: expected === undefined ? 'unchecked' : status, ...digest}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {path, status: error.exit === 1 ? 'mismatch' : 'failed', ...digest, message: error.message}
  }
}
