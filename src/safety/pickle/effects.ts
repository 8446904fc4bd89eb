import type {PickleCursor} from '../../formats/pickle/cursor.ts'
import type {Argument, Payload} from '../../formats/pickle/instructions.ts'
import type {CallJudge, CallKind} from './calls.ts'
import {addItems, build, judgeKey, judgePairs, setItems} from './changes.ts'
import {noteItems} from './growth.ts'
import type {PickleLog} from './log.ts'
import type {PickleStack} from './stack.ts'
import {add, type Call, isKind, type Persistent, tupleOf, unknown, type Value} from './values.ts'

/** What instructions work on. */
export interface Machine {
  readonly stack: PickleStack
  readonly log: PickleLog
  readonly judge: CallJudge
  readonly cursor: PickleCursor
  readonly options: {
    readonly hasPersistentIds: boolean
    readonly afterBuild?: (wrapper: Call, cursor: PickleCursor, frameEnd: number) => void
  }
  readonly persistent: Persistent[]
  protocol: number
  /** where the last frame ends: what a loader reads past the pickle machine comes behind it */
  frameEnd: number
  /** The loader would stop here. */
  breakAt(at: number, message: string, stops?: 'some loaders'): void
  import(module: string, name: string, at: number): Value
  replace(target: Value, state: Value): void
  call(callable: Value, args: Value, at: number, kind: CallKind): Value
  pushData(value: string | Payload, at: number): void
}

/** What one instruction does to the machine. */
export type Effect = (machine: Machine, argument: Argument, at: number) => void

const highestProtocol = 5
/** Numbers that pickles of any size may use. */
const highestMemo = 2 ** 24

const pushArgument: Effect = ({stack}, argument) => stack.push(isPlain(argument) ? argument : unknown)
const pushText: Effect = (machine, argument, at) => {
  if (typeof argument === 'string' || isPayload(argument)) machine.pushData(argument, at)
}
const getMemo: Effect = ({stack}, argument) => stack.push(stack.get(Number(argument)))
/** The memo is a table with room up to the highest number. */
const putMemo: Effect = ({stack, log, cursor}, argument, at) => {
  const index = Number(argument)
  if (index > Math.max(cursor.end, highestMemo))
    log.add('grows', 'memo', at, `it keeps a value under the number ${index}`)
  stack.put(index)
}
const pushExtension: Effect = ({stack, log}, argument, at) => {
  log.add(
    'outside',
    String(argument),
    at,
    `it asks for the extension ${argument}, which only the loading program knows`,
  )
  stack.push(unknown)
}

function takeTuple(count: number): Effect {
  return ({stack}) => {
    const items: Value[] = []
    for (let index = 0; index < count; index++) items.unshift(stack.pop())
    stack.push(tupleOf(items))
  }
}

function makeInstance(machine: Machine, callable: Value, args: readonly Value[], at: number, kind: CallKind): void {
  machine.stack.push(machine.call(callable, tupleOf(args), at, kind))
}

function persistentId({stack, log, options, persistent}: Machine, id: Value, at: number): void {
  const value: Persistent = {kind: 'persistent', id}
  if (options.hasPersistentIds) persistent.push(value)
  else log.add('outside', 'persistent id', at, 'it asks the loading program for an object by an id')
  stack.push(value)
}

/** What each instruction does to the machine. Those that are not here change nothing. */
const byCharacter: Readonly<Record<string, Effect>> = {
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
    if (isKind(target, 'call')) machine.options.afterBuild?.(target, machine.cursor, machine.frameEnd)
  },
  c: (machine, argument, at) => {
    const [module, name] = pairOf(argument)
    machine.stack.push(machine.import(module, name, at))
  },
  d: ({stack, log}, _argument, at) => {
    const values = stack.popMark()
    judgePairs(values, at, log)
    const pairs: [Value, Value][] = []
    for (let index = 0; index + 1 < values.length; index += 2)
      pairs.push([values[index] ?? null, values[index + 1] ?? null])
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
  l: ({stack}) => {
    const items: Value[] = []
    add(items, stack.popMark())
    const list = {kind: 'list', items} as const
    noteItems(list, items)
    stack.push(list)
  },
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
  t: ({stack}) => stack.push(tupleOf(stack.popMark())),
  ')': ({stack}) => stack.push(tupleOf([])),
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
    machine.stack.push(machine.call(machine.stack.pop(), args, at, 'class'))
  },
  '\x82': pushExtension,
  '\x83': pushExtension,
  '\x84': pushExtension,
  '\x85': takeTuple(1),
  '\x86': takeTuple(2),
  '\x87': takeTuple(3),
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
    for (const value of values) judgeKey(value, at, log)
    addItems(stack.top(), values, at, log)
  },
  '\x91': ({stack, log}, _argument, at) => {
    const items: Value[] = []
    add(items, stack.popMark())
    for (const item of items) judgeKey(item, at, log)
    stack.push({kind: 'frozenset', items})
  },
  '\x92': (machine, _argument, at) => {
    const keywords = machine.stack.pop()
    const args = machine.stack.pop()
    const all: Value = isKind(args, 'tuple') ? tupleOf([...args.items, keywords]) : args
    machine.stack.push(machine.call(machine.stack.pop(), all, at, 'class'))
  },
  '\x93': (machine, _argument, at) => {
    const name = machine.stack.pop()
    const module = machine.stack.pop()
    const isWritten = typeof module === 'string' && typeof name === 'string'
    machine.stack.push(isWritten ? machine.import(module, name, at) : machine.judge.importComputed(module, name, at))
  },
  '\x94': ({stack}) => stack.memoize(),
  '\x95': (machine, argument, at) => {
    if (Number(argument) > machine.cursor.end - machine.cursor.position)
      machine.breakAt(at, 'a frame is longer than the file', 'some loaders')
    machine.frameEnd = machine.cursor.position + Number(argument)
  },
  '\x96': pushText,
  '\x97': ({stack, log}, _argument, at) => {
    log.add('outside', 'buffer', at, 'it asks the loading program for a buffer that is not in the file')
    stack.push(unknown)
  },
}

/** By the code of the instruction. */
export const effects: readonly (Effect | undefined)[] = Array.from(
  {length: 256},
  (_, code) => byCharacter[String.fromCharCode(code)],
)

function isPlain(argument: Argument): argument is number | bigint | boolean {
  return typeof argument === 'number' || typeof argument === 'bigint' || typeof argument === 'boolean'
}

function isPayload(argument: Argument): argument is Payload {
  return typeof argument === 'object' && 'kind' in argument
}

function pairOf(argument: Argument): readonly [string, string] {
  return Array.isArray(argument) ? [String(argument[0]), String(argument[1])] : ['', '']
}
