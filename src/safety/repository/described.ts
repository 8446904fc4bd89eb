import type {ByteSpan} from '../../inventory/file-safety.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import {bytesNotRead} from '../../rules/bytes-not-read.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {indexDiffers} from '../../rules/index-differs.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {CoverageMap} from '../coverage.ts'
import {leadsOut} from '../paths.ts'
import type {RepositoryView} from './view.ts'

/** Weights are aligned, and what is between them is zero. */
const paddingLimit = 64 * 1024

/** Data that a graph keeps in files of their own: they must be there, be long enough, and hold nothing else. */
export async function examineDescribed(view: RepositoryView): Promise<void> {
  for (const [path, {format, map}] of gather(view)) {
    for (const {begin, end} of map.result().uncovered) if (await isPadding(view, path, begin, end)) map.add(begin, end)
    view.account(path, format, map.spans())
  }
}

/** What all files of the repository together say of each file of data. */
function gather(view: RepositoryView): Map<string, {readonly format: string; readonly map: CoverageMap}> {
  const found = new Map<string, {readonly format: string; readonly map: CoverageMap}>()
  for (const {path, format = '', links} of view.files.values()) {
    for (const [name, spans] of links?.described ?? []) {
      const place = placeOf(view, path, name, spans)
      if (place === undefined) continue
      const known = found.get(place.path) ?? {format: `${format}-weights`, map: new CoverageMap(place.byteLength)}
      found.set(place.path, known)
      for (const {begin, end} of spans) known.map.add(begin, end)
    }
  }
  return found
}

/** The file that is meant; what is wrong with it is a finding of the one that names it. */
function placeOf(view: RepositoryView, path: string, name: string, spans: readonly ByteSpan[]) {
  const place = leadsOut(name) ? undefined : pathIn(folderOf(path), name)
  if (place === undefined) return undefined
  if (view.linksOut.has(place)) {
    view.find(path, pathOutside, `its weights ${name} are a link that leads out of the folder`, {evidence: name})
    return undefined
  }
  const byteLength = view.byteLengths.get(place)
  if (byteLength === undefined) {
    if (view.isWhole) view.find(path, indexDiffers, `its weights ${name} are not there`, {evidence: name})
    else view.find(path, bytesNotRead, `its weights ${name} were not looked at: inspect the folder`, {evidence: name})
    return undefined
  }
  const end = spans.at(-1)?.end ?? 0
  if (end > byteLength)
    view.find(path, headerLayout, `it needs ${end} bytes of ${name}, which has ${byteLength}`, {evidence: name})
  return {path: place, byteLength}
}

async function isPadding(view: RepositoryView, path: string, begin: number, end: number): Promise<boolean> {
  if (end - begin > paddingLimit) return false
  const bytes = await view.bytes(path, begin, end - begin)
  return bytes?.every(byte => byte === 0) === true
}
