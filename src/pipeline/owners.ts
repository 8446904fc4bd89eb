import type {FileEntry} from '../inventory/source.ts'
import {AibomError} from '../lib/errors.ts'
import {compileGlob, type Glob, matchesGlob} from '../sources/ignore/glob.ts'
import {toBytes} from '../sources/ignore/ignore-file.ts'
import type {Source} from '../sources/source.ts'

/** Who owns the file at a path: users, teams, roles or addresses, as they are written; empty where nobody does. */
export type OwnersOf = (path: string) => readonly string[]

/**
 * Where owners are named; the first that is there counts.
 * @see GitHub documentation, "About code owners"; GitLab documentation, "Code Owners"
 */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'] as const
/** GitHub reads no larger file. */
const limitBytes = 3 * 1024 * 1024
/** Rules that cost time for every path. */
const ruleLimit = 20_000

interface OwnerRule {
  readonly globs: readonly Glob[]
  readonly owners: readonly string[]
  /** `!pattern` of GitLab: nobody of this section owns it, whatever follows */
  readonly isExclusion: boolean
}

/** Who owns what, as a source states it; undefined where it does not, or not readably. */
export async function readOwners(source: Source, files: ReadonlyMap<string, FileEntry>): Promise<OwnersOf | undefined> {
  const path = places.find(place => files.has(place))
  if (path === undefined) return undefined
  try {
    const file = await source.open(path)
    try {
      return ownersOf(await file.text(limitBytes))
    } finally {
      file.close?.()
    }
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}

/** The owners of one file, by the dialect of GitHub or of GitLab, whose sections each have owners of their own. */
export function ownersOf(text: string): OwnersOf {
  const sections = sectionsOf(text)
  const known = new Map<string, readonly string[]>()
  return path => {
    const answer = known.get(path) ?? [...new Set(sections.flatMap(rules => ownersIn(rules, toBytes(path))))]
    known.set(path, answer)
    return answer
  }
}

/** The last pattern that matches counts; a path that is excluded has no owner in the section. */
function ownersIn(rules: readonly OwnerRule[], path: string): readonly string[] {
  const matching = rules.filter(({globs}) => globs.some(glob => matchesGlob(glob, path)))
  return matching.some(({isExclusion}) => isExclusion) ? [] : (matching.at(-1)?.owners ?? [])
}

/** `[Docs][2] @default`, `^[Optional]` */
const sectionPattern = /^\^?\[([^\]]{1,200})\](?:\[\d{1,4}\])?(?:\s+(.*))?$/

function sectionsOf(text: string): readonly (readonly OwnerRule[])[] {
  const sections = new Map<string, OwnerRule[]>()
  let rules: OwnerRule[] = []
  let defaults: readonly string[] = []
  sections.set('', rules)
  for (const line of text.split(/\r\n|\n|\r/).slice(0, ruleLimit)) {
    const section = sectionPattern.exec(line.trim())
    if (section === null) {
      const rule = ruleOf(line, defaults)
      if (rule !== undefined) rules.push(rule)
      continue
    }
    const name = section[1]?.toLowerCase() ?? ''
    defaults = namesIn(section[2] ?? '')
    rules = sections.get(name) ?? []
    sections.set(name, rules)
  }
  return [...sections.values()]
}

function ruleOf(line: string, defaults: readonly string[]): OwnerRule | undefined {
  const [pattern, rest] = splitPattern(line.trim())
  if (pattern === '' || pattern.startsWith('#')) return undefined
  const isExclusion = pattern.startsWith('!')
  const comment = rest.search(/\s#/)
  const owners = comment === -1 ? rest : rest.slice(0, comment)
  return {
    globs: globsOf(isExclusion ? pattern.slice(1) : pattern),
    isExclusion,
    owners: owners.trim() === '' ? defaults : namesIn(owners),
  }
}

/** A pattern ends at the first blank that has no backslash before it. */
function splitPattern(line: string): readonly [pattern: string, rest: string] {
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === ' ' || line[at] === '\t') return [line.slice(0, at), line.slice(at)]
  }
  return [line, '']
}

/** `@user`, `@org/team`, `@@role`, an address. */
function namesIn(text: string): string[] {
  return text.split(/\s/).filter(word => /^@{1,2}[\w-]|^[^\s@]{1,200}@[^\s@]/.test(word))
}

/** A pattern matches a file, and all that is below a folder of that name; `docs/*` matches what is directly inside. */
function globsOf(pattern: string): readonly Glob[] {
  const bare = toBytes(pattern.replace(/^\//, ''))
  const isAnchored = pattern.startsWith('/') || bare.replace(/\/$/, '').includes('/')
  const rooted = isAnchored ? bare : `**/${bare}`
  const texts = rooted.endsWith('/')
    ? [`${rooted}**`]
    : rooted.endsWith('/*') && isAnchored
      ? [rooted]
      : [rooted, `${rooted}/**`]
  return texts.flatMap(text => compileGlob(text) ?? [])
}
