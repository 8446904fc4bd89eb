import type {PickleCursor} from '../../formats/pickle/cursor.ts'
import {type Argument, type Payload, readArgument} from '../../formats/pickle/instructions.ts'
import {AibomError} from '../../lib/errors.ts'
import type {Budget} from '../budget.ts'
import {CallJudge, type CallKind} from './calls.ts'
import {addItems, build, setItems} from './changes.ts'
import {type DataFound, dataIn, suspectsOf} from './data.ts'
import {PickleLog} from './log.ts'
import {PickleStack} from './stack.ts'
import {add, type Call, isKind, itemsOf, nameOf, type Persistent, unknown, type Value} from './values.ts'

export interface MachineOptions {
  readonly budget: Budget
  /** names that the user's policy lists beside ours */
  readonly trusted: ReadonlySet<string>
  /** the format around it fetches objects by id: torch its storages */
  readonly hasPersistentIds: boolean
  /** Raw bytes that a wrapper makes its loader read from the middle of the pickle; passes over them. */
  readonly afterBuild?: (wrapper: Call, cursor: PickleCursor) => void
}

/** One pickle from its first instruction to STOP, or to where it broke. */
export interface Run {
  readonly end: number
  readonly log: PickleLog
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
const highestProtocol = 5
/** Budget is taken in portions: asking for each instruction costs as much as the instruction. */
const portion = 1024
/** Calls that are kept for the format around it: tensors that are rebuilt. */
const keptCalls = 200_000

type Handler = (machine: PickleMachine, argument: Argument, at: number) => void

/**
 * Reads a pickle as the Python machine would run it, without running anything: every instruction of protocols 0 to 5, with the stack, the marks and the memo.
 * What a broken pickle lacks is unknown, and the reading goes on: a loader has run all that stands before the fault.
 */
export class PickleMachine {
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
  readonly #replaced = new Map<string, Value>()
  #broken: {at: number; message: string} | undefined

  constructor(cursor: PickleCursor, options: MachineOptions) {
    this.cursor = cursor
    this.options = options
    this.judge = new CallJudge(this.log, options.trusted)
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
      log: this.log,
      result: this.#broken === undefined ? this.stack.top() : unknown,
      ...(this.#broken !== undefined && {broken: this.#broken}),
      data: this.data,
      calls: this.calls,
      persistent: this.persistent,
      names: this.names,
      highestProtocol: this.protocol,
    }
  }

  breakAt(at: number, message: string): void {
    this.#broken ??= {at, message}
  }

  import(module: string, name: string, at: number): Value {
    this.names++
    return this.#replaced.get(`${module}.${name}`) ?? this.judge.import(module, name, at)
  }

  /** BUILD on a name sets its attributes: what is imported by them later is what was set. */
  replace(target: Value, state: Value): void {
    if (!isKind(target, 'global') || !isKind(state, 'dict')) return
    for (const [key, value] of state.pairs) if (typeof key === 'string') this.#replaced.set(`${nameOf(target)}.${key}`, value)
  }

  call(callable: Value, args: Value, at: number, kind: CallKind): Value {
    if (!isKind(callable, 'global') && !isKind(callable, 'call') && !isKind(callable, 'unknown'))
      this.breakAt(at, 'it calls something that cannot be called')
    const value = this.judge.call(callable, args, at, kind)
    const call: Call = isKind(value, 'call') ? value : {kind: 'call', callable, args, at}
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
      handlers[code]?.(this, argument, at)
      if (stack.isBroken) this.breakAt(at, 'it takes from its stack or memo what is not there')
    }
    stack.top()
    if (stack.isBroken) this.breakAt(cursor.position, 'it ends without a result')
  }
}

const stop = 0x2e

const pushArgument: Handler = ({stack}, argument) => stack.push(isPlain(argument) ? argument : unknown)
const pushText: Handler = (machine, argument, at) => {
  if (typeof argument === 'string' || isPayload(argument)) machine.pushData(argument, at)
}
const getMemo: Handler = ({stack}, argument) => stack.push(stack.get(Number(argument)))
const putMemo: Handler = ({stack}, argument) => stack.put(Number(argument))
const pushExtension: Handler = ({stack, log}, argument, at) => {
  log.add('outside', String(argument), at, `it asks for the extension ${argument}, which only the loading program knows`)
  stack.push(unknown)
}

function tupleOf(count: number): Handler {
  return ({stack}) => {
    const items: Value[] = []
    for (let index = 0; index < count; index++) items.unshift(stack.pop())
    stack.push({kind: 'tuple', items})
  }
}

function collect(kind: 'tuple' | 'list' | 'frozenset'): Handler {
  return ({stack}) => {
    const items: Value[] = []
    add(items, stack.popMark())
    stack.push({kind, items})
  }
}

function makeInstance(machine: PickleMachine, callable: Value, args: readonly Value[], at: number, kind: CallKind): void {
  const items: Value[] = []
  add(items, args)
  machine.stack.push(machine.call(callable, {kind: 'tuple', items}, at, kind))
}

function persistentId({stack, log, options, persistent}: PickleMachine, id: Value, at: number): void {
  const value: Persistent = {kind: 'persistent', id}
  if (options.hasPersistentIds) persistent.push(value)
  else log.add('outside', 'persistent id', at, 'it asks the loading program for an object by an id')
  stack.push(value)
}

