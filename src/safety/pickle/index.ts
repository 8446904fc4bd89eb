import {PickleCursor} from '../../formats/pickle/cursor.ts'
import {latin1} from '../../formats/pickle/python-text.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import {examineLegacyTorch, isLegacyTorch} from '../torch/legacy.ts'
import {examinePickle} from './examine-pickle.ts'
import {PickleMachine} from './machine.ts'

/** Names under which programs load pickles, whatever is in the file. */
const pickleName = /\.(?:pkl|pickle|p|pck|pcl|pt|pth|bin|ckpt|joblib|jl|z|dill|dat|data|model|sav|pyt)$/i
const firstInstruction = /^[(\]})cilNIJKLMFGSTUVXP]/
const opcodesInTry = 100_000
/** The names of an import, as old protocols write them: the first lines of program code have blanks and brackets. */
const writtenImport = /[ci][A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n|\x93/

/** A pickle of any protocol, or several in a row as some programs write them. */
export const pickle: FormatReader = {
  format: 'pickle',
  matches(probe) {
    const [first, protocol = 255, next = 0] = probe.head
    if (first === 0x80 && protocol <= 5)
      return next === 0x95 || firstInstruction.test(String.fromCharCode(next)) || next > 0x80 ? 'certain' : 'likely'
    if (pickleName.test(probe.name) && probe.byteLength > 0) return 'likely'
    return isOldPickle(probe) ? 'likely' : undefined
  },
  async read(file) {
    const first = await examinePickle(file, 0, {hasPersistentIds: false})
    file.fact('protocol', first.highestProtocol)
    if (isLegacyTorch(first)) return examineLegacyTorch(file, first.end)
    file.fact('pickles', await examineNext(file, first.end, 1))
  },
}

/** Pickles in a row, until one breaks or something else follows. */
async function examineNext(file: Examination, begin: number, count: number): Promise<number> {
  let position = begin
  let pickles = count
  while (position < file.byteLength && beginsPickle(file, position)) {
    const run = await examinePickle(file, position, {hasPersistentIds: false})
    pickles++
    if (run.broken !== undefined) break
    position = run.end
  }
  return pickles
}

function beginsPickle({bytes, byteLength}: Examination, at: number): boolean {
  const [first = 0, second = 255] = bytes.read(BigInt(at), Math.min(2, byteLength - at))
  return (first === 0x80 && second <= 5) || firstInstruction.test(String.fromCharCode(first))
}

/** Protocols 0 and 1 have no header: the file must run to its end, or to STOP after an import. */
function isOldPickle({head, byteLength}: Probe): boolean {
  if (!firstInstruction.test(String.fromCharCode(head[0] ?? 0))) return false
  const isWorded = writtenImport.test(latin1(head))
  const budget = new Budget({...defaultLimits, opcodes: opcodesInTry})
  const cursor = new PickleCursor(memoryReader(head), 0, head.byteLength)
  try {
    const {names, broken, end, log} = new PickleMachine(cursor, {budget, trusted: new Set(), hasPersistentIds: true}).run()
    if (broken === undefined) return (names > 0 && isWorded) || end === byteLength
    return isWorded && names > 0 && (byteLength > head.byteLength || log.entries().some(({rule}) => rule.verdict === 'unsafe'))
  } catch (error) {
    if (error instanceof LimitReached) return true
    throw error
  }
}
