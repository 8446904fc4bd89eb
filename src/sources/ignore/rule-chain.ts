import type {Gap} from '../../inventory/gap.ts'
import {AibomError} from '../../lib/errors.ts'
import {readLocalFile} from '../local-file.ts'
import {type FolderRules, rulesInFolder, verdictOf} from './ignore.ts'
import {type IgnoreRules, parseIgnoreFile} from './ignore-file.ts'

/** Ignore files that bear on a folder: the nearest one first, each with the place it stands in. */
export interface RuleChain {
  readonly rules: IgnoreRules
  /** how much of a folder's path the folder of the ignore file takes up */
  readonly skip: number
  /** stands before a folder's path where the ignore file lies above the source */
  readonly prefix: string
  readonly outer: RuleChain | undefined
  readonly globCount: number
}

const ignoreFileLimit = 1024 * 1024
/** Rules with wildcards cost time for every name below them: real repositories have a few dozen. */
const globLimit = 5000

interface Place {
  readonly skip: number
  readonly prefix: string
}

/**
 * Puts an ignore file before those that already apply; where it cannot be read, only a gap.
 * @param path as shown, relative to the source
 */
export function withIgnoreFile(
  outer: RuleChain | undefined,
  path: string,
  absolutePath: string,
  place: Place,
  gaps: Gap[],
): RuleChain | undefined {
  try {
    const rules = parseIgnoreFile(readLocalFile(path, absolutePath, ignoreFileLimit).toString('latin1'))
    const globCount = rules.globCount + (outer?.globCount ?? 0)
    if (globCount <= globLimit) return {rules, ...place, outer, globCount}
    gaps.push({
      path,
      stage: 'walk',
      code: 'ignore-file',
      message: `more than ${globLimit} rules with wildcards: this file's rules were not applied`,
    })
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    gaps.push({path, stage: 'walk', code: 'ignore-file', message: `${error.message}: its rules were not applied`})
  }
  return outer
}

/** The rules as they apply in one folder, nearest first. */
export function chainInFolder(chain: RuleChain | undefined, folder: string): FolderRules[] {
  const inFolder: FolderRules[] = []
  for (let link = chain; link !== undefined; link = link.outer)
    inFolder.push(rulesInFolder(link.rules, link.prefix + folder.slice(link.skip)))
  return inFolder
}

/** Whether the rules hide a name: the nearest file that says anything about it counts. */
export function isHidden(rules: readonly FolderRules[], name: string, isDirectory: boolean): boolean {
  for (const file of rules) {
    const verdict = verdictOf(file, name, isDirectory)
    if (verdict !== undefined) return verdict
  }
  return false
}