/** What each instruction does to the machine. Those that are not here change nothing. */
const byCharacter: Readonly<Record<string, Handler>> = {
  '(': ({stack}) => stack.mark(),
  '0': ({stack}) => stack.drop(),
  '1': ({stack}) => void stack.popMark(),
  '2': ({stack}) => stack.push(stack.top()),
  F: pushArgument,
  G: pushArgument,
  I: pushArgument,
  J: pushArgument,
  K: pushArgument,
  L: pushArgument,
  M: pushArgument,
  N: ({stack}) => stack.push(null),
  P: (machine, argument, at) => persistentId(machine, String(argument), at),
  Q: (machine, _argument, at) => persistentId(machine, machine.stack.pop(), at),
  R: (machine, _argument, at) => {
    const args = machine.stack.pop()
    machine.stack.push(machine.call(machine.stack.pop(), args, at, 'function'))
  },
  S: pushText,
  T: pushText,
  U: pushText,
  V: pushText,
  X: pushText,
  a: ({stack, log}, _argument, at) => {
    const value = stack.pop()
    addItems(stack.top(), [value], at, log)
  },
  b: (machine, _argument, at) => {
    const state = machine.stack.pop()
    const target = machine.stack.top()
    build(target, state, at, machine.log)
    machine.replace(target, state)
    if (isKind(target, 'call')) machine.options.afterBuild?.(target, machine.cursor)
  },
  c: (machine, argument, at) => {
    const [module, name] = pairOf(argument)
    machine.stack.push(machine.import(module, name, at))
  },
  d: ({stack}) => {
    const values = stack.popMark()
    const pairs: [Value, Value][] = []
    for (let index = 0; index + 1 < values.length; index += 2) pairs.push([values[index] ?? null, values[index + 1] ?? null])
    stack.push({kind: 'dict', pairs})
  },
  '}': ({stack}) => stack.push({kind: 'dict', pairs: []}),
  e: ({stack, log}, _argument, at) => {
    const values = stack.popMark()
    addItems(stack.top(), values, at, log)
  },
  g: getMemo,
  h: getMemo,
  j: getMemo,
  i: (machine, argument, at) => {
    const [module, name] = pairOf(argument)
    makeInstance(machine, machine.import(module, name, at), machine.stack.popMark(), at, 'function')
  },
  l: collect('list'),
  ']': ({stack}) => stack.push({kind: 'list', items: []}),
  o: (machine, _argument, at) => {
    const [callable = unknown, ...args] = machine.stack.popMark()
    makeInstance(machine, callable, args, at, 'function')
  },
  p: putMemo,
  q: putMemo,
  r: putMemo,
  s: ({stack, log}, _argument, at) => {
    const value = stack.pop()
    const key = stack.pop()
    setItems(stack.top(), [key, value], at, log)
  },
  t: collect('tuple'),
  ')': ({stack}) => stack.push({kind: 'tuple', items: []}),
  u: ({stack, log}, _argument, at) => {
    const values = stack.popMark()
    setItems(stack.top(), values, at, log)
  },
  B: pushText,
  C: pushText,
  '\x80': (machine, argument, at) => {
    if (Number(argument) > highestProtocol) machine.breakAt(at, `protocol ${argument} is not known`)
    machine.protocol = Math.max(machine.protocol, Number(argument))
  },
  '\x81': (machine, _argument, at) => {
    const args = machine.stack.pop()
    makeInstance(machine, machine.stack.pop(), itemsOf(args), at, 'class')
  },
  '\x82': pushExtension,
  '\x83': pushExtension,
  '\x84': pushExtension,
  '\x85': tupleOf(1),
  '\x86': tupleOf(2),
  '\x87': tupleOf(3),
  '\x88': ({stack}) => stack.push(true),
  '\x89': ({stack}) => stack.push(false),
  '\x8a': pushArgument,
  '\x8b': pushArgument,
  '\x8c': pushText,
  '\x8d': pushText,
  '\x8e': pushText,
  '\x8f': ({stack}) => stack.push({kind: 'set', items: []}),
  '\x90': ({stack, log}, _argument, at) => {
    const values = stack.popMark()
    addItems(stack.top(), values, at, log)
  },
  '\x91': collect('frozenset'),
  '\x92': (machine, _argument, at) => {
    const keywords = machine.stack.pop()
    const args = machine.stack.pop()
    makeInstance(machine, machine.stack.pop(), [...itemsOf(args), keywords], at, 'class')
  },
  '\x93': (machine, _argument, at) => {
    const name = machine.stack.pop()
    const module = machine.stack.pop()
    const isWritten = typeof module === 'string' && typeof name === 'string'
    machine.stack.push(isWritten ? machine.import(module, name, at) : machine.judge.importComputed(module, name, at))
  },
  '\x94': ({stack}) => stack.memoize(),
  '\x95': (machine, argument, at) => {
    if (Number(argument) > machine.cursor.end - machine.cursor.position) machine.breakAt(at, 'a frame is longer than the file')
  },
  '\x96': pushText,
  '\x97': ({stack, log}, _argument, at) => {
    log.add('outside', 'buffer', at, 'it asks the loading program for a buffer that is not in the file')
    stack.push(unknown)
  },
}

const handlers: readonly (Handler | undefined)[] = Array.from({length: 256}, (_, code) => byCharacter[String.fromCharCode(code)])

function isPlain(argument: Argument): argument is number | bigint | boolean {
  return typeof argument === 'number' || typeof argument === 'bigint' || typeof argument === 'boolean'
}

function isPayload(argument: Argument): argument is Payload {
  return typeof argument === 'object' && 'kind' in argument
}

function pairOf(argument: Argument): readonly [string, string] {
  return Array.isArray(argument) ? [String(argument[0]), String(argument[1])] : ['', '']
}
