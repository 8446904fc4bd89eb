import {addTo} from '../../../lib/group.ts'
import {normalisePypiName} from '../../../lib/names/purl.ts'
import type {Declared, Edge, LockNote, ManifestNote} from '../notes.ts'

/**
 * A requirements list that pip-compile or uv wrote, as the lock that it is: every version is pinned, and either its
 * comments say what needs each package or the list that it was made from lies beside it.
 * @param sources paths of all requirements files
 * @returns undefined for a list that people keep
 */
export function compiledLock(note: ManifestNote, sources: ReadonlySet<string>): LockNote | undefined {
  if (note.dialect !== 'requirements' || note.declared.length === 0 || note.declared.some(isOpen)) return undefined
  if (!sources.has(sourceOf(note.path)) && note.declared.every(entry => entry.neededBy === undefined)) return undefined
  const edges = edgesByName(note.declared)
  const isSaid = note.declared.some(entry => entry.neededBy !== undefined)
  return {
    kind: 'lock',
    dialect: 'requirements',
    path: note.path,
    packages: note.declared.map(({range: _pin, ...entry}) => ({
      ...entry,
      edges: edges.get(normalisePypiName(entry.name)) ?? [],
      ...(isSaid ? {direct: entry.direct} : {direct: false}),
    })),
  }
}

/** `requirements.txt` is compiled from `requirements.in`. */
export function sourceOf(path: string): string {
  return path.endsWith('.txt') ? `${path.slice(0, -'.txt'.length)}.in` : ''
}

function isOpen(entry: Declared): boolean {
  return (
    entry.role !== undefined ||
    (entry.version === undefined && (entry.origin === undefined || entry.origin.kind === 'index'))
  )
}

function edgesByName(declared: readonly Declared[]): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>()
  for (const entry of declared) {
    for (const needer of entry.neededBy ?? []) {
      const name = normalisePypiName(needer)
      addTo(edges, name, {name: entry.name})
    }
  }
  return edges
}
