import {matchesGlob} from './glob.ts'
import {
  type BasenameRules,
  type GlobRule,
  type IgnoreRules,
  lowByte,
  type PathGlobRule,
  type Rule,
  toBytes,
} from './ignore-file.ts'

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
    globs: rules.pathGlobs.filter(({prefix}) =>
      prefix.length > bytes.length ? prefix.startsWith(bytes) : bytes.startsWith(prefix),
    ),
    folder: bytes,
  }
}

/** What the file says of a name in the folder: true ignored, false taken back in, undefined nothing. */
export function verdictOf(rules: FolderRules, name: string, isDirectory: boolean): boolean | undefined {
  const {names} = rules
  let best = later(names.literals.get(name), isDirectory, undefined)
  if (rules.literals !== undefined) best = later(rules.literals.get(name), isDirectory, best)
  if (names.lastUnits[name.charCodeAt(name.length - 1) & lowByte] === 1)
    best = laterEnding(names, name, isDirectory, best)
  if (names.globs.length > 0) best = laterGlob(names.globs, name, isDirectory, best)
  if (rules.globs.length > 0) best = laterPathGlob(rules, name, isDirectory, best)
  return best?.ignores
}

function later(rules: readonly Rule[] | undefined, isDirectory: boolean, best: Rule | undefined): Rule | undefined {
  const found = rules?.findLast(rule => isDirectory || !rule.directoriesOnly)
  return found === undefined || (best !== undefined && best.line > found.line) ? best : found
}

function laterEnding(
  names: BasenameRules,
  name: string,
  isDirectory: boolean,
  best: Rule | undefined,
): Rule | undefined {
  let found = best
  for (const length of names.endingLengths) {
    if (length <= name.length) found = later(names.endings.get(name.slice(name.length - length)), isDirectory, found)
  }
  return found
}

function laterGlob(
  globs: readonly GlobRule[],
  name: string,
  isDirectory: boolean,
  best: Rule | undefined,
): Rule | undefined {
  const least = best?.line ?? -1
  for (let at = globs.length - 1; at >= 0; at--) {
    const rule = globs[at]
    if (rule !== undefined && isOpen(rule, name, isDirectory, least) && matchesGlob(rule.glob, toBytes(name)))
      return rule
  }
  return best
}

function laterPathGlob(
  rules: FolderRules,
  name: string,
  isDirectory: boolean,
  best: Rule | undefined,
): Rule | undefined {
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
