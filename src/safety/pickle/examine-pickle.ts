import {invalid, PickleCursor} from '../../formats/pickle/cursor.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {limitReached} from '../../rules/limit-reached.ts'
import {pickleDottedName} from '../../rules/pickle-dotted-name.ts'
import {pickleInsideData} from '../../rules/pickle-inside-data.ts'
import {pickleRunsCode} from '../../rules/pickle-runs-code.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import type {Examination} from '../reader.ts'
import {bytesOf, type DataFound, wholeOf} from './data.ts'
import {effects} from './effects.ts'
import {rawArrayBehind, skipRaw} from './joblib.ts'
import type {Entry} from './log.ts'
import {PickleMachine, type Run} from './machine.ts'
import {salvage} from './salvage.ts'
import {type Call, unknown} from './values.ts'

/** What the format around a pickle makes its loader do. */
export interface PickleContext {
  readonly hasPersistentIds: boolean
  /** names that the format itself brings, `module.name`, beside those of lists and policy */
  readonly trusted?: ReadonlySet<string> | undefined
}

/** Data of one pickle that is looked into. */
const dataLimit = 2000
const dataDepth = 4
const opcodesInData = 200_000

/**
 * Examines one pickle that begins at `begin`, and all that is in it; reports what it does.
 * @returns how it ran; where it broke, all behind it was searched too
 */
export async function examinePickle(file: Examination, begin: number, context: PickleContext): Promise<Run> {
  const trusted = new Set([...file.trustedNames, ...(context.trusted ?? [])])
  const {hasPersistentIds} = context
  const cursor = new PickleCursor(file.bytes, begin, file.byteLength)
  const wrappers = new Set<Call>()
  const objects: Run[] = []
  const machine = new PickleMachine(cursor, {
    budget: file.budget,
    trusted,
    hasPersistentIds,
    afterBuild: (wrapper, at, frameEnd) => {
      const raw = rawArrayBehind(wrapper, at.position)
      if (raw === undefined) return
      if (wrappers.has(wrapper)) throw invalid(at.position, 'an array whose wrapper is built twice')
      if (at.position < frameEnd) throw invalid(at.position, 'an array in the middle of a frame')
      wrappers.add(wrapper)
      report(file, asInstructions(file, at, trusted))
      if (raw.kind === 'bytes') skipRaw(at, raw)
      else objects.push(new PickleMachine(at, {budget: file.budget, trusted, hasPersistentIds}).run())
    },
  })
  let run: Run
  try {
    run = machine.run()
  } catch (error) {
    if (error instanceof LimitReached) report(file, machine.entries())
    throw error
  }
  if (wrappers.size > 0) file.isOf('joblib')
  for (const each of [run, ...objects]) await reportRun(file, each)
  if (run.broken === undefined) file.cover(begin, run.end)
  else report(file, salvage(file.bytes, Math.max(begin, run.stop ?? run.end) + 1, file.byteLength, trusted))
  return run
}

/**
 * What the raw bytes of an array do to a program that does not know joblib, and goes on with them as instructions, the
 * wrapper on its stack.
 */
function asInstructions(
  {bytes, byteLength, budget}: Examination,
  at: PickleCursor,
  trusted: ReadonlySet<string>,
): readonly Entry[] {
  if (effects[at.peek() ?? 0] === undefined) return []
  const cursor = new PickleCursor(bytes, at.position, byteLength)
  const machine = new PickleMachine(cursor, {budget, trusted, hasPersistentIds: false})
  machine.stack.push(unknown)
  return machine.run().entries.filter(({rule}) => rule === pickleRunsCode || rule === pickleDottedName)
}

async function reportRun(file: Examination, run: Run): Promise<void> {
  report(file, run.entries)
  if (run.broken !== undefined) file.find(brokenFile, run.broken.message, {offset: run.broken.at})
  const loaded = run.data.filter(({isLoaded}) => isLoaded)
  const loadedAt = new Set(loaded.map(({content}) => content))
  if (loaded.filter(({isWhole}) => isWhole).length > dataLimit)
    file.find(limitReached, `it loads data in more than ${dataLimit} places`)
  for (const data of loaded.slice(0, dataLimit)) {
    const bytes = data.isWhole ? wholeOf(data, file.bytes) : bytesOf(data, file.bytes)
    const unrecognised = data.isWhole ? 'unknown' : 'accept'
    if (bytes !== undefined) await file.inside(`data that is loaded at byte ${data.at}`, bytes, {unrecognised})
  }
  for (const data of run.data.slice(0, dataLimit)) if (!loadedAt.has(data.content)) reportData(file, data)
}

function report(file: Examination, entries: readonly Entry[]): void {
  for (const {rule, message, offset, evidence} of entries) file.find(rule, message, {offset, evidence})
}

function reportData(file: Examination, data: DataFound): void {
  const bytes = bytesOf(data, file.bytes)
  const acting = bytes === undefined ? undefined : actingIn(bytes, file.trustedNames, 0)
  if (acting !== undefined)
    file.find(pickleInsideData, `data at byte ${data.at} is a pickle: ${acting.message}`, {
      offset: data.at,
      evidence: acting.evidence,
    })
}

/**
 * The first thing that a whole pickle in data does when somebody loads it; undefined where it is none, or does nothing.
 */
function actingIn(
  bytes: Uint8Array,
  trusted: ReadonlySet<string>,
  depth: number,
): {readonly message: string; readonly evidence: string} | undefined {
  const reader = memoryReader(bytes)
  const budget = new Budget({...defaultLimits, opcodes: opcodesInData})
  const machine = new PickleMachine(new PickleCursor(reader, 0, bytes.length), {
    budget,
    trusted,
    hasPersistentIds: true,
  })
  let run: Run
  try {
    run = machine.run()
  } catch (error) {
    if (error instanceof LimitReached) return undefined
    throw error
  }
  if (run.broken !== undefined) return undefined
  const acting = run.entries.find(({rule}) => rule.verdict === 'unsafe')
  if (acting !== undefined || depth >= dataDepth) return acting
  for (const data of run.data.slice(0, dataLimit)) {
    const inner = bytesOf(data, reader)
    const found = inner === undefined ? undefined : actingIn(inner, trusted, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
