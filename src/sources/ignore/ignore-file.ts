import {addTo} from '../../lib/group.ts'
import {baseName} from '../../lib/path.ts'
import {compileGlob, type Glob, literalLength, literalOf} from './glob.ts'

/**
 * The rules of one ignore file, compiled. Names and endings, nearly all of what people write, are looked up in a map;
 * the rest is matched as a glob.
 * Case counts on every platform, so that the answer is the same on all of them (git's own depends on
 * `core.ignorecase`).
 * @see gitignore(5); git's dir.c for what the manual leaves open
 */
export interface IgnoreRules {
  readonly names: BasenameRules
  /** literal paths: folder → name → rules; a rule without a folder is under the empty string */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, readonly Rule[]>>
  readonly pathGlobs: readonly PathGlobRule[]
  /** rules that cost time for every name; the caller bounds them */
  readonly globCount: number
}

/** Rules about the last segment, which apply in every folder below the ignore file. */
export interface BasenameRules {
  readonly literals: ReadonlyMap<string, readonly Rule[]>
  readonly endings: ReadonlyMap<string, readonly Rule[]>
  readonly endingLengths: readonly number[]
  /** low byte of the last unit of every ending: most names are turned away here */
  readonly lastUnits: Uint8Array
  readonly globs: readonly GlobRule[]
}

/** What a line says of the paths that match it. */
export interface Rule {
  /** line of the file: of several that match, the last one counts */
  readonly line: number
  readonly ignores: boolean
  readonly directoriesOnly: boolean
}

/** A line with a wildcard; without a slash it is compared with the last segment. */
export interface GlobRule extends Rule {
  readonly glob: Glob
  /** what every name that matches ends with, in ASCII: turns most names away */
  readonly nameEnd: string
}

/** A line with a slash and a wildcard; it is compared with the path. */
export interface PathGlobRule extends GlobRule {
  /** comes before `glob`, literally */
  readonly prefix: string
}

const byteOrderMark = '\u00ef\u00bb\u00bf'
/** Of a UTF-16 unit: the index of {@link BasenameRules.lastUnits}. */
export const lowByte = 0xff

/** @param source bytes of the file as a binary string (`latin1`), since git compares bytes */
export function parseIgnoreFile(source: string): IgnoreRules {
  const draft = newDraft()
  const lines = (source.startsWith(byteOrderMark) ? source.slice(byteOrderMark.length) : source).split('\n')
  for (const [line, text] of lines.entries()) addLine(draft, line, text)
  const {endings} = draft
  const lastUnits = new Uint8Array(lowByte + 1)
  for (const ending of endings.keys()) lastUnits[ending.charCodeAt(ending.length - 1) & lowByte] = 1
  const endingLengths = [...new Set([...endings.keys()].map(ending => ending.length))]
  return {
    names: {
      literals: draft.literals,
      endings,
      endingLengths,
      lastUnits,
      globs: draft.globs,
    },
    paths: draft.paths,
    pathGlobs: draft.pathGlobs,
    globCount: draft.globs.length + draft.pathGlobs.length,
  }
}

/** Rules of patterns that the user gave, as lines of an ignore file in the root; undefined for none. */
export function parseExcludes(patterns: readonly string[]): IgnoreRules | undefined {
  return patterns.length === 0
    ? undefined
    : parseIgnoreFile(Buffer.from(patterns.join('\n'), 'utf8').toString('latin1'))
}

interface Draft {
  readonly literals: Map<string, Rule[]>
  readonly endings: Map<string, Rule[]>
  readonly globs: GlobRule[]
  readonly paths: Map<string, Map<string, Rule[]>>
  readonly pathGlobs: PathGlobRule[]
}

function newDraft(): Draft {
  return {
    literals: new Map(),
    endings: new Map(),
    globs: [],
    paths: new Map(),
    pathGlobs: [],
  }
}

function addLine(draft: Draft, line: number, text: string): void {
  if (text.startsWith('#')) return
  const withoutReturn = text.endsWith('\r') ? text.slice(0, -1) : text
  const nul = withoutReturn.indexOf('\0')
  const trimmed = trimTrailingSpaces(nul === -1 ? withoutReturn : withoutReturn.slice(0, nul))
  const ignores = !trimmed.startsWith('!')
  const body = ignores ? trimmed : trimmed.slice(1)
  const directoriesOnly = body.endsWith('/')
  const pattern = directoriesOnly ? body.slice(0, -1) : body
  if (pattern === '') return
  const rule: Rule = {line, ignores, directoriesOnly}
  const basename = basenamePattern(pattern)
  if (basename === undefined) addPathRule(draft, rule, pattern.startsWith('/') ? pattern.slice(1) : pattern)
  else addBasenameRule(draft, rule, basename)
}

/** Spaces at the end count only behind a backslash. */
function trimTrailingSpaces(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === ' ') end--
  if (end === text.length) return text
  let backslashes = 0
  while (text[end - 1 - backslashes] === '\\') backslashes++
  return text.slice(0, backslashes % 2 === 1 ? end + 1 : end)
}

/** The pattern when it speaks of the last segment only; a `**` and a slash before it say the same. */
function basenamePattern(pattern: string): string | undefined {
  const rest = pattern.replace(/^\/?\*\*\//, '')
  return rest === '' || rest.includes('/') ? undefined : rest
}

function addBasenameRule(draft: Draft, rule: Rule, pattern: string): void {
  const ending = pattern.slice(1)
  if (pattern.startsWith('*') && ending !== '' && literalLength(ending) === ending.length) {
    addTo(draft.endings, fromBytes(ending), rule)
    return
  }
  const letters = /^([\w.-]+)\[(\w{1,8})\]$/.exec(ending)
  if (pattern.startsWith('*') && letters !== null) {
    for (const letter of new Set(letters[2])) addTo(draft.endings, `${letters[1]}${letter}`, rule)
    return
  }
  const glob = compileGlob(pattern)
  if (glob === undefined) return
  const literal = literalOf(glob)
  if (literal === undefined) draft.globs.push({...rule, glob, nameEnd: nameEndOf(glob)})
  else addTo(draft.literals, fromBytes(literal), rule)
}

/**
 * As git does, the literal beginning is taken off first: what is left of `foo**` and a slash is then at its own
 * beginning.
 */
function addPathRule(draft: Draft, rule: Rule, pattern: string): void {
  const prefix = pattern.slice(0, literalLength(pattern))
  if (prefix.length < pattern.length) {
    const glob = compileGlob(pattern.slice(prefix.length))
    if (glob !== undefined) draft.pathGlobs.push({...rule, glob, prefix, nameEnd: nameEndOf(glob)})
    return
  }
  if (pattern.startsWith('/')) return
  const slash = pattern.lastIndexOf('/')
  const folder = fromBytes(pattern.slice(0, Math.max(slash, 0)))
  const names = draft.paths.get(folder) ?? new Map<string, Rule[]>()
  draft.paths.set(folder, names)
  addTo(names, fromBytes(pattern.slice(slash + 1)), rule)
}

function nameEndOf(glob: Glob): string {
  const end = baseName(glob.end)
  return toBytes(end) === end ? end : ''
}

function fromBytes(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('utf8')
}

/** UTF-8 as a binary string: git compares bytes. */
export function toBytes(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}
