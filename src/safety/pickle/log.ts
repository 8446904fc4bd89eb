import type {SafetyRule} from '../../inventory/file-safety.ts'
import {pickleAltersObject} from '../../rules/pickle-alters-object.ts'
import {pickleComputedName} from '../../rules/pickle-computed-name.ts'
import {pickleDottedName} from '../../rules/pickle-dotted-name.ts'
import {pickleOutsideHelp} from '../../rules/pickle-outside-help.ts'
import {pickleReadsFile} from '../../rules/pickle-reads-file.ts'
import {pickleRunsCode} from '../../rules/pickle-runs-code.ts'
import {pickleUnlistedName} from '../../rules/pickle-unlisted-name.ts'

const rules = {
  runs: pickleRunsCode,
  computed: pickleComputedName,
  dotted: pickleDottedName,
  unlisted: pickleUnlistedName,
  alters: pickleAltersObject,
  outside: pickleOutsideHelp,
  reads: pickleReadsFile,
} as const

/** Something that a pickle does, at an offset in it. */
export interface Entry {
  readonly rule: SafetyRule
  readonly message: string
  readonly offset: number
  readonly evidence: string
}

/** Different findings that are kept of one pickle. */
const entriesLimit = 500

/** What was found in a pickle: the same name with the same fault is said once, where it first stands. */
export class PickleLog {
  readonly #entries = new Map<string, Entry>()

  add(rule: keyof typeof rules, evidence: string, offset: number, message: string): void {
    const key = `${rule} ${evidence}`
    if (this.#entries.has(key) || this.#entries.size >= entriesLimit) return
    this.#entries.set(key, {rule: rules[rule], message, offset, evidence})
  }

  entries(): Entry[] {
    return [...this.#entries.values()].sort((a, b) => a.offset - b.offset)
  }
}
