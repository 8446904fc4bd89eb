import {resolve} from 'node:path'
import type {Digest} from '../inventory/evidence.ts'
import type {FileEntry} from '../inventory/source.ts'
import {downloadFile, type ExpectedDigest, openFolder, partOf} from '../lib/download.ts'
import {AibomError, systemErrorCode} from '../lib/errors.ts'
import {mapLimited} from '../lib/limit.ts'
import {type HubSource, openHubRepository} from '../sources/hub.ts'
import type {FetchResult} from './fetch-result.generated.ts'
import {networkOf} from './network.ts'
import type {RunContext} from './run-context.ts'

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
 * `aibom fetch`: every file of a repository at one commit, compared with the digests that the registry declares; each is written whole or not at all.
 * @throws {AibomError} `AIBOM_FETCH_UNSAFE`, `AIBOM_OUTPUT_UNWRITABLE`, and every name of a hub's refusal
 */
export async function fetchRepository(options: FetchOptions): Promise<FetchResult> {
  const network = networkOf({...options, cacheFolder: undefined, refresh: false})
  await using source = await openHubRepository(options.source, {...options, exclude: [], offline: false, network})
  const files = await listFiles(source, options.signal)
  assertDistinct(files)
  const root = openFolder(resolve(options.cwd, options.folder), options.folder)
  let bytes = 0
  const fetched = await mapLimited(files, width, file =>
    fetchFile(root, file, source, options.signal, count => {
      bytes += count
      options.progress.hashed(bytes)
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

async function listFiles(source: HubSource, signal: AbortSignal): Promise<FileEntry[]> {
  const files: FileEntry[] = []
  for await (const file of source.walk(signal)) if (file.remote === true) files.push(file)
  const [trouble] = source.gaps()
  if (trouble === undefined) return files
  if (trouble.code === 'unsafe-path') {
    throw new AibomError('AIBOM_FETCH_UNSAFE', trouble.message, {hint: 'Nothing was fetched: the repository is not to be trusted', exit: 1})
  }
  throw new AibomError('AIBOM_FETCH_LIST', `the list of files is not whole: ${trouble.message}`, {hint: 'Try again later', exit: 3})
}

/** Names that one file system keeps apart and another one does not would overwrite each other; so would a file that is called like the part of another. */
function assertDistinct(files: readonly FileEntry[]): void {
  const seen = new Map<string, string>()
  for (const {path} of files) {
    const key = plainName(path)
    const other = seen.get(key)
    if (other !== undefined) {
      throw new AibomError('AIBOM_FETCH_UNSAFE', `${JSON.stringify(other)} and ${JSON.stringify(path)} differ in case or accents only`, {
        hint: 'Nothing was fetched: on some file systems one would replace the other',
        exit: 1,
      })
    }
    seen.set(key, path)
  }
  for (const {path, known} of files) {
    const other = seen.get(plainName(partOf(path, expectedOf(known))))
    if (other === undefined) continue
    throw new AibomError('AIBOM_FETCH_UNSAFE', `${JSON.stringify(other)} is called as ${JSON.stringify(path)} is while it is fetched`, {
      hint: 'Nothing was fetched: one would replace the other',
      exit: 1,
    })
  }
}

function plainName(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

async function fetchFile(
  root: string,
  {path, byteLength, known}: FileEntry,
  source: HubSource,
  signal: AbortSignal,
  received: (bytes: number) => void,
): Promise<FetchedFile> {
  const expected = expectedOf(known)
  const digest = expected === undefined ? {} : {digest: `${expected.kind}:${expected.hex}`}
  try {
    const status = await downloadFile(root, {path, byteLength: Number(byteLength), expected, received, signal, ask: range => source.ask(path, range)})
    return {path, status: expected === undefined ? 'unchecked' : status, ...digest}
  } catch (error) {
    if (error instanceof AibomError) return {path, status: error.exit === 1 ? 'mismatch' : 'failed', ...digest, message: error.message}
    const code = systemErrorCode(error)
    if (code === undefined || code === 'ABORT_ERR') throw error
    return {path, status: 'failed', ...digest, message: `it could not be written: ${code}`}
  }
}

/** The digest of the content, else the object id of the git blob, which is one of the content too. */
function expectedOf(known: readonly Digest[]): ExpectedDigest | undefined {
  const content = known.find(({alg, of}) => of === 'content' && alg === 'sha256')
  if (content !== undefined) return {kind: 'sha256', hex: content.hex}
  const blob = known.find(({of}) => of === 'git-blob')
  return blob === undefined ? undefined : {kind: 'git', hex: blob.hex}
}
