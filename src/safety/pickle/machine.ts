import type {PickleCursor} from '../../formats/pickle/cursor.ts'
import {type Payload, readArgument} from '../../formats/pickle/instructions.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Budget} from '../budget.ts'
import {CallJudge, type CallKind} from './calls.ts'
import {type DataFound, dataIn, suspectsOf} from './data.ts'
import {effects, type Machine} from './effects.ts'
import {Growth} from './growth.ts'
import {type Entry, PickleLog} from './log.ts'
import {PickleStack} from './stack.ts'
import {type Call, isKind, nameOf, type Persistent, show, unknown, type Value} from './values.ts'

/** What decides over one run of the machine, which executes nothing. */
export interface MachineOptions {
  readonly budget: Budget
  /** names that the user's policy lists beside ours */
  readonly trusted: ReadonlySet<string>
  /** the format around it fetches objects by id: torch its storages */
  readonly hasPersistentIds: boolean
  /** Raw bytes that a wrapper makes its loader read from the middle of the pickle; passes over them. */
  readonly afterBuild?: (wrapper: Call, cursor: PickleCursor, frameEnd: number) => void
}

/** One pickle from its first instruction to STOP, or to where it broke. */
export interface Run {
  readonly end: number
  /** where every loader stops; undefined where none has to */
  readonly stop?: number | undefined
  /** what it does until the loader stops */
  readonly entries: readonly Entry[]
  readonly result: Value
  /** why the loader would stop before STOP */
  readonly broken?: {readonly at: number; readonly message: string}
  /** data that may be a pickle in turn */
  readonly data: readonly DataFound[]
  readonly calls: readonly Call[]
  readonly persistent: readonly Persistent[]
  readonly names: number
  readonly highestProtocol: number
}

/** Errors of the pickle itself. */
const faults: ReadonlySet<string> = new Set(['AIBOM_PICKLE_INVALID', 'AIBOM_PICKLE_TRUNCATED'])
/** Budget is taken in portions: asking for each instruction costs as much as the instruction. */
const portion = 1024
/** Calls that are kept for the format around it: tensors that are rebuilt. */
const keptCalls = 200_000

/**
 * Reads a pickle as the Python machine would run it, without running anything: every instruction of protocols 0 to 5,
 * with the stack, the marks and the memo.
 * What a broken pickle lacks is unknown, and the reading goes on: a loader has run all that stands before the fault.
 */
export class PickleMachine implements Machine {
  readonly stack = new PickleStack()
  readonly log = new PickleLog()
  readonly judge: CallJudge
  readonly options: MachineOptions
  readonly cursor: PickleCursor
  readonly data: DataFound[] = []
  readonly calls: Call[] = []
  readonly persistent: Persistent[] = []
  names = 0
  protocol = 0
  frameEnd = 0
  readonly #replaced = new Map<string, Value>()
  readonly #growth: Growth
  #broken: {at: number; message: string} | undefined
  #stop: number | undefined

  constructor(cursor: PickleCursor, options: MachineOptions) {
    this.cursor = cursor
    this.options = options
    this.judge = new CallJudge(this.log, options.trusted)
    this.#growth = new Growth(cursor.end)
  }

  run(): Run {
    try {
      this.#steps()
    } catch (error) {
      if (!(error instanceof AibomError) || !faults.has(error.code)) throw error
      this.breakAt(this.cursor.position, error.message)
    }
    this.judge.finish()
    return {
      end: this.cursor.position,
      stop: this.#stop,
      entries: this.entries(),
      result: this.#broken === undefined ? this.stack.top() : unknown,
      ...(this.#broken !== undefined && {broken: this.#broken}),
      data: this.data,
      calls: this.calls,
      persistent: this.persistent,
      names: this.names,
      highestProtocol: this.protocol,
    }
  }

  /** What was found so far. */
  entries(): Entry[] {
    return this.log.entries(this.#stop)
  }

  breakAt(at: number, message: string, stops: 'every loader' | 'some loaders' = 'every loader'): void {
    this.#broken ??= {at, message}
    if (stops === 'every loader') this.#stop ??= at
  }

  import(module: string, name: string, at: number): Value {
    this.names++
    if (!pythonName.test(module) || !pythonName.test(name))
      this.breakAt(at, `it imports ${show(`${module}.${name}`)}, which is no name in Python`)
    return this.#replaced.get(`${module}.${name}`) ?? this.judge.import(module, name, at)
  }

  /** BUILD on a name sets its attributes: what is imported by them later is what was set. */
  replace(target: Value, state: Value): void {
    if (!isKind(target, 'global') || !isKind(state, 'dict')) return
    for (const [key, value] of state.pairs)
      if (typeof key === 'string') this.#replaced.set(`${nameOf(target)}.${key}`, value)
  }

  call(callable: Value, args: Value, at: number, kind: CallKind): Value {
    if (!mayBeCalled(callable)) this.breakAt(at, 'it calls something that cannot be called')
    const value = this.judge.call(callable, args, at, kind)
    const call: Call = isKind(value, 'call') ? value : {kind: 'call', callable, args, at}
    const fault = this.#growth.faultOf(call)
    if (fault !== undefined) this.log.add('grows', nameOf(callable) ?? '', at, fault)
    this.data.push(...dataIn(call))
    if (this.calls.length < keptCalls) this.calls.push(call)
    return value
  }

  /** Keeps what looks like a pickle of its own, and passes the value on. */
  pushData(value: string | Payload, at: number): void {
    this.data.push(...suspectsOf(value, at))
    this.stack.push(value)
  }

  #steps(): void {
    const {cursor, stack} = this
    for (let count = 0; ; count++) {
      if (count % portion === 0) this.options.budget.spend('opcodes', portion)
      const at = cursor.position
      const code = cursor.byte()
      const argument = readArgument(code, cursor)
      if (code === stop) break
      effects[code]?.(this, argument, at)
      if (stack.isBroken) this.breakAt(at, 'it takes from its stack or memo what is not there')
    }
    stack.top()
    if (stack.isBroken) this.breakAt(cursor.position, 'it ends without a result')
  }
}

const stop = 0x2e
/** Words of letters, digits and hyphens: modules are named as files are. */
const pythonName = /^[\p{ID_Start}_][\p{ID_Continue}.-]*$/u

function mayBeCalled(value: Value): boolean {
  return (['global', 'call', 'persistent', 'unknown'] as const).some(kind => isKind(value, kind))
}
