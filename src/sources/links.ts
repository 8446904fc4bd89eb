import {existsSync, type Stats, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Gap} from '../inventory/gap.ts'
import type {GapCode} from '../inventory/gap-code.generated.ts'
import {AibomError} from '../lib/errors.ts'
import {rulesInFolder, verdictOf} from './ignore/ignore.ts'
import type {IgnoreRules} from './ignore/ignore-file.ts'
import {environmentMarkNames, isNeverEntered} from './ignore/never-entered.ts'
import {realPathOf, relativeInside} from './inside.ts'

/** What a link met on the walk comes to. */
export interface LinkJudgement {
  /**
   * it leads to a file inside the root that the walk meets in no other way, such as a blob of the hub's cache or of
   * git-annex
   */
  readonly isOwnFile: boolean
  readonly gap?: Gap
}

const nothing: LinkJudgement = {isOwnFile: false}

/** Git's own files are not part of the source; git-annex keeps the content of large files among them. */
const annexFolder = '.git/annex/objects/'

/** Judges the links of one walk; files that links lead to are taken once. */
export class Links {
  readonly #root: string
  readonly #exclude: IgnoreRules | undefined
  readonly #targetsSeen = new Set<string>()

  /** @param root absolute, without links */
  constructor(root: string, exclude: IgnoreRules | undefined) {
    this.#root = root
    this.#exclude = exclude
  }

  /** @param path of the link, relative to the root */
  judge(path: string): LinkJudgement {
    try {
      const real = realPathOf(path, `${this.#root}/${path}`)
      const target = relativeInside(this.#root, real)
      if (target === undefined)
        return leadsNowhere(path, 'link-outside', 'the link leads out of the source and was not followed')
      return {isOwnFile: this.#isOwnFile(target, statSync(real, {throwIfNoEntry: false}))}
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      return leadsNowhere(path, 'link-broken', `the link could not be followed: ${error.message}`)
    }
  }

  #isOwnFile(target: string, stats: Stats | undefined): boolean {
    if (stats?.isFile() !== true || this.#targetsSeen.has(target) || this.#isWalked(target)) return false
    if (/(^|\/)\.git\//.test(target) && !target.includes(annexFolder)) return false
    this.#targetsSeen.add(target)
    return true
  }

  /** Whether the walk meets the target itself, or the user excluded its folder. */
  #isWalked(target: string): boolean {
    let folder = ''
    let parent = ''
    for (const segment of target.split('/').slice(0, -1)) {
      if (this.#isExcluded(folder, segment)) return true
      if (isNeverEntered(segment, parent)) return false
      folder += `${segment}/`
      parent = segment
      if (this.#isEnvironment(folder)) return false
    }
    return true
  }

  #isEnvironment(folder: string): boolean {
    return [...environmentMarkNames()].some(mark => existsSync(join(this.#root, folder, mark)))
  }

  #isExcluded(folder: string, name: string): boolean {
    return this.#exclude !== undefined && verdictOf(rulesInFolder(this.#exclude, folder), name, true) === true
  }
}

function leadsNowhere(path: string, code: GapCode, message: string): LinkJudgement {
  return {...nothing, gap: {path, stage: 'walk', code, message}}
}
