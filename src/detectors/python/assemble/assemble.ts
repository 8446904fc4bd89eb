import type {Extraction} from '../../../inventory/inventory.ts'
import {folderOf} from '../../../lib/path.ts'
import type {AssembleContext} from '../../detector.ts'
import type {LockNote, ManifestNote, Note, Project} from '../notes.ts'
import {mergePackages} from '../packages.ts'
import {type Assembled, assembleLock, type Placed} from './assemble-lock.ts'
import {
  assembleDeclared,
  assembleFolders,
  dynamicGap,
  noLockGap,
  ownEntries,
  type ProjectAt,
  takersOf,
} from './assemble-manifest.ts'
import {compiledLock, sourceOf} from './compiled.ts'
import {isRoot, memberFolder} from './lock-graph.ts'

/**
 * Joins manifests with the lock files beside them: one asset for each package and version, the edges of the locks, and
 * where both disagree.
 */
export function assembleProjects(found: Extraction<Note>, context: AssembleContext): Extraction<Note> {
  const read = manifestsByPath(found.notes ?? [])
  const takers = takersOf(read.values())
  const manifests = [...read.values()].map(manifest => ({...manifest, declared: ownEntries(manifest, read, takers)}))
  const projectAt = projectsOf(manifests)
  const compiled = new Map(manifests.flatMap(manifest => entryOf(compiledLock(manifest, new Set(read.keys())))))
  const written = manifests.filter(manifest => !compiled.has(manifest.path))
  const locks = [...uniqueLocks(found.notes ?? []), ...compiled.values()].map(lock => withOwnVersions(lock, projectAt))
  const joined = new Set<ManifestNote>()
  const results: Assembled[] = []
  for (const note of locks) {
    const own = written.filter(manifest => isJoined(manifest, note))
    for (const manifest of own) joined.add(manifest)
    const result = assembleLock({note, manifests: own, projectAt}, context)
    results.push(result, assembleDeclared([...result.unlocked, ...unjoinedRoles(own)], context))
  }
  for (const manifest of written) {
    if (!joined.has(manifest))
      results.push(assembleDeclared(placedOf(manifest), context), {
        packages: [],
        relationships: [],
        gaps: noLockGap(manifest, context),
      })
  }
  for (const manifest of manifests) results.push(assembleFolders(manifest, projectAt, context))
  const dynamic = written.flatMap(manifest =>
    dynamicGap(
      manifest,
      written.filter(other => folderOf(other.path) === folderOf(manifest.path)),
    ),
  )
  return {
    assets: mergePackages(results.flatMap(({packages}) => packages)),
    relationships: results.flatMap(({relationships}) => relationships),
    gaps: [...(found.gaps ?? []), ...dynamic, ...results.flatMap(({gaps}) => gaps)],
  }
}

/** A file that two others include is read twice. */
function manifestsByPath(notes: readonly Note[]): Map<string, ManifestNote> {
  return new Map(notes.flatMap(note => (note.kind === 'manifest' ? [[note.path, note] as const] : [])))
}

function uniqueLocks(notes: readonly Note[]): LockNote[] {
  return notes.filter(note => note.kind === 'lock')
}

/** A member's own project says its version better than a lock that may be older, or that leaves it out. */
function withOwnVersions(lock: LockNote, projectAt: ProjectAt): LockNote {
  const packages = lock.packages.map(locked => {
    const folder = memberFolder(locked, lock.path)
    const version = folder === undefined ? undefined : projectAt(folder)?.version
    return version === undefined ? locked : {...locked, version}
  })
  return {...lock, packages}
}

function entryOf(note: LockNote | undefined): [string, LockNote][] {
  return note === undefined ? [] : [[note.path, note]]
}

function placedOf(manifest: ManifestNote): Placed[] {
  return manifest.declared.map(entry => ({entry, manifest}))
}

/** Build requirements stand in no lock file. */
function unjoinedRoles(manifests: readonly ManifestNote[]): Placed[] {
  return manifests.flatMap(placedOf).filter(({entry}) => entry.role !== undefined)
}

/** pyproject.toml speaks before setup.cfg, and that before setup.py. */
function projectsOf(manifests: readonly ManifestNote[]): ProjectAt {
  const projects = new Map<string, Project>()
  for (const dialect of ['setup-py', 'setup-cfg', 'pyproject'] as const) {
    for (const manifest of manifests) {
      if (manifest.dialect === dialect && manifest.project !== undefined)
        projects.set(folderOf(manifest.path), manifest.project)
    }
  }
  return folder => projects.get(folder)
}

function isJoined(manifest: ManifestNote, lock: LockNote): boolean {
  const isBeside = folderOf(manifest.path) === folderOf(lock.path)
  const isProject =
    manifest.dialect === 'pyproject' || manifest.dialect === 'setup-cfg' || manifest.dialect === 'setup-py'
  switch (lock.dialect) {
    case 'uv':
      return isProject && (isBeside || isMember(manifest, lock))
    case 'poetry':
    case 'pdm':
    case 'pylock':
      return isProject && isBeside
    case 'pipenv':
      return (
        isBeside && (manifest.dialect === 'pipfile' || (isProject && lock.packages.some(one => isRoot(one, lock.path))))
      )
    case 'requirements':
      return manifest.path === sourceOf(lock.path)
  }
}

function isMember(manifest: ManifestNote, lock: LockNote): boolean {
  const folder = folderOf(manifest.path)
  return lock.packages.some(one => memberFolder(one, lock.path) === folder)
}
