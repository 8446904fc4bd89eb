import {readBom} from '../../bom/read/read.ts'
import {compareSides} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import {projectInventory} from '../../drift/project.ts'
import {countBySeverity} from '../../inventory/severity.ts'
import {parseSince} from '../../lib/time/since.ts'
import {readStoredBom, type SourceSpan, sourceSpans} from '../../store/history.ts'
import {openStore, type Store, usable} from '../../store/open-store.ts'
import {describeChange} from '../changes/diff.ts'
import type {Watch} from '../worker/watch.ts'
import type {FleetChangesResult} from './changes-result.generated.ts'
import {type FleetOptions, storeAddress} from './database.ts'

/** What `aibom fleet changes` is asked. */
export interface FleetChangesOptions extends FleetOptions {
  /** as typed: `7d`, `2026-11-01` */
  readonly since: string
  readonly watch?: Watch | undefined
}

/**
 * `aibom fleet changes`: what is different in each source from what it was at a time, with the classes of `diff`.
 * @throws {AibomError} `AIBOM_USAGE` for the time; those of the database
 */
export async function changesOfFleet(options: FleetChangesOptions): Promise<FleetChangesResult> {
  const since = parseSince(options.since, options.now())
  await using store = await openStore(storeAddress(options), 'read')
  return await usable(store.shown, async () => {
    const spans = await sourceSpans(store, since)
    const sources: FleetChangesResult['sources'] = []
    for (const span of spans) {
      options.signal.throwIfAborted()
      if (span.after === undefined || span.before === undefined || span.before === span.after) continue
      const {changes} = compareSides(await sideOf(store, span.before), await sideOf(store, span.after))
      if (changes.length > 0) sources.push({...about(span), changes: changes.map(describeChange)})
    }
    return {
      schemaVersion: 1,
      since: new Date(since).toISOString(),
      counts: countBySeverity(sources.flatMap(({changes}) => changes)),
      sources,
      added: spans.filter(({before, after}) => before === undefined && after !== undefined).map(about),
      notCurrent: spans.filter(({state}) => state !== 'current').map(({name}) => name),
      unchanged: spans.filter(({before, after}) => before !== undefined && before === after).length,
    }
  })
}

async function sideOf(store: Store, sha256: string): Promise<Side> {
  const {inventory, own} = readBom(await readStoredBom(store, sha256), sha256)
  return projectInventory(inventory, 'each', own)
}

function about({name, address, revision, at}: SourceSpan) {
  return {name, address, ...(revision !== undefined && {revision}), at: new Date(at ?? 0).toISOString()}
}
