import {build, judgeFileName, judgeNames} from './changes.ts'
import {loadsBytes, writtenBytes} from './data.ts'
import {isInert, looksLikeFunction, type Standing, safeAttributes, standingOf, successorOf} from './judge.ts'
import type {PickleLog} from './log.ts'
import {isPlainCall} from './plain-calls.ts'
import {resolveCall} from './resolve.ts'
import {type Call, type GlobalName, isKind, itemsOf, nameOf, show, type Value} from './values.ts'

/** How a callable is called: an instruction that makes an instance can call nothing but a class. */
export type CallKind = 'function' | 'class'

/** Judges every name that a pickle imports and every call that it makes. */
export class CallJudge {
  readonly #log: PickleLog
  readonly #trusted: ReadonlySet<string>
  readonly #named = new Map<GlobalName, Standing>()
  readonly #called = new Set<string>()

  constructor(log: PickleLog, trusted: ReadonlySet<string>) {
    this.#log = log
    this.#trusted = trusted
  }

  /** A name as the file writes it. */
  import(module: string, name: string, at: number): GlobalName {
    const value: GlobalName = {kind: 'global', module, name, at, computed: false}
    const standing = standingOf(module, name, this.#trusted)
    if (standing !== 'call' && standing !== 'value') this.#named.set(value, standing)
    return value
  }

  /** A name whose parts are no texts of the file, or that no file of a model has. */
  importComputed(module: Value, name: Value, at: number): GlobalName {
    const text = `${show(module)}.${show(name)}`
    this.#log.add('computed', text, at, `the name of the import is computed: ${text}`)
    return {kind: 'global', module: show(module), name: show(name), at, computed: true}
  }

  /** @returns what the call gives, as far as it can be told without making it */
  call(callable: Value, args: Value, at: number, kind: CallKind): Value {
    const call: Call = {kind: 'call', callable, args, at}
    if (!isKind(args, 'tuple') && !isKind(args, 'unknown')) {
      const name = nameOf(callable) ?? show(callable)
      this.#log.add('computed', name, at, `it calls ${name} with arguments that it computed: ${show(args)}`)
    }
    if (isKind(callable, 'global') && !callable.computed) this.#judgeNamed(callable, call, kind)
    else if (typeof callable === 'object' && callable !== null && callable.kind !== 'unknown')
      this.#judgeComputed(callable, call)
    return resolveCall(call) ?? call
  }

  /** Names that stand in the pickle and are not called there. */
  finish(): void {
    for (const [value, standing] of this.#named) {
      const name = nameOf(value) ?? ''
      if (!this.#called.has(name)) this.#judgeImport(value, name, standing)
    }
  }

  #judgeImport({name: own, at, module}: GlobalName, name: string, standing: Standing): void {
    if (standing === 'acts')
      this.#log.add('runs', name, at, `it imports ${withSuccessor(module, own)}, which can act`, 'imported')
    else if (isWalk(own) && standing !== 'inert')
      this.#log.add('dotted', name, at, `it reaches ${name} by a dotted name`, 'imported')
    else if (standing !== 'guarded')
      this.#log.add('unlisted', name, at, `it imports ${name}, which is not on the list of safe names`)
  }

  #judgeNamed(callable: GlobalName, call: Call, kind: CallKind): void {
    const name = nameOf(callable) ?? ''
    this.#called.add(name)
    const standing = standingOf(callable.module, callable.name, this.#trusted)
    const shown = withSuccessor(callable.module, callable.name)
    if (name === loadsBytes && writtenBytes(itemsOf(call.args)[0]) !== undefined) return
    if (isPlainCall(name, itemsOf(call.args))) return
    if (name === arrayMaker) this.#judgeArrayMaker(call)
    if (isGetattr(name) && this.#judgeAttribute(call)) return
    if (standing === 'acts') this.#log.add('runs', name, call.at, `it calls ${shown} when it is loaded: ${show(call)}`)
    else if (isWalk(callable.name))
      this.#log.add('dotted', name, call.at, `it calls ${name}, reached by a dotted name: ${show(call)}`)
    else if (standing === 'unlisted' && kind === 'function' && looksLikeFunction(callable.name))
      this.#log.add('runs', name, call.at, `it calls the function ${shown} when it is loaded: ${show(call)}`)
    else if (standing === 'guarded') {
      this.#judgeGuarded(name, call)
      this.#judgeArguments(name, call)
    } else if (standing === 'call') this.#judgeArguments(name, call)
    else
      this.#log.add('unlisted', name, call.at, `it makes an object of ${name}, which is not on the list of safe names`)
  }

  /**
   * Pickles of value types and of members of an enumeration ask for an attribute of a class.
   * @returns whether this is one of those
   */
  #judgeAttribute(call: Call): boolean {
    const [owner, attribute] = itemsOf(call.args)
    const reached = nameOf(resolveCall(call))
    if (reached === undefined) return false
    if (safeAttributes.has(reached)) return true
    if (!isInert(reached) && !(isConstant(String(attribute)) && this.#isPlainClass(owner))) return false
    this.#log.add('unlisted', reached, call.at, `it asks for ${reached}, which is not on the list of safe names`)
    return true
  }

  #isPlainClass(owner: Value | undefined): boolean {
    return (
      isKind(owner, 'global') &&
      !owner.computed &&
      !looksLikeFunction(owner.name) &&
      standingOf(owner.module, owner.name, this.#trusted) !== 'acts'
    )
  }

  /** The first argument is called in turn, now or later. */
  #judgeGuarded(name: string, call: Call): void {
    const [first] = itemsOf(call.args)
    if (first === undefined || first === null) return
    if (!isKind(first, 'global')) {
      this.#log.add('computed', name, call.at, `it has ${name} call something computed: ${show(call)}`)
      return
    }
    const standing = standingOf(first.module, first.name, this.#trusted)
    if (standing !== 'call')
      this.#log.add(
        'unlisted',
        nameOf(first) ?? '',
        call.at,
        `it has ${name} call ${nameOf(first)}, which is not on the list`,
      )
  }

  #judgeArrayMaker({args, at}: Call): void {
    const [maker = null, makerArgs = null, state = null, fields = null] = itemsOf(args)
    const made = this.call(maker, makerArgs, at, 'function')
    build(made, state, at, this.#log)
    judgeNames(fields, nameOf(made) ?? '', at, this.#log)
  }

  /** Data for a safe callable may still name a file or a function. */
  #judgeArguments(name: string, {args, at}: Call): void {
    const [first, second] = itemsOf(args)
    if (name === '_codecs.encode' && second !== undefined && !plainEncodings.has(String(second)))
      this.#log.add('unlisted', `${name} ${show(second)}`, at, `it decodes data by the codec ${show(second)}`)
    for (const text of [first, second]) judgeFileName(name, text, at, this.#log)
    if (setsAttributes.test(name)) {
      const state = itemsOf(args)[3]
      for (const part of [state, ...itemsOf(state)]) judgeNames(part, name, at, this.#log)
    }
  }

  #judgeComputed(callable: Value, call: Call): void {
    if (isKind(callable, 'global') && safeAttributes.has(nameOf(callable) ?? '')) return
    const reached = nameOf(resolveCall(call))
    const name = isKind(callable, 'global') ? (nameOf(callable) ?? '') : show(callable)
    this.#log.add(
      'computed',
      name,
      call.at,
      `it calls something that it computed: ${show(call)}${reached === undefined ? '' : `, which is ${reached}`}`,
    )
  }
}

/** They set what their fourth argument says on what they make. */
const setsAttributes = /^torch\.(?:_utils\._rebuild_parameter_with_state|_tensor\._rebuild_from_type_v2)$/
/** Dill's arrays: calls its first argument with its second, and sets its third as the state of the result. */
const arrayMaker = 'dill._dill._create_array'

function isConstant(attribute: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(attribute)
}

function isGetattr(name: string): boolean {
  return name === 'builtins.getattr' || name === '__builtin__.getattr'
}

const plainEncodings: ReadonlySet<string> = new Set([
  'latin1',
  'latin-1',
  'iso-8859-1',
  'utf-8',
  'utf8',
  'ascii',
  'utf-16',
  'utf-32',
])

/** A dotted name that passes through something with a small letter: a module, or a method of a class. */
function isWalk(name: string): boolean {
  return (
    name.split('.').slice(1).some(looksLikeFunction) ||
    (name.includes('.') && looksLikeFunction(name.split('.')[0] ?? ''))
  )
}

function withSuccessor(module: string, name: string): string {
  const successor = successorOf(module, name)
  return successor === undefined ? `${module}.${name}` : `${module}.${name} (${successor} in Python 3)`
}
