import {PickleCursor} from '../../formats/pickle/cursor.ts'
import {latin1} from '../../formats/pickle/python-text.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {pickleDottedName} from '../../rules/pickle-dotted-name.ts'
import {pickleRunsCode} from '../../rules/pickle-runs-code.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import type {Entry} from './log.ts'
import {PickleMachine} from './machine.ts'

/** Bytes behind a fault that are searched. */
const searchedBytes = 8 * 1024 * 1024
const tries = 2000
const opcodesATry = 20_000
const opcodesInAll = 2_000_000
/** Where a pickle, or an import in the middle of one, may begin. */
const beginning = /\x80[\x00-\x05]|[ci][A-Za-z_][\w.]{0,200}\n[A-Za-z_][\w.]{0,200}\n|\x8c[\s\S][A-Za-z_][\w.]{0,100}[\s\S]{0,3}\x8c/g

/**
 * Looks behind a fault for what another loader, or the same one called again, would run.
 * @returns what acts; what is merely not on a list says nothing among bytes that are perhaps no pickle
 */
export function salvage(file: ByteReader, begin: number, end: number, trusted: ReadonlySet<string>): Entry[] {
  const length = Math.min(searchedBytes, end - begin)
  if (length <= 0) return []
  const text = latin1(file.read(BigInt(begin), length))
  const found = new Map<string, Entry>()
  let tried = 0
  let opcodes = 0
  for (const {index} of text.matchAll(beginning)) {
    if (++tried > tries || opcodes > opcodesInAll) break
    const budget = new Budget({...defaultLimits, opcodes: opcodesATry})
    for (const entry of entriesAt(file, begin + index, end, budget, trusted)) if (!found.has(entry.evidence)) found.set(entry.evidence, entry)
    opcodes += opcodesATry - budget.left('opcodes')
  }
  return [...found.values()]
}

function entriesAt(file: ByteReader, at: number, end: number, budget: Budget, trusted: ReadonlySet<string>): Entry[] {
  const machine = new PickleMachine(new PickleCursor(file, at, end), {budget, trusted, hasPersistentIds: true})
  try {
    machine.run()
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    machine.judge.finish()
  }
  return machine.log.entries().filter(({rule}) => rule === pickleRunsCode || rule === pickleDottedName)
}
