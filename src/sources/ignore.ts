import {baseName} from '../lib/path.ts'
import {compileGlob, type Glob, literalLength, literalOf, matchesGlob} from './glob.ts'

/**
 * The rules of one ignore file, compiled. Names and endings, nearly all of what people write, are looked up in a map; the rest is matched as a glob.
 * Case counts on every platform, so that the answer is the same on all of them (git's own depends on `core.ignorecase`).
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
interface BasenameRules {
  readonly literals: ReadonlyMap<string, readonly Rule[]>
  readonly endings: ReadonlyMap<string, readonly Rule[]>
  readonly endingLengths: readonly number[]
  /** low byte of the last unit of every ending: most names are turned away here */
  readonly lastUnits: Uint8Array
  readonly globs: readonly GlobRule[]
}

interface Rule {
  /** line of the file: of several that match, the last one counts */
  readonly line: number
  readonly ignores: boolean
  readonly directoriesOnly: boolean
}

interface GlobRule extends Rule {
  readonly glob: Glob
  /** what every name that matches ends with, in ASCII: turns most names away */
  readonly nameEnd: string
}

interface PathGlobRule extends GlobRule {
  /** comes before `glob`, literally */
  readonly prefix: string
}

const byteOrderMark = '\u00ef\u00bb\u00bf'
const lowByte = 0xff

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
  return patterns.length === 0 ? undefined : parseIgnoreFile(Buffer.from(patterns.join('\n'), 'utf8').toString('latin1'))
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
    append(draft.endings, fromBytes(ending), rule)
    return
  }
  const letters = /^([\w.-]+)\[(\w{1,8})\]$/.exec(ending)
  if (pattern.startsWith('*') && letters !== null) {
    for (const letter of new Set(letters[2])) append(draft.endings, `${letters[1]}${letter}`, rule)
    return
  }
  const glob = compileGlob(pattern)
  if (glob === undefined) return
  const literal = literalOf(glob)
  if (literal === undefined) draft.globs.push({...rule, glob, nameEnd: nameEndOf(glob)})
  else append(draft.literals, fromBytes(literal), rule)
}

/** As git does, the literal beginning is taken off first: what is left of `foo**` and a slash is then at its own beginning. */
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
  append(names, fromBytes(pattern.slice(slash + 1)), rule)
}

function nameEndOf(glob: Glob): string {
  const end = baseName(glob.end)
  return toBytes(end) === end ? end : ''
}

function append(rulesByText: Map<string, Rule[]>, text: string, rule: Rule): void {
  const rules = rulesByText.get(text)
  if (rules === undefined) rulesByText.set(text, [rule])
  else rules.push(rule)
}

function fromBytes(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('utf8')
}

function toBytes(text: string): string {
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

/** The rules of one file as they apply to the names of one folder. */
export interface FolderRules {
  readonly names: BasenameRules
  readonly literals: ReadonlyMap<string, readonly Rule[]> | undefined
  readonly globs: readonly PathGlobRule[]
  /** the folder with a slash at its end, in bytes; empty for the folder of the file itself */
  readonly folder: string
}

/** @param folder relative to the folder of the ignore file, with a slash at its end; empty for that folder itself */
export function rulesInFolder(rules: IgnoreRules, folder: string): FolderRules {
  const bytes = rules.pathGlobs.length === 0 ? '' : toBytes(folder)
  return {
    names: rules.names,
    literals: rules.paths.size === 0 ? undefined : rules.paths.get(folder.slice(0, -1)),
    globs: rules.pathGlobs.filter(({prefix}) => (prefix.length > bytes.length ? prefix.startsWith(bytes) : bytes.startsWith(prefix))),
    folder: bytes,
  }
}

/** What the file says of a name in the folder: true ignored, false taken back in, undefined nothing. */
export function verdictOf(rules: FolderRules, name: string, isDirectory: boolean): boolean | undefined {
  const {names} = rules
  let best = later(names.literals.get(name), isDirectory, undefined)
  if (rules.literals !== undefined) best = later(rules.literals.get(name), isDirectory, best)
  if (names.lastUnits[name.charCodeAt(name.length - 1) & lowByte] === 1) best = laterEnding(names, name, isDirectory, best)
  if (names.globs.length > 0) best = laterGlob(names.globs, name, isDirectory, best)
  if (rules.globs.length > 0) best = laterPathGlob(rules, name, isDirectory, best)
  return best?.ignores
}

function later(rules: readonly Rule[] | undefined, isDirectory: boolean, best: Rule | undefined): Rule | undefined {
  const found = rules?.findLast(rule => isDirectory || !rule.directoriesOnly)
  return found === undefined || (best !== undefined && best.line > found.line) ? best : found
}

function laterEnding(names: BasenameRules, name: string, isDirectory: boolean, best: Rule | undefined): Rule | undefined {
  let found = best
  for (const length of names.endingLengths) {
    if (length <= name.length) found = later(names.endings.get(name.slice(name.length - length)), isDirectory, found)
  }
  return found
}

function laterGlob(globs: readonly GlobRule[], name: string, isDirectory: boolean, best: Rule | undefined): Rule | undefined {
  const least = best?.line ?? -1
  for (let at = globs.length - 1; at >= 0; at--) {
    const rule = globs[at]
    if (rule !== undefined && isOpen(rule, name, isDirectory, least) && matchesGlob(rule.glob, toBytes(name))) return rule
  }
  return best
}

function laterPathGlob(rules: FolderRules, name: string, isDirectory: boolean, best: Rule | undefined): Rule | undefined {
  const least = best?.line ?? -1
  for (let at = rules.globs.length - 1; at >= 0; at--) {
    const rule = rules.globs[at]
    if (rule === undefined || !isOpen(rule, name, isDirectory, least)) continue
    const path = rules.folder + toBytes(name)
    if (path.startsWith(rule.prefix) && matchesGlob(rule.glob, path.slice(rule.prefix.length))) return rule
  }
  return best
}

/** Whether a rule could still say something about a name. */
function isOpen(rule: GlobRule, name: string, isDirectory: boolean, least: number): boolean {
  return rule.line > least && (isDirectory || !rule.directoriesOnly) && name.endsWith(rule.nameEnd)
}

/** Whether a file is hidden, by itself or with a folder around it, by the rules of one ignore file in the root. */
export function isPathHidden(rules: IgnoreRules, path: string): boolean {
  const segments = path.split('/')
  let folder = ''
  for (const [at, name] of segments.entries()) {
    if (verdictOf(rulesInFolder(rules, folder), name, at < segments.length - 1) === true) return true
    folder += `${name}/`
  }
  return false
}
