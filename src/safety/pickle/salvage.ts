import {PickleCursor} from '../../formats/pickle/cursor.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {pickleDottedName} from '../../rules/pickle-dotted-name.ts'
import {pickleRunsCode} from '../../rules/pickle-runs-code.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {beginnings} from './beginnings.ts'
import type {Entry} from './log.ts'
import {PickleMachine} from './machine.ts'

/** Bytes behind a fault that are searched. */
const searchedBytes = 8 * 1024 * 1024
/** Each try is short: what acts further behind is a beginning of its own. */
const [bytesATry, opcodesATry] = [4096, 4096]
/** All tries together: the most hostile bytes cost a second or two. */
const [tries, bytesInAll] = [2000, 1024 * 1024]
/**
 * What Python can import: raw numbers that happen to spell instructions name nothing that exists, or in a few letters.
 */
const importable = /^[\p{ID_Start}_][\p{ID_Continue}.-]+\.[\p{ID_Continue}-]{3,}$/u

/**
 * Looks behind a fault for what another loader, or the same one called again, would run.
 * @returns what acts; what is merely not on a list says nothing among bytes that are perhaps no pickle
 */
export function salvage(file: ByteReader, begin: number, end: number, trusted: ReadonlySet<string>): Entry[] {
  const length = Math.min(searchedBytes, end - begin)
  if (length <= 0) return []
  const found = new Map<string, Entry>()
  const left = {tries, bytes: bytesInAll}
  for (const at of beginnings(file.read(BigInt(begin), length).slice())) {
    const cursor = new PickleCursor(file, begin + at, Math.min(end, begin + at + bytesATry))
    const budget = new Budget({...defaultLimits, opcodes: opcodesATry})
    for (const entry of entriesAt(cursor, budget, trusted))
      if (!found.has(entry.evidence)) found.set(entry.evidence, entry)
    left.tries--
    left.bytes -= cursor.position - begin - at
    if (left.tries <= 0 || left.bytes <= 0) break
  }
  return [...found.values()]
}

function entriesAt(cursor: PickleCursor, budget: Budget, trusted: ReadonlySet<string>): Entry[] {
  const machine = new PickleMachine(cursor, {budget, trusted, hasPersistentIds: true})
  try {
    machine.run()
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    machine.judge.finish()
  }
  return machine
    .entries()
    .filter(
      ({rule, evidence, basis}) =>
        (rule === pickleRunsCode || rule === pickleDottedName) && basis === 'done' && importable.test(evidence),
    )
}
