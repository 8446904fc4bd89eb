import {concat, u32, utf8} from './weights.ts'

/** Pickles put together instruction by instruction. Whatever they would do, they are only ever read. */
export type Part = string | Uint8Array

/** Text stands for its Latin-1 bytes. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return concat(...parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)))
}

/** GLOBAL */
export function named(module: string, name: string): Uint8Array {
  return bytes(`c${module}\n${name}\n`)
}

/** BINUNICODE */
export function text(value: string): Uint8Array {
  return bytes('X', u32(utf8(value).byteLength), utf8(value))
}

/** BINBYTES */
export function data(value: Uint8Array): Uint8Array {
  return bytes('B', u32(value.byteLength), value)
}

/** STACK_GLOBAL of two texts */
export function stackGlobal(module: string, name: string): Uint8Array {
  return bytes(text(module), text(name), '\x93')
}

/** A call of what is named with these arguments. */
export function call(callable: Part, ...args: readonly Part[]): Uint8Array {
  return bytes(callable, '(', ...args, 'tR')
}

export function proto(protocol: number, ...parts: readonly Part[]): Uint8Array {
  return bytes('\x80', new Uint8Array([protocol]), ...parts, '.')
}

/** A tensor as torch rebuilds it from a storage. */
export function tensor(
  key: string,
  count: number,
  shape: readonly number[],
  options: {storage?: string; offset?: number} = {},
): Uint8Array {
  const {storage = 'FloatStorage', offset = 0} = options
  const stride = shape.map((_, index) => shape.slice(index + 1).reduce((product, side) => product * side, 1))
  const id = bytes('(', text('storage'), named('torch', storage), text(key), text('cpu'), int(count), 'tQ')
  const tuple = (values: readonly number[]) => bytes('(', ...values.map(int), 't')
  return call(
    named('torch._utils', '_rebuild_tensor_v2'),
    id,
    int(offset),
    tuple(shape),
    tuple(stride),
    '\x89',
    call(named('collections', 'OrderedDict')),
  )
}

/** BININT */
export function int(value: number): Uint8Array {
  return bytes('J', u32(value >>> 0))
}

/** A state dict of torch. */
export function stateDict(tensors: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const items = Object.entries(tensors).flatMap(([name, value]) => [text(name), value])
  return proto(2, call(named('collections', 'OrderedDict')), '(', ...items, 'u')
}

/** Runs a command of the shell that only prints. */
export const runsCommand: Uint8Array = proto(2, call(named('os', 'system'), text('echo inert')))
