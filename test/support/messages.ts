import {concat, u32, utf8} from './weights.ts'

/** Protobuf messages, field by field. */
export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return new Uint8Array([...bytes, Number(rest)])
}

export function number(field: number, value: number | bigint): Uint8Array {
  return concat(varint(field << 3), varint(value))
}

export function part(field: number, ...content: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = concat(...content.map(each => (typeof each === 'string' ? utf8(each) : each)))
  return concat(varint((field << 3) | 2), varint(bytes.length), bytes)
}

/** A tar of these members. */
export function tar(
  members: readonly {
    readonly name: string
    readonly content?: Uint8Array
    readonly type?: string
    readonly link?: string
  }[],
): Uint8Array {
  const blocks = members.flatMap(({name, content = new Uint8Array(), type = '0', link = ''}) => {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write('0000644\0', 100)
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        ', 148)
    header.write(type, 156)
    header.write(link, 157)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, content, new Uint8Array((512 - (content.length % 512)) % 512)]
  })
  return concat(...blocks, new Uint8Array(1024))
}

/** The frame of an HDF5 file of version 0, with texts in its body. */
export function hdf5(...body: readonly (string | Uint8Array)[]): Uint8Array {
  const content = concat(
    ...body.map(each => (typeof each === 'string' ? concat(new Uint8Array(4), utf8(each), new Uint8Array(4)) : each)),
  )
  const end = 96 + content.length
  const head = Buffer.alloc(96)
  Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head)
  head[13] = 8
  head[14] = 8
  Buffer.from(u32(end)).copy(head, 40)
  return concat(head, content)
}
