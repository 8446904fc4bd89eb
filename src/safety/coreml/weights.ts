import {headerLayout} from '../../rules/header-layout.ts'
import type {Examination, FormatReader} from '../reader.ts'

const headerBytes = 64
const entryBytes = 64
const sentinel = 0xdeadbeef
const alignment = 64

/** The weights of a Core ML program: blobs, each with a note of its type, size and place before it. */
export const coremlWeights: FormatReader = {
  format: 'coreml-weights',
  matches({head, byteLength}) {
    if (byteLength < headerBytes + entryBytes) return undefined
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
    return view.getUint32(4, true) === 2 && view.getUint32(headerBytes, true) === sentinel ? 'certain' : undefined
  },
  read(file) {
    const count = new DataView(file.head.buffer, file.head.byteOffset).getUint32(0, true)
    file.fact('tensor_count', count)
    file.cover(0, headerBytes)
    let at = headerBytes
    for (let index = 0; index < count; index++) {
      file.budget.spend('items')
      const bytes = file.bytes.read(BigInt(at), entryBytes)
      const view = new DataView(bytes.buffer, bytes.byteOffset, entryBytes)
      const [size, offset] = [Number(view.getBigUint64(8, true)), Number(view.getBigUint64(16, true))]
      const end = offset + size
      if (
        view.getUint32(0, true) !== sentinel ||
        offset !== at + entryBytes ||
        !Number.isSafeInteger(end) ||
        end > file.byteLength
      ) {
        file.find(headerLayout, `blob ${index} has ${size} bytes at ${offset}, which does not fit the file`, {
          offset: at,
        })
        return
      }
      const next = Math.ceil(end / alignment) * alignment
      file.cover(at, end)
      coverPadding(file, end, Math.min(next, file.byteLength))
      at = next
    }
  },
}

/** Blobs are aligned, and what is between them is zero. */
function coverPadding(file: Examination, begin: number, end: number): void {
  if (file.bytes.read(BigInt(begin), end - begin).every(byte => byte === 0)) file.cover(begin, end)
}
