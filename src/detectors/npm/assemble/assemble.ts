import type {Extraction} from '../../../inventory/inventory.ts'
import {sortedBy} from '../../../lib/sort.ts'
import type {AssembleContext} from '../../detector.ts'
import type {Declared} from '../lock.ts'
import type {Manifest} from '../manifest.ts'
import {patchesOf} from '../patches.ts'
import {foldersUp, type NpmNote, toProjects} from '../projects.ts'
import {type Assembly, addDeclared, addEdge, addLocal, memberFolder, ownerKey} from './add-package.ts'
import {addLock} from './assemble-lock.ts'
import {collectDrafts} from './drafts.ts'
import {noLockGap} from './drift.ts'

const lockNames = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
] as const

/** Manifests and locks → one graph of packages. */
export function assembleNpm(found: Extraction<NpmNote>, context: AssembleContext): Extraction<NpmNote> {
  const projects = toProjects(sortedBy(found.notes ?? [], pathOf))
  const assembly: Assembly = {
    projects,
    context,
    drafts: collectDrafts(),
    edges: new Map(),
    gaps: [...(found.gaps ?? [])],
  }
  const governed = new Set<string>()
  for (const lock of projects.locks) for (const folder of addLock(lock, assembly)) governed.add(folder)
  for (const manifest of projects.manifests.values())
    if (!governed.has(manifest.folder)) addUnlocked(manifest, assembly)
  assembly.drafts.patch(patchesOf(found.notes ?? []))
  return {assets: assembly.drafts.assets(), relationships: [...assembly.edges.values()], gaps: assembly.gaps}
}

function pathOf(note: NpmNote): string {
  switch (note.kind) {
    case 'manifest':
      return note.manifest.path
    case 'lock':
      return note.lock.path
    case 'workspace':
      return note.workspace.folder
    case 'patch':
      return note.patch.path
  }
}

/** A manifest that no lock speaks for: what it declares, marked incomplete. */
function addUnlocked(manifest: Manifest, assembly: Assembly): void {
  const from = ownerKey(manifest.folder, undefined, assembly)
  const unlocked: Declared[] = []
  for (const declared of manifest.dependencies) {
    const member = memberFolder(manifest.folder, declared, assembly)
    if (member === undefined) {
      addDeclared(from, declared, manifest.path, manifest.folder, 'no-lock', assembly)
      unlocked.push(declared)
    } else addEdge(assembly, from, addLocal(member, undefined, declared.kind, [], assembly))
  }
  if (unlocked.length > 0)
    assembly.gaps.push(noLockGap(manifest.path, unlocked, ignoredLock(manifest.folder, assembly.context.files)))
}

/**
 * A lock file in the folder or above it that git ignores and does not track: whoever clones the repository has none.
 */
function ignoredLock(folder: string, files: AssembleContext['files']): string | undefined {
  for (const above of foldersUp(folder)) {
    const path = lockNames
      .map(name => (above === '' ? name : `${above}/${name}`))
      .find(one => files.get(one)?.ignored === true)
    if (path !== undefined) return path
  }
  return undefined
}
