import type {Extraction} from '../../inventory/inventory.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {AssembleContext} from '../detector.ts'
import {type Assembly, addDeclared, addEdge, addLocal, memberFolder, ownerKey} from './add-package.ts'
import {addLock} from './assemble-lock.ts'
import {collectDrafts} from './drafts.ts'
import {noLockGap} from './drift.ts'
import type {Declared} from './lock.ts'
import type {Manifest} from './manifest.ts'
import {type NpmNote, toProjects} from './projects.ts'

/** Manifests and locks → one graph of packages. */
export function assembleNpm(found: Extraction<NpmNote>, context: AssembleContext): Extraction<NpmNote> {
  const projects = toProjects(sortedBy(found.notes ?? [], pathOf))
  const assembly: Assembly = {projects, context, drafts: collectDrafts(), edges: new Map(), gaps: [...(found.gaps ?? [])]}
  const governed = new Set<string>()
  for (const lock of projects.locks) for (const folder of addLock(lock, assembly)) governed.add(folder)
  for (const manifest of projects.manifests.values()) if (!governed.has(manifest.folder)) addUnlocked(manifest, assembly)
  return {assets: assembly.drafts.assets(), relationships: [...assembly.edges.values()], gaps: assembly.gaps}
}

function pathOf(note: NpmNote): string {
  if (note.kind === 'manifest') return note.manifest.path
  return note.kind === 'lock' ? note.lock.path : note.workspace.folder
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
  if (unlocked.length > 0) assembly.gaps.push(noLockGap(manifest.path, unlocked))
}
