/** Times, owners, sizes and names of Info-ZIP, NTFS and Unix, and marks that Java and Android leave. */
const knownFields: ReadonlySet<number> = new Set([
  ...[0x0001, 0x000a, 0x000d, 0x5455, 0x5855, 0x7855, 0x7875, 0x6375, 0x7075, 0xcafe, 0xd935],
])
/** The longest of them but names holds three times of eight bytes and their heads. */
const longestField = 40
const namedFields: ReadonlySet<number> = new Set([0x6375, 0x7075])
/** `FB`: torch moves the data to where a page begins. */
const torchPadding = 0x4246
const letterZ = 0x5a
const fieldHead = 4

/**
 * What of the extra fields of a header no program is known to read: neither a known field, nor padding.
 * @see APPNOTE 4.5; torch, caffe2/serialize/inline_container.cc
 */
export function strayOf(extra: Uint8Array): Uint8Array {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength)
  const strays: Uint8Array[] = []
  let at = 0
  while (at + fieldHead <= extra.length) {
    const id = view.getUint16(at, true)
    const end = at + fieldHead + view.getUint16(at + 2, true)
    if (end > extra.length) break
    if (!isKnown(id, extra.subarray(at + fieldHead, end))) strays.push(extra.subarray(at, end))
    at = end
  }
  strays.push(extra.subarray(at))
  return Buffer.concat(strays.filter(bytes => bytes.some(byte => byte !== 0)))
}

function isKnown(id: number, content: Uint8Array): boolean {
  if (id === torchPadding) return content.every(byte => byte === letterZ)
  return knownFields.has(id) && (namedFields.has(id) || content.length <= longestField)
}
