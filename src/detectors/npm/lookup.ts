import {baseName, folderOf} from '../../lib/path.ts'
import {type DescriptorIndex, findDescriptor} from './locks/yarn-descriptors.ts'

/** Folders above a package in which its dependencies are looked for; real ones lie some 30 deep. */
const climbLimit = 128

/** How a lock tells which of its packages a project gets. Plain data, as all that is noted of a file. */
export type Lookup =
  /** pnpm: folder of the project → alias → key */
  | {readonly by: 'project'; readonly keys: ReadonlyMap<string, ReadonlyMap<string, string>>}
  /** npm, bun: the nearest place above that of the project */
  | {
      readonly by: 'place'
      readonly style: PlaceStyle
      /** folder of the project → its place in the lock */
      readonly starts: ReadonlyMap<string, string>
      /** place → key; undefined where a link leads nowhere */
      readonly keys: ReadonlyMap<string, string | undefined>
    }
  /** yarn: `name@range` */
  | {readonly by: 'descriptor'; readonly index: DescriptorIndex}
  /** deno: `name@range`, as it is written */
  | {readonly by: 'specifier'; readonly keys: ReadonlyMap<string, string>}

/** `modules`: `a/node_modules/b` · `names`: `a/b`, where a scope and its name are one step */
export type PlaceStyle = 'modules' | 'names'

/** Key of the package that a project in `folder` gets for a dependency; undefined when the lock has none. */
export function findLocked(lookup: Lookup, folder: string, alias: string, spec: string): string | undefined {
  switch (lookup.by) {
    case 'project':
      return lookup.keys.get(folder)?.get(alias)
    case 'place': {
      const place = findPlace(lookup.keys, lookup.style, lookup.starts.get(folder) ?? '', alias)
      return place === undefined ? undefined : lookup.keys.get(place)
    }
    case 'descriptor':
      return findDescriptor(lookup.index, alias, spec)
    case 'specifier':
      return lookup.keys.get(`${alias}@${spec}`)
  }
}

/** As node looks for a module: in the place itself, then in each above it, then at the top. */
export function findPlace(
  places: ReadonlyMap<string, unknown>,
  style: PlaceStyle,
  from: string,
  name: string,
): string | undefined {
  const inner = style === 'modules' ? `node_modules/${name}` : name
  let base = from
  for (let climbed = 0; climbed < climbLimit; climbed++) {
    const place = base === '' ? inner : `${base}/${inner}`
    if (places.has(place)) return place
    if (base === '') return undefined
    base = style === 'modules' ? folderOf(base) : parentOf(base)
  }
  return undefined
}

/** Without the last name, which has two segments where it is scoped. */
export function parentOf(place: string): string {
  const parent = folderOf(place)
  const segment = baseName(parent)
  return segment.startsWith('@') ? parent.slice(0, Math.max(0, parent.length - segment.length - 1)) : parent
}
