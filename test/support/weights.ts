/** Builders of small weight files, honest and lying ones. */

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function u32(value: number, littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, littleEndian)
  return new Uint8Array(view.buffer)
}

export function u64(value: bigint, littleEndian = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, value, littleEndian)
  return new Uint8Array(view.buffer)
}

/** A safetensors file of this header (an object, or JSON text as it shall stand there) and so many data bytes. */
export function safetensors(header: unknown, dataBytes: number): Uint8Array {
  const json = utf8(typeof header === 'string' ? header : JSON.stringify(header))
  return concat(u64(BigInt(json.byteLength)), json, new Uint8Array(dataBytes))
}

export type GgufEntry =
  | readonly [key: string, type: 'string', value: string]
  | readonly [key: string, type: 'u32', value: number]
  | readonly [key: string, type: 'strings', value: readonly string[]]
  | readonly [key: string, type: 'raw', value: Uint8Array]

export interface GgufParts {
  readonly version?: number
  readonly littleEndian?: boolean
  readonly keyCount?: bigint
  readonly tensorCount?: bigint
  readonly entries?: readonly GgufEntry[]
  readonly tensors?: readonly {
    readonly name: string
    readonly dimensions: readonly bigint[]
    readonly type: number
    readonly offset: bigint
  }[]
  readonly dataBytes?: number
  readonly alignment?: number
}

/** A GGUF file; counts and offsets are as given, true or not. */
export function gguf(parts: GgufParts): Uint8Array {
  const {version = 3, littleEndian = true, entries = [], tensors = [], dataBytes = 0, alignment = 32} = parts
  const n32 = (value: number) => u32(value, littleEndian)
  const size = (value: bigint) => (version === 1 ? n32(Number(value)) : u64(value, littleEndian))
  const text = (value: string) => concat(size(BigInt(utf8(value).byteLength)), utf8(value))
  const entry = ([key, type, value]: GgufEntry): Uint8Array => {
    if (type === 'string') return concat(text(key), n32(8), text(value))
    if (type === 'u32') return concat(text(key), n32(4), n32(value))
    if (type === 'strings') return concat(text(key), n32(9), n32(8), size(BigInt(value.length)), ...value.map(text))
    return concat(text(key), value)
  }
  const header = concat(
    utf8('GGUF'),
    n32(version),
    size(parts.tensorCount ?? BigInt(tensors.length)),
    size(parts.keyCount ?? BigInt(entries.length)),
    ...entries.map(entry),
    ...tensors.map(({name, dimensions, type, offset}) =>
      concat(text(name), n32(dimensions.length), ...dimensions.map(size), n32(type), u64(offset, littleEndian)),
    ),
  )
  const padding = (alignment - (header.byteLength % alignment)) % alignment
  return concat(header, new Uint8Array(padding + dataBytes))
}
