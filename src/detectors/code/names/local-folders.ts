import {hasFileEnding} from '../../../catalog/models/model-names.ts'
import {hubReference} from '../../../catalog/references/hub.ts'
import {isLocalPath, modelReference} from '../../../catalog/references/model.ts'
import {isKnownValue} from '../../../catalog/references/reference.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import type {Asset, Relationship} from '../../../inventory/asset.ts'
import {localId} from '../../../inventory/identity.ts'
import {folderOf, pathIn} from '../../../lib/path.ts'
import {withoutTrailing} from '../../../lib/text/text.ts'
import {isWriter, type LocalFolder, pathText} from '../files.ts'
import type {Finder} from '../finder.ts'

const drive = /^[A-Za-z]:\//

/** The folder that stands where a model's name was expected; undefined for one that the module itself writes. */
export function localFolder(finder: Finder, value: Resolved): LocalFolder | undefined {
  const text = pathText(value)
  if (text === undefined || !isKnownValue(text) || text.replace(drive, '').includes(':') || hasFileEnding(text))
    return undefined
  const isEnd = value.kind === 'partial'
  if (!isEnd && !isLocalPath(text) && !text.includes('/')) return undefined
  const path = withoutTrailing(text, '/').replace(/^(?:\.\/+)+/, '')
  if (!/[\p{L}\d]/u.test(path) || hubReference(text) !== undefined || modelReference(text) !== undefined)
    return undefined
  return writes(finder, value) ? undefined : {from: finder.module.path, path, isEnd}
}

/** Identity of the model in a folder that code names; the folder's own where the source has it. */
export function folderModelId(path: string): string {
  return localId('model', path)
}

function writes(finder: Finder, {place, ...value}: Resolved): boolean {
  const {module} = finder
  const sought = JSON.stringify(value)
  return module.calls.some(
    ({call, scope}) =>
      place.path === module.path &&
      call.args.some(
        ({name, value: given}) =>
          (name === 'output_dir' || isWriter(call)) &&
          finder.resolver
            .resolve(given, {module, scope})
            .some(({place: _place, ...one}) => JSON.stringify(one) === sought),
      ),
  )
}

/** What code found, with the models in folders of the source under the identity of the folder. */
export interface Placed {
  readonly assets: readonly Asset[]
  readonly relationships: readonly Relationship[]
}

/**
 * Looks the folders up in the source: below its root, and below each folder above the module. Where several are there
 * none is chosen. An end of a path that leads nowhere names nothing. Pure.
 * @param paths of all files of the source
 * @returns puts what was found where the folders are
 */
export function folderPlacer(folders: readonly LocalFolder[], paths: Iterable<string>): (found: Placed) => Placed {
  if (folders.length === 0) return found => found
  const here = allFolders(paths)
  const idOf = new Map<string, string | undefined>()
  for (const {from, path, isEnd} of folders) {
    const id = folderModelId(path)
    const [folder, ...others] = new Set(candidates(from, path).filter(one => here.has(one)))
    if (folder !== undefined && others.length === 0) idOf.set(id, folderModelId(folder))
    else if (!isEnd) idOf.set(id, idOf.get(id) ?? id)
    else if (!idOf.has(id)) idOf.set(id, undefined)
  }
  const placed = (id: string): string | undefined => (idOf.has(id) ? idOf.get(id) : id)
  return ({assets, relationships}) => ({
    assets: assets.flatMap(asset => {
      const id = placed(asset.id)
      return id === undefined ? [] : [{...asset, id}]
    }),
    relationships: relationships.flatMap(relationship => {
      const from = placed(relationship.from)
      const to = placed(relationship.to)
      return from === undefined || to === undefined ? [] : [{...relationship, from, to}]
    }),
  })
}

function candidates(from: string, path: string): string[] {
  if (/^[/~]/.test(path) || drive.test(path)) return []
  const above: string[] = ['']
  for (let folder = folderOf(from); folder !== ''; folder = folderOf(folder)) above.push(folder)
  return above.flatMap(folder => pathIn(folder, path) ?? []).filter(one => one !== '')
}

function allFolders(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder)
  return folders
}
