import {createHash} from 'node:crypto'
import type {Digest} from '../../inventory/evidence.ts'
import type {FileSafety, SafetyRule} from '../../inventory/file-safety.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {type ByteReader, memoryReader, NotFetchedError} from '../../lib/byte-reader.ts'
import {hashFile, isUnchanged} from '../../lib/fs/file-hash.ts'
import {bytesNotRead} from '../../rules/bytes-not-read.ts'
import {fileChanged} from '../../rules/file-changed.ts'
import {type ExamineOptions, examine} from '../../safety/examine.ts'
import type {Source} from '../../sources/source.ts'
import type {HashesAhead} from './hash-ahead.ts'

/** How one file is examined. */
export interface InspectFileOptions extends ExamineOptions {
  /** digests of large files that are being worked out already */
  readonly ahead?: HashesAhead
}

/** One file as it was judged, and the digest of the very bytes that were. */
export interface InspectedFile extends FileSafety {
  readonly sha256?: string
}

/**
 * Read whole, hashed and examined in memory; of larger files the body is hashed as a stream and the structure read by
 * ranges.
 */
export const wholeBytes = 32n * 1024n * 1024n
/** Of a file that lies elsewhere so much is fetched: configurations and headers. */
const fetchedBytes = 10n * 1024n * 1024n
/** Headers of these formats say all that is to be judged; the rest is weights. */
const headerFormats = /\.(?:safetensors|gguf)$/i

/**
 * Judges one file of a source by its bytes.
 * @throws {AibomError} `AIBOM_FILE_UNREADABLE` and what else the source throws
 */
export async function inspectFile(
  source: Source,
  entry: FileEntry,
  options: InspectFileOptions,
): Promise<InspectedFile> {
  const file = await source.open(entry.path)
  try {
    const absolutePath = source.localPath?.(entry.path)
    if (file.remote === true && absolutePath === undefined) return await inspectRemote(file, options)
    return file.byteLength <= wholeBytes || absolutePath === undefined
      ? await inspectWhole(file, options)
      : await inspectLarge(file, absolutePath, options)
  } finally {
    file.close?.()
  }
}

/** A file that cannot be read is not proven safe. */
export function notRead({path, byteLength, known}: FileEntry, message: string): InspectedFile {
  const size = Number(byteLength)
  const safety: FileSafety = {
    path,
    verdict: 'unknown',
    coverage: {byteLength: size, coveredBytes: 0, uncovered: size === 0 ? [] : [{begin: 0, end: size}]},
    facts: {},
    findings: [],
  }
  return {...withFinding(safety, bytesNotRead, message), ...declaredSha256(known)}
}

async function inspectWhole(file: OpenFile, options: ExamineOptions): Promise<InspectedFile> {
  const reader = await file.bytes()
  const bytes = reader.read(0n, Number(reader.byteLength))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return {...(await examine(file.path, memoryReader(bytes), options)), sha256}
}

async function inspectLarge(file: OpenFile, absolutePath: string, options: InspectFileOptions): Promise<InspectedFile> {
  const {digests, identity} = (await options.ahead?.take(file.path)) ?? hashFile(absolutePath, {algorithms: ['sha256']})
  const safety = await examine(file.path, await file.bytes(), options)
  const sha256 = digests[0]?.[1] ?? ''
  if (isUnchanged(absolutePath, identity)) return {...safety, sha256}
  return {...withFinding(safety, fileChanged, 'the file changed while it was read'), sha256}
}

/**
 * Of what lies elsewhere small files are read whole, of large ones the header alone: the rest is then not proven safe.
 */
async function inspectRemote(file: OpenFile, options: ExamineOptions): Promise<InspectedFile> {
  const isSmall = file.byteLength <= fetchedBytes
  if (!isSmall && !headerFormats.test(file.path))
    return notRead(file, 'its content is in the registry and was not downloaded')
  const reader = await file.bytes()
  const safety = await examineFetching(file.path, reader, options)
  if (isSmall)
    return {
      ...safety,
      sha256: createHash('sha256')
        .update(await readAll(reader))
        .digest('hex'),
    }
  const known = declaredSha256(file.known)
  return {...withFinding(safety, bytesNotRead, 'only its header was fetched, not the weights behind it'), ...known}
}

async function examineFetching(path: string, reader: ByteReader, options: ExamineOptions): Promise<FileSafety> {
  for (;;) {
    try {
      return await examine(path, reader, options)
    } catch (error) {
      if (!(error instanceof NotFetchedError) || reader.fetchTo === undefined) throw error
      await reader.fetchTo(error.end)
    }
  }
}

async function readAll(reader: ByteReader): Promise<Uint8Array> {
  await reader.fetchTo?.(reader.byteLength)
  return reader.read(0n, Number(reader.byteLength))
}

function withFinding(safety: FileSafety, {id, severity, verdict}: SafetyRule, message: string): FileSafety {
  return {
    ...safety,
    verdict: safety.verdict === 'unsafe' ? 'unsafe' : verdict,
    findings: [...safety.findings, {rule: id, severity, verdict, message}],
  }
}

function declaredSha256(known: readonly Digest[]): {sha256?: string} {
  const hex = known.find(({alg, of}) => alg === 'sha256' && of === 'content')?.hex
  return hex === undefined ? {} : {sha256: hex}
}
