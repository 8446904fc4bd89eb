import {resolve} from 'node:path'
import {conform} from '../../../bom/check/conform.ts'
import {AibomError} from '../../../lib/errors.ts'
import {toJsonText} from '../../../lib/escape/json.ts'
import {asRecord} from '../../../lib/narrow.ts'
import {parseUniqueJson} from '../../../lib/parse/json.ts'
import {readStoredBom, type SourceSpan, sourceSpans} from '../../../store/history.ts'
import {openStore, type Store, usable} from '../../../store/open-store.ts'
import {isNamedBy} from '../../../store/sources.ts'
import {networkOf} from '../../network.ts'
import {type FleetOptions, storeAddress} from '../database.ts'
import {dependencyTrackSink} from './dependency-track-sink.ts'
import {folderSink} from './folder-sink.ts'
import type {FleetPushResult} from './result.generated.ts'
import {type PushedVersion, pushedVersions, type Sink} from './sink.ts'

/** What `aibom fleet push` is asked. */
export interface FleetPushOptions extends FleetOptions {
  readonly sink: FleetPushResult['sink']
  /** the folder or the address, as typed */
  readonly target: string
  /** part of an address or a name */
  readonly only: string | undefined
  /** the newest version to write; what the sink takes is older where it has to be */
  readonly specVersion: PushedVersion
  readonly refresh: boolean
  readonly deadline: number
}

/**
 * `aibom fleet push`: the BOMs of the fleet, as they were last read, to a folder or a server that people have. A
 * document in a newer version than the sink takes is put into an older one; what that has no place for is counted.
 * @throws {AibomError} of the sink, where nothing can be pushed to it; those of the database
 */
export async function pushFleet(options: FleetPushOptions): Promise<FleetPushResult> {
  await using store = await openStore(storeAddress(options), 'read')
  const spans = await usable(store.shown, () => sourceSpans(store, 0))
  const {only} = options
  const wanted = only === undefined ? spans : spans.filter(span => isNamedBy(span, only))
  const sink = await openSink(options)
  const result: FleetPushResult = {
    schemaVersion: 1,
    sink: options.sink,
    target: options.target,
    pushed: [],
    failed: [],
    notRead: [],
  }
  for (const [at, span] of wanted.entries()) {
    options.signal.throwIfAborted()
    if (span.after === undefined) result.notRead.push(span.name)
    else
      await pushOne({...span, after: span.after}, store, sink, {
        result,
        newest: older(sink.newest, options.specVersion),
      })
    options.progress.swept?.(at + 1, wanted.length)
  }
  return result
}

async function openSink(options: FleetPushOptions): Promise<Sink> {
  const {sink, target, cwd, env} = options
  const folder = {absolutePath: resolve(cwd, target), shown: target}
  switch (sink) {
    case 'folder':
      return folderSink(folder, '1.7')
    case 'guac':
      // its releases read no newer one
      return folderSink(folder, '1.6')
    case 'dependency-track':
      return dependencyTrackSink(target, await networkOf(options)(), env)
  }
}

/** One that is refused is named, and the others go on. */
async function pushOne(
  {name, address, after}: SourceSpan & {readonly after: string},
  store: Store,
  sink: Sink,
  {result, newest}: {readonly result: FleetPushResult; readonly newest: PushedVersion},
): Promise<void> {
  try {
    const text = await usable(store.shown, () => readStoredBom(store, after))
    const {document, specVersion, lost} = inVersion(text, newest)
    const as = await sink.push({name, address, sha256: after, document})
    result.pushed.push({address, name, as, specVersion, lost})
  } catch (error) {
    if (!(error instanceof AibomError) || /^AIBOM_DATABASE_/.test(error.code)) throw error
    result.failed.push({address, name, code: error.code, message: error.message})
  }
}

/** A document that is old enough stays as it is, to the byte. */
function inVersion(
  text: string,
  newest: PushedVersion,
): {readonly document: string; readonly specVersion: string; readonly lost: number} {
  const record = asRecord(parseUniqueJson(text))
  const stated = String(record?.['specVersion'] ?? '')
  const version = pushedVersions.find(each => each === stated)
  if (record === undefined || version === undefined || older(version, newest) === version)
    return {document: text, specVersion: stated, lost: 0}
  // a signature holds for the document as it was
  const {signature, ...unsigned} = record
  const {document, lost} = conform(unsigned, newest)
  return {
    document: toJsonText(document),
    specVersion: newest,
    lost: [...lost].length + (signature === undefined ? 0 : 1),
  }
}

function older(a: PushedVersion, b: PushedVersion): PushedVersion {
  return pushedVersions.indexOf(a) < pushedVersions.indexOf(b) ? a : b
}
