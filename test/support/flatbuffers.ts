import {concat, u32, u64, utf8} from './weights.ts'

/** What a field of a table holds: bytes in the table itself, or a part that the table points to; absent: nothing. */
export type FlatField = {readonly inline: Uint8Array} | {readonly part: FlatPart} | undefined

/** Writes itself behind what is there. @returns where it begins */
type FlatPart = (out: FlatWriter) => number

/** A flatbuffer with this table at its root. */
export function flatbuffer(identifier: string, ...fields: readonly FlatField[]): Uint8Array {
  const out = new FlatWriter()
  out.append(concat(new Uint8Array(4), utf8(identifier)))
  out.point(0, tableOf(fields)(out))
  return out.bytes()
}

export const byte = (value: number): FlatField => ({inline: new Uint8Array([value])})
export const word = (value: number): FlatField => ({inline: u32(value >>> 0)})
export const long = (value: bigint): FlatField => ({inline: u64(value)})
export const blob = (content: Uint8Array): FlatField => ({
  part: out => out.append(concat(u32(content.length), content)),
})
export const text = (value: string): FlatField => ({
  part: out => out.append(concat(u32(utf8(value).length), utf8(value), new Uint8Array(1))),
})
export const words = (...values: readonly number[]): FlatField => ({
  part: out => out.append(concat(u32(values.length), ...values.map(value => u32(value >>> 0)))),
})

export const longs = (...values: readonly bigint[]): FlatField => ({
  part: out => out.append(concat(u32(values.length), ...values.map(value => u64(value)))),
})

export const texts = (...values: readonly string[]): FlatField => ({
  part(out) {
    const at = out.append(concat(u32(values.length), new Uint8Array(values.length * 4)))
    for (const [index, value] of values.entries())
      out.point(at + 4 + index * 4, out.append(concat(u32(utf8(value).length), utf8(value), new Uint8Array(1))))
    return at
  },
})

/** A vector of tables, each by its fields. */
export function tables(...items: readonly (readonly FlatField[])[]): FlatField {
  return {
    part(out) {
      const at = out.append(concat(u32(items.length), new Uint8Array(items.length * 4)))
      for (const [index, fields] of items.entries()) out.point(at + 4 + index * 4, tableOf(fields)(out))
      return at
    },
  }
}

/** A vector of which each item is the same part. */
export function repeated(count: number, field: FlatField): FlatField {
  if (field === undefined || 'inline' in field) return field
  return {
    part(out) {
      const at = out.append(concat(u32(count), new Uint8Array(count * 4)))
      const target = field.part(out)
      for (let index = 0; index < count; index++) out.point(at + 4 + index * 4, target)
      return at
    },
  }
}

/** A table of its own. */
export const table = (...fields: readonly FlatField[]): FlatField => ({part: tableOf(fields)})

function tableOf(fields: readonly FlatField[]): FlatPart {
  return out => {
    const sizes = fields.map(field => (field === undefined ? 0 : 'inline' in field ? field.inline.length : 4))
    const places = sizes.map((size, index) => (size === 0 ? 0 : 4 + sum(sizes.slice(0, index))))
    const header = [4 + fields.length * 2, 4 + sum(sizes), ...places]
    const vtable = out.append(new Uint8Array(header.flatMap(value => [value & 0xff, value >> 8])))
    const at = out.append(new Uint8Array(4 + sum(sizes)))
    out.set(at, u32((at - vtable) >>> 0))
    for (const [index, field] of fields.entries()) {
      const place = at + (places[index] ?? 0)
      if (field !== undefined && 'inline' in field) out.set(place, field.inline)
      else if (field !== undefined) out.point(place, field.part(out))
    }
    return at
  }
}

class FlatWriter {
  #bytes: number[] = []

  append(content: Uint8Array): number {
    while (this.#bytes.length % 4 !== 0) this.#bytes.push(0)
    const at = this.#bytes.length
    this.#bytes.push(...content)
    return at
  }

  set(at: number, content: Uint8Array): void {
    for (const [index, value] of content.entries()) this.#bytes[at + index] = value
  }

  /** Offsets count from where they stand. */
  point(at: number, target: number): void {
    this.set(at, u32(target - at))
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#bytes)
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
