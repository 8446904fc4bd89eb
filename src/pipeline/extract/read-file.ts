import {boms} from '../../detectors/boms/index.ts'
import {recogniseBom} from '../../detectors/boms/recognise.ts'
import type {Detector, DetectorContext} from '../../detectors/detector.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {AibomError, gapCodeOf, messageOf} from '../../lib/errors.ts'
import type {Source} from '../../sources/source.ts'
import {fileKey, gapOfGivenUp, type Watch} from '../worker/watch.ts'
import {isHeadWorth} from './head-worth.ts'
import {hasOwnName, isOwnFile} from './own-files.ts'
import type {ClaimedFile, FileParts} from './parts.ts'
import {isKept, readWhole, sealOf} from './whole-file.ts'

/** Enough to tell a bill of materials, whose marker keys stand first. */
const headBytes = 512
const bomHeadBytes = 4096

/** What stays the same for every file of a source. */
export interface Reading {
  readonly source: Source
  readonly detectors: readonly Detector[]
  readonly context: DetectorContext
  readonly watch: Watch
  /** where what is read is kept: {@link KeptParts.realm} */
  readonly realm?: string | undefined
}

/** @returns undefined for a file of ours, or one that nobody claims and whose first bytes would change nothing */
export function claim(detectors: readonly Detector[], file: FileEntry): ClaimedFile | undefined {
  if (hasOwnName(file.path)) return undefined
  const named = claimantsByName(detectors, file)
  return named.length === 0 && (file.remote === true || file.installed === true || !isHeadWorth(file))
    ? undefined
    : {file, named}
}

/** Detectors that read a file whatever its first bytes are. */
export function claimantsByName(detectors: readonly Detector[], file: FileEntry): readonly Detector[] {
  return candidatesFor(detectors, file).filter(detector => detector.required(file))
}

/** Opens a file once, and hands it to all its claimants. */
export async function readFile(reading: Reading, {file, named}: ClaimedFile): Promise<FileParts> {
  const {source, detectors, watch, realm} = reading
  const {path} = file
  const key = fileKey(path)
  const givenUp = watch.givenUp.get(key)
  if (givenUp !== undefined) return {path, parts: [], gaps: [gapOfGivenUp(path, givenUp)]}
  const parts: FileParts['parts'][number][] = []
  watch.begin(key)
  try {
    const opened = await source.open(path)
    try {
      // of those that nobody claims by name a few bytes are read, which costs less than hashing them
      const whole = realm !== undefined && named.length > 0 && isKept(opened) ? await readWhole(opened) : undefined
      const content = whole?.file ?? opened
      const {context, asked} = noticingSiblings(reading.context)
      const claimants =
        named.length > 0
          ? await withoutDocuments(named, content)
          : await byHead(candidatesFor(detectors, file), content)
      for (const detector of claimants)
        parts.push({detector: detector.id, extraction: await extract(detector, content, context)})
      const isClosed = realm !== undefined && whole !== undefined && asked.size === 0
      return {path, parts, gaps: [], ...(isClosed && {seal: sealOf(realm, file, whole.sha256)})}
    } finally {
      opened.close?.()
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {path, parts, gaps: [{path, stage: 'extract', code: gapCodeOf(error), message: error.message}]}
  } finally {
    watch.end(key)
  }
}

/** @returns the context, and the paths of the files that were asked for through it */
function noticingSiblings(context: DetectorContext): {
  readonly context: DetectorContext
  readonly asked: ReadonlySet<string>
} {
  const asked = new Set<string>()
  const sibling = (path: string): Promise<OpenFile | undefined> => {
    asked.add(path)
    return context.sibling(path)
  }
  return {context: {...context, sibling}, asked}
}

function candidatesFor(detectors: readonly Detector[], {ignored, installed}: FileEntry): readonly Detector[] {
  if (installed === true) return detectors.filter(({wantsInstalled}) => wantsInstalled === true)
  return ignored === true ? detectors.filter(({wantsIgnored}) => wantsIgnored === true) : detectors
}

/** A detector that fails on a file is a bug of ours, and a gap: what the other files hold is not lost for it. */
async function extract(detector: Detector, file: OpenFile, context: DetectorContext): Promise<Extraction> {
  try {
    return await detector.extract(file, context)
  } catch (error) {
    if (error instanceof AibomError || context.signal.aborted) throw error
    const message = `${detector.id} failed on it, which is a bug in aibom: ${messageOf(error)}`
    return {assets: [], gaps: [{path: file.path, stage: 'extract', code: 'reader-crashed', message}]}
  }
}

/** A bill of materials is listed, never scanned as configuration; a policy or lock of aibom is neither. */
async function withoutDocuments(claimants: readonly Detector[], file: OpenFile): Promise<readonly Detector[]> {
  if (!/\.(json|xml|ya?ml|spdx)$/.test(file.path)) return claimants
  const head = new TextDecoder('latin1').decode(await readHead(file, bomHeadBytes))
  if (recogniseBom(head) !== undefined) return [boms]
  return (await isOwnFile(file, head)) ? [] : claimants.filter(detector => detector !== boms)
}

async function byHead(candidates: readonly Detector[], file: OpenFile): Promise<readonly Detector[]> {
  const head = await readHead(file, headBytes)
  return candidates.filter(detector => detector.required(file, head))
}

async function readHead(file: OpenFile, length: number): Promise<Uint8Array> {
  const reader = await file.bytes()
  const available = reader.byteLength < BigInt(length) ? Number(reader.byteLength) : length
  return reader.read(0n, available).slice()
}
