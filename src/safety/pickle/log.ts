import type {SafetyRule} from '../../inventory/file-safety.ts'
import {archiveBomb} from '../../rules/archive-bomb.ts'
import {pickleAltersObject} from '../../rules/pickle-alters-object.ts'
import {pickleComputedName} from '../../rules/pickle-computed-name.ts'
import {pickleDottedName} from '../../rules/pickle-dotted-name.ts'
import {pickleOutsideHelp} from '../../rules/pickle-outside-help.ts'
import {pickleReadsFile} from '../../rules/pickle-reads-file.ts'
import {pickleRunsCode} from '../../rules/pickle-runs-code.ts'
import {pickleUnlistedName} from '../../rules/pickle-unlisted-name.ts'
import {targetActs} from '../../rules/target-acts.ts'

const rules = {
  runs: pickleRunsCode,
  computed: pickleComputedName,
  dotted: pickleDottedName,
  unlisted: pickleUnlistedName,
  alters: pickleAltersObject,
  outside: pickleOutsideHelp,
  reads: pickleReadsFile,
  target: targetActs,
  grows: archiveBomb,
} as const

/** What a finding rests on: something that is done, or a name that is imported and no more. */
export type Basis = 'done' | 'imported'

/** Something that a pickle does, at an offset in it. */
export interface Entry {
  readonly rule: SafetyRule
  readonly message: string
  readonly offset: number
  readonly evidence: string
  readonly basis: Basis
}

/** Different findings that are kept of one pickle. */
const entriesLimit = 500

/** What was found in a pickle: the same name with the same fault is said once, where it first stands. */
export class PickleLog {
  readonly #entries = new Map<string, Entry>()

  add(rule: keyof typeof rules, evidence: string, offset: number, message: string, basis: Basis = 'done'): void {
    const key = `${rule} ${evidence}`
    if (this.#entries.has(key) || this.#entries.size >= entriesLimit) return
    this.#entries.set(key, {rule: rules[rule], message, offset, evidence, basis})
  }

  /**
   * @param stop where every loader stops: what stands there or behind is never done, and in a pickle that breaks a
   *   dotted name that is imported and no more may be two lines of a text
   */
  entries(stop?: number): Entry[] {
    const entries = [...this.#entries.values()].sort((a, b) => a.offset - b.offset)
    if (stop === undefined) return entries
    return entries
      .filter(({offset}) => offset < stop)
      .map(entry =>
        entry.basis === 'imported' && entry.rule === rules.dotted ? {...entry, rule: rules.unlisted} : entry,
      )
  }
}
