import semver from 'semver'
import {folderOf} from '../../lib/path.ts'
import type {Entry, Note} from './notes.ts'

/** The locks of one source, by the folder they lie in. */
export class Locks {
  readonly #byFolder = new Map<string, {note: Note; byName: ReadonlyMap<string, readonly Entry[]>}[]>()

  constructor(notes: readonly Note[]) {
    for (const note of notes) {
      if (note.role !== 'lock') continue
      const key = `${note.ecosystem}\0${lockFolder(note.path)}`
      const known = {note, byName: grouped(note)}
      const same = this.#byFolder.get(key)
      if (same === undefined) this.#byFolder.set(key, [known])
      else same.push(known)
    }
  }

  /** What the nearest lock at or above a manifest pins for a name. */
  pinnedFor(name: string, range: string | undefined, manifest: Note): Entry | undefined {
    for (let folder = folderOf(manifest.path); ; folder = folderOf(folder)) {
      for (const {byName} of this.#byFolder.get(`${manifest.ecosystem}\0${folder}`) ?? []) {
        const found = chosen(byName.get(keyOfName(name)) ?? [], range)
        if (found !== undefined) return found
      }
      if (folder === '') return undefined
    }
  }
}

/** Xcode keeps Package.resolved inside of its project. */
function lockFolder(path: string): string {
  const folder = folderOf(path)
  const at = folder.indexOf('.xcodeproj')
  return at === -1 ? folder : folder.slice(0, at + '.xcodeproj'.length)
}

/** A lock and the manifests beside it may spell one name in different cases. */
export function keyOfName(name: string): string {
  return name.toLowerCase()
}

function grouped({entries}: Note): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const same = groups.get(keyOfName(entry.name))
    if (same === undefined) groups.set(keyOfName(entry.name), [entry])
    else same.push(entry)
  }
  return groups
}

/** Of several versions the one that the range allows; a bare version of Cargo is a caret range. */
function chosen(entries: readonly Entry[], range: string | undefined): Entry | undefined {
  if (entries.length < 2 || range === undefined || range.length > 100) return entries[0]
  const asked = /^\d/.test(range) ? `^${range}` : range
  return (
    entries.find(({version}) => version !== undefined && semver.satisfies(version, asked, {includePrerelease: true})) ??
    entries[0]
  )
}
