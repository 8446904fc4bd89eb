import type {Asset, Relationship} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import {addTo} from '../../lib/group.ts'
import {keyOfName} from './locks.ts'
import type {Entry, Note, PackageScope} from './notes.ts'

/** Position of the entries of a lock by `name` and by `name@version`. */
function positions({entries}: Note): Map<string, number> {
  const byKey = new Map<string, number>()
  for (const [at, {name, version}] of entries.entries()) {
    const key = keyOfName(name)
    if (!byKey.has(key)) byKey.set(key, at)
    byKey.set(`${key}@${version}`, at)
  }
  return byKey
}

function needed(entry: Entry, byKey: ReadonlyMap<string, number>): number[] {
  return (entry.needs ?? []).flatMap(need => byKey.get(keyOfName(need)) ?? [])
}

/** The edges that a lock states. */
export function edgesOf(note: Note, assets: readonly Asset[]): Relationship[] {
  const byKey = positions(note)
  return note.entries.flatMap((entry, at) => {
    const from = assets[at]
    if (from === undefined) return []
    return needed(entry, byKey).flatMap((to): Relationship[] => {
      const target = assets[to]
      return target === undefined || to === at ? [] : [{from: keyOf(from), to: keyOf(target), kind: 'depends-on'}]
    })
  })
}

/** A declaration, with what a lock pins for it. */
export interface Pinning {
  readonly entry: Entry
  readonly pinned: Entry | undefined
}

function seedsOf(declared: readonly Pinning[]): Map<Entry, PackageScope[]> {
  const seeds = new Map<Entry, PackageScope[]>()
  for (const {entry, pinned} of declared) if (pinned !== undefined) addTo(seeds, pinned, entry.scope)
  return seeds
}

/** What only tests and builds reach is theirs; a lock whose manifests are not known says nothing. */
export function scopesOf(note: Note, declared: readonly Pinning[]): Map<Entry, PackageScope> {
  const scopes = new Map<Entry, PackageScope>()
  const seeds = seedsOf(declared)
  const isStated = note.entries.some(({scope}) => scope !== 'runtime')
  const starts = note.entries.filter(entry => seeds.has(entry))
  if (isStated || starts.length === 0) return scopes
  const byKey = positions(note)
  for (const scope of ['runtime', 'optional', 'dev'] as const) {
    const open = starts.filter(entry => seeds.get(entry)?.includes(scope) === true)
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      if (scopes.has(entry)) continue
      scopes.set(entry, scope)
      for (const at of needed(entry, byKey)) {
        const next = note.entries[at]
        if (next !== undefined) open.push(next)
      }
    }
  }
  return scopes
}
