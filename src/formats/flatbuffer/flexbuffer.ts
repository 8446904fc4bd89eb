import {AibomError} from '../../lib/errors.ts'

const [stringType, vectorType] = [5, 10]
const widths = [1, 2, 4, 8]

/**
 * The texts of a FlexBuffer whose root is a vector of strings, as bytes.
 *
 * Layout: the root's value, its type and its width end the buffer; a vector is its length, its items and then their
 * types; a string is its length and its bytes. Every offset counts back from its own place.
 * @throws {AibomError} `AIBOM_FLATBUFFER_CUT` for anything else
 * @see FlexBuffers, binary format
 */
export function flexTexts(bytes: Uint8Array): Uint8Array[] {
  const rootWidth = bytes.at(-1) ?? 0
  const rootType = bytes.at(-2) ?? 0
  if (!widths.includes(rootWidth) || rootType >> 2 !== vectorType) throw cut()
  const rootAt = bytes.length - 2 - rootWidth
  const width = widthOf(rootType)
  const vectorAt = rootAt - numberAt(bytes, rootAt, rootWidth)
  const count = numberAt(bytes, vectorAt - width, width)
  const typesAt = vectorAt + count * width
  if (typesAt + count > bytes.length) throw cut()
  const texts: Uint8Array[] = []
  for (let index = 0; index < count; index++) {
    const type = bytes[typesAt + index] ?? 0
    if (type >> 2 !== stringType) throw cut()
    const itemAt = vectorAt + index * width
    const textAt = itemAt - numberAt(bytes, itemAt, width)
    const length = numberAt(bytes, textAt - widthOf(type), widthOf(type))
    if (textAt + length > bytes.length) throw cut()
    texts.push(bytes.subarray(textAt, textAt + length))
  }
  return texts
}

function widthOf(type: number): number {
  return widths[type & 3] ?? 1
}

/** Unsigned and little-endian. */
function numberAt(bytes: Uint8Array, at: number, width: number): number {
  if (at < 0 || at + width > bytes.length) throw cut()
  let value = 0
  for (let index = width - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] ?? 0)
  if (value > bytes.length) throw cut()
  return value
}

function cut(): AibomError {
  return new AibomError('AIBOM_FLATBUFFER_CUT', 'the options of an operator are not a list of strings')
}
