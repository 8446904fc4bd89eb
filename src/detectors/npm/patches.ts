import {baseName, folderOf} from '../../lib/path.ts'
import {folderFrom} from './folder.ts'
import type {Patch} from './lock.ts'
import type {NpmNote} from './projects.ts'
import {splitAt} from './spec.ts'

/** Real names have some 60 characters. */
const nameLimit = 300

/**
 * A file of patch-package: `patches/@scope+name+1.0.0.patch`, `parent++name+1.0.0+001+why.patch`,
 * `name+1.0.0.dev.patch`.
 * @returns undefined for any other path
 */
export function patchOfFile(path: string): Patch | undefined {
  const base = baseName(path)
  if (!base.endsWith('.patch') || !`/${folderOf(path)}`.endsWith('/patches') || base.length > nameLimit)
    return undefined
  const parts = (base.slice(0, -'.patch'.length).split('++').at(-1) ?? '').split('+')
  const at = parts.findIndex(part => /^\d+\.\d+\.\d+/.test(part))
  if (at < 1) return undefined
  const named = parts.slice(0, at)
  if (named.length > (named[0]?.startsWith('@') === true ? 2 : 1)) return undefined
  return {name: named.join('/'), range: parts[at]?.replace(/\.dev$/, ''), path}
}

/** All patches that manifests, workspaces and locks name, and the files of patch-package. */
export function patchesOf(notes: readonly NpmNote[]): Patch[] {
  return notes.flatMap(patchesOfNote)
}

function patchesOfNote(note: NpmNote): Patch[] {
  switch (note.kind) {
    case 'patch':
      return [note.patch]
    case 'manifest':
      return toPatches(note.manifest.patches, note.manifest.folder)
    case 'workspace':
      return toPatches(note.workspace.patches, note.workspace.folder)
    case 'lock':
      return toPatches(note.lock.patches ?? new Map(), note.lock.folder)
  }
}

function toPatches(patches: ReadonlyMap<string, string>, folder: string): Patch[] {
  return [...patches].map(([key, path]) => {
    const [name, range] = splitAt(key)
    return {name, range, path: path === '' ? '' : folderFrom(folder, path)}
  })
}
