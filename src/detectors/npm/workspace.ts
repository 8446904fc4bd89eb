import {asRecord, textsOf} from '../../lib/narrow.ts'
import {parseYaml} from '../../lib/parse/yaml.ts'
import {folderOf} from '../../lib/path.ts'
import {parseCatalogs, parseOverridden, parsePatches} from './manifest.ts'

/** A pnpm-workspace.yaml. */
export interface Workspace {
  readonly folder: string
  readonly globs: readonly string[]
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly overridden: readonly string[]
  readonly patches: ReadonlyMap<string, string>
}

/** Segments in a glob and in a folder; longer ones match nothing. */
const segmentLimit = 64

/** @throws {AibomError} `AIBOM_YAML_INVALID`, `AIBOM_YAML_TOO_DEEP`, `AIBOM_YAML_ALIASES` */
export function parseWorkspace(text: string, path: string): Workspace {
  const root = asRecord(parseYaml(text, path).value) ?? {}
  return {
    folder: folderOf(path),
    globs: textsOf(root['packages']),
    catalogs: parseCatalogs(root['catalog'], root['catalogs']),
    overridden: parseOverridden(root['overrides']),
    patches: parsePatches(root['patchedDependencies']),
  }
}

/**
 * Whether a folder, relative to the workspace, is one of its members: the last glob that matches decides, `!` takes
 * out.
 */
export function isMember(globs: readonly string[], folder: string): boolean {
  let member = false
  for (const glob of globs) {
    const takesOut = glob.startsWith('!')
    if (takesOut === member && matches(takesOut ? glob.slice(1) : glob, folder)) member = !takesOut
  }
  return member
}

function matches(glob: string, folder: string): boolean {
  const wanted = glob
    .replace(/^\.?\//, '')
    .replace(/\/$/, '')
    .split('/')
  const given = folder.split('/')
  if (wanted.length > segmentLimit || given.length > segmentLimit) return false
  // positions in the glob that the folder's segments so far can have led to
  let open = afterStars(new Set([0]), wanted)
  for (const segment of given) {
    const next = new Set<number>()
    for (const at of open) {
      const part = wanted[at]
      if (part === '**') next.add(at)
      else if (part !== undefined && matchesSegment(part, segment)) next.add(at + 1)
    }
    open = afterStars(next, wanted)
  }
  return open.has(wanted.length)
}

/** `**` may stand for no segment at all. */
function afterStars(positions: Set<number>, wanted: readonly string[]): Set<number> {
  for (const at of positions) if (wanted[at] === '**') positions.add(at + 1)
  return positions
}

/** `*` within one segment: its literal parts must follow one another. */
function matchesSegment(part: string, segment: string): boolean {
  const [first = '', ...others] = part.split('*')
  const last = others.pop()
  if (last === undefined) return part === segment
  if (!segment.startsWith(first) || !segment.endsWith(last) || segment.length < first.length + last.length) return false
  let at = first.length
  for (const literal of others) {
    const found = segment.indexOf(literal, at)
    if (found === -1) return false
    at = found + literal.length
  }
  return at <= segment.length - last.length
}
