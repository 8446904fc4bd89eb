import {all as detectors} from '../../detectors/all.ts'
import type {Detector} from '../../detectors/detector.ts'
import type {Change} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {GapCode} from '../../inventory/gap-code.generated.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {groupBy} from '../../lib/group.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import {listed} from '../../lib/text/listed.ts'
import {claimantsByName} from '../extract/read-file.ts'
import type {Blind} from './blind.ts'
import type {Gate} from './open-gate.ts'

/** Of a file with such a gap nothing is known. */
const unreadCodes: ReadonlySet<GapCode> = new Set(['too-large', 'unreadable', 'budget-exceeded', 'reader-crashed'])
/** Folders that are looked up in the commit. */
const folderLimit = 1000

/**
 * Files in which AI may be although nothing was read of them: new ones, and those that a file which held what is gone
 * has become by another ending.
 * @param before the baseline, and the changes against it
 * @param namesAt what the folders of the source had when the baseline was committed
 */
export function lostFiles(
  {before, changes}: {readonly before: Side; readonly changes: readonly Change[]},
  {gaps, paths}: Inventory,
  namesAt: Gate['namesAt'],
): Blind[] {
  const gone = changes.filter(({class: name}) => name === 'asset-removed')
  // a BOM does not say which folder its paths are of
  if (paths === undefined) return []
  const renamed = gone.length === 0 ? [] : renamedFiles(gone, {before, paths, namesAt})
  const names = listed(gone.map(({name}) => name))
  return [
    ...gaps
      .filter(gap => isNewAndUnread(gap, namesAt))
      .map(({path, message}) => ({path, message: `${path} is new and was not read: ${message}`})),
    ...renamed.map(({from, to}) => ({
      path: to,
      message: `${from} is gone, and ${to} is not read; what is gone may still be there: ${names}`,
    })),
  ]
}

function isNewAndUnread({path, stage, code}: Gap, namesAt: Gate['namesAt']): boolean {
  if (path === '' || (stage !== 'walk' && stage !== 'extract') || !unreadCodes.has(code)) return false
  return namesAt(folderOf(path))?.has(baseName(path)) === false
}

interface Present {
  readonly before: Side
  readonly paths: ReadonlySet<string>
  readonly namesAt: Gate['namesAt']
}

/** Files that nobody who finds such assets reads, beside where one of the same name with another ending was read. */
function renamedFiles(gone: readonly Change[], {before, paths, namesAt}: Present): {from: string; to: string}[] {
  const readers = detectors.filter(({finds}) => gone.some(({kind}) => finds.includes(kind)))
  const ids = new Set(gone.map(({id}) => id))
  const homes = before.entries.flatMap(entry => (ids.has(entry.id) ? entry.paths : []))
  const unread = groupBy(
    [...paths].filter(path => !isReadBy(readers, path)),
    folderOf,
  )
  return [...unread].slice(0, folderLimit).flatMap(([folder, files]) => {
    const names = [...(namesAt(folder) ?? [])].map(name => (folder === '' ? name : `${folder}/${name}`))
    const known = [...homes.filter(path => folderOf(path) === folder), ...names]
    const lost = known.filter(path => !paths.has(path) && isReadBy(readers, path))
    const byStem = new Map(lost.map(path => [stemOf(path), path]))
    return files.flatMap(to => {
      const from = byStem.get(stemOf(to))
      return from === undefined ? [] : [{from, to}]
    })
  })
}

function isReadBy(readers: readonly Detector[], path: string): boolean {
  return claimantsByName(readers, {path, byteLength: 0n, known: []}).length > 0
}

/** `src/app` of `src/app.py` and of `src/app.py.bak`. */
function stemOf(path: string): string {
  const name = baseName(path)
  const dot = name.indexOf('.', 1)
  return path.slice(0, path.length - name.length) + (dot === -1 ? name : name.slice(0, dot))
}
