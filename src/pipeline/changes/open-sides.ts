import {withoutEqualComponents} from '../../bom/equal/components.ts'
import {parseAnyBom} from '../../bom/read/parse.ts'
import {readParsedBom} from '../../bom/read/read.ts'
import type {EqualKinds} from '../../drift/compare.ts'
import {bomFile, toOpened} from '../open-inventory.ts'
import {inventorySide, type OpenedSide, openComparable, type SideOptions} from './open-side.ts'

/** Two sides, and what both have alike and neither carries. */
export interface OpenedSides {
  readonly before: OpenedSide
  readonly after: OpenedSide
  readonly equal: EqualKinds
}

/**
 * Opens both sides of a comparison. Of two BOMs only what may differ is read.
 * @throws {AibomError} for a side that cannot be read
 */
export async function openSides(old: string, now: string, options: SideOptions): Promise<OpenedSides> {
  const [oldText, newText] = [bomFile(old, options), bomFile(now, options)]
  if (oldText === undefined || newText === undefined) {
    return {before: await openComparable(old, options), after: await openComparable(now, options), equal: new Map()}
  }
  const {documents, equal} = withoutEqualComponents(parseAnyBom(oldText(), old), parseAnyBom(newText(), now))
  const [before, after] = documents
  return {
    before: inventorySide(toOpened(readParsedBom(before, old))),
    after: inventorySide(toOpened(readParsedBom(after, now))),
    equal,
  }
}
