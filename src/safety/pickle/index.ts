import {PickleCursor} from '../../formats/pickle/cursor.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import {examineLegacyTorch, isLegacyTorch} from '../torch/legacy.ts'
import {hasWrittenImport} from './beginnings.ts'
import {examinePickle} from './examine-pickle.ts'
import {PickleMachine} from './machine.ts'

/** Names under which programs load pickles, whatever is in the file. */
const pickleName = /\.(?:pkl|pickle|p|pck|pcl|pt|pth|bin|ckpt|joblib|jl|z|dill|dat|data|model|sav|pyt)$/i
/** Instructions that need nothing on the stack: MARK, empty containers, imports, numbers, texts, bytes and frames. */
const firstInstructions: ReadonlySet<number> = new Set([
  ...Buffer.from('(]})cilNIJKLMFGSTUVXPBC'),
  ...[0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x95, 0x96],
])
const stackGlobal = 0x93
const persistentLine = 0x50
const opcodesInTry = 100_000

/** A pickle of any protocol, or several in a row as some programs write them. */
export const pickle: FormatReader = {
  format: 'pickle',
  matches(probe) {
    const [first, protocol = 255, next = 0] = probe.head
    if (first === 0x80 && protocol <= 5)
      return next === 0x95 || firstInstructions.has(next) || next > 0x80 ? 'certain' : 'likely'
    const old = oldPickleIn(probe)
    // a text that runs as a pickle and acts is one, whatever its name
    if (old === 'acts') return 'certain'
    return old === 'runs' || (pickleName.test(probe.name) && probe.byteLength > 0) ? 'likely' : undefined
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
  return (first === 0x80 && second <= 5) || firstInstructions.has(first)
}

/**
 * Protocols 0 and 1 have no header: the file must run to its end, or to STOP after an import that old protocols write.
 * A text that merely begins like one breaks, and nothing in it acts.
 */
function oldPickleIn({head, bytes, byteLength}: Probe): 'acts' | 'runs' | undefined {
  // no loader goes on behind a persistent id that is a line: a zip begins like one
  if (!firstInstructions.has(head[0] ?? 0) || head[0] === persistentLine) return undefined
  // the first lines of program code have blanks and brackets
  const isWorded = head.includes(stackGlobal) || hasWrittenImport(head)
  const budget = new Budget({...defaultLimits, opcodes: opcodesInTry})
  const machine = new PickleMachine(new PickleCursor(bytes, 0, byteLength), {
    budget,
    trusted: new Set(),
    hasPersistentIds: true,
  })
  let isWhole = true
  let end = byteLength
  try {
    const run = machine.run()
    isWhole = run.broken === undefined
    end = run.end
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error
    machine.judge.finish()
  }
  const acts = machine.entries().some(({rule}) => rule.verdict === 'unsafe')
  if (acts && isWorded) return 'acts'
  return isWhole && ((machine.names > 0 && isWorded) || end === byteLength) ? 'runs' : undefined
}
