import {baseName, folderOf} from '../../lib/path.ts'
import type {Lock, Patch} from './lock.ts'
import type {Manifest} from './manifest.ts'
import {isMember, type Workspace} from './workspace.ts'

/** What one file gave; put together after the walk. */
export type NpmNote =
  | {readonly kind: 'manifest'; readonly manifest: Manifest}
  | {readonly kind: 'lock'; readonly lock: Lock}
  | {readonly kind: 'workspace'; readonly workspace: Workspace}
  | {readonly kind: 'patch'; readonly patch: Patch}

/** The manifests of a source, and how they belong together. */
export interface Projects {
  readonly manifests: ReadonlyMap<string, Manifest>
  readonly locks: readonly Lock[]
  /** folder of a member → folder of its workspace */
  readonly workspaceOf: ReadonlyMap<string, string>
  /** manifests of the members, by the folder of the workspace and the name */
  memberNamed(workspace: string, name: string): Manifest | undefined
  /** The range behind `catalog:name`, as the nearest workspace above defines it. */
  catalogRange(folder: string, catalog: string, name: string): string | undefined
  /** Names that a workspace overrules. */
  overriddenIn(folder: string): readonly string[]
}

/** Finds members of workspaces, and leaves out locks that their package manager ignores. */
export function toProjects(notes: readonly NpmNote[]): Projects {
  const manifests = new Map(
    notes.flatMap(note => (note.kind === 'manifest' ? [[note.manifest.folder, note.manifest] as const] : [])),
  )
  const workspaces = new Map(
    notes.flatMap(note => (note.kind === 'workspace' ? [[note.workspace.folder, note.workspace] as const] : [])),
  )
  const locks = withoutIgnored(notes.flatMap(note => (note.kind === 'lock' ? [note.lock] : [])))
  const workspaceOf = findMembers(manifests, workspaces, locks)
  const membersByName = new Map<string, Manifest>()
  for (const [member, workspace] of workspaceOf) {
    const manifest = manifests.get(member)
    if (manifest?.name !== undefined) membersByName.set(`${workspace}\n${manifest.name}`, manifest)
  }
  return {
    manifests,
    locks,
    workspaceOf,
    memberNamed: (workspace, name) => membersByName.get(`${workspace}\n${name}`),
    catalogRange(folder, catalog, name) {
      for (const above of foldersUp(folder)) {
        const range = (
          workspaces.get(above)?.catalogs.get(catalog) ?? manifests.get(above)?.catalogs.get(catalog)
        )?.get(name)
        if (range !== undefined) return range
      }
      return undefined
    },
    overriddenIn: folder => [
      ...(manifests.get(folder)?.overridden ?? []),
      ...(workspaces.get(folder)?.overridden ?? []),
    ],
  }
}

/** npm does not look at package-lock.json where npm-shrinkwrap.json lies beside it. */
function withoutIgnored(locks: readonly Lock[]): Lock[] {
  const shrinkwrapped = new Set(
    locks.flatMap(({path, folder}) => (baseName(path) === 'npm-shrinkwrap.json' ? [folder] : [])),
  )
  return locks.filter(({path, folder}) => baseName(path) !== 'package-lock.json' || !shrinkwrapped.has(folder))
}

/** By what the locks say, else by the globs of the nearest workspace above that takes the folder in. */
function findMembers(
  manifests: ReadonlyMap<string, Manifest>,
  workspaces: ReadonlyMap<string, Workspace>,
  locks: readonly Lock[],
): ReadonlyMap<string, string> {
  const workspaceOf = new Map<string, string>()
  for (const lock of locks) {
    for (const folder of lock.importers.keys()) if (folder !== lock.folder) workspaceOf.set(folder, lock.folder)
  }
  for (const folder of manifests.keys()) {
    if (folder === '' || workspaceOf.has(folder)) continue
    const above = foldersUp(folder).find(
      one => one !== folder && takesIn(one, folder, workspaces.get(one)?.globs ?? manifests.get(one)?.workspaces),
    )
    if (above !== undefined) workspaceOf.set(folder, above)
  }
  return workspaceOf
}

function takesIn(workspace: string, folder: string, globs: readonly string[] | undefined): boolean {
  return globs !== undefined && isMember(globs, workspace === '' ? folder : folder.slice(workspace.length + 1))
}

/** The folder itself, its parent, and so on to the root. */
export function foldersUp(folder: string): string[] {
  const folders = [folder]
  for (let at = folder; at !== ''; ) {
    at = folderOf(at)
    folders.push(at)
  }
  return folders
}
