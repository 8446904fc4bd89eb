const newline = 0x0a
const protocol = 0x80
const highestProtocol = 5
const shortText = 0x8c
const [mark, instance] = [0x28, 0x69]
/** Before an import that takes what stands behind a mark: bytes that are searched for it, and marks that are tried. */
const [marksBytes, marksTried] = [512, 4]
/** Longer names of modules and classes are none; of the names on the stack fewer bytes are asked for. */
const nameLimit = 201
const stackedNameLimit = 101
/** MEMOIZE, or BINPUT with its argument, stands between the two names of an import. */
const betweenNames = 3
const [inName, startsName, imports] = [1, 2, 4]

/**
 * What a byte may be: part of a dotted name, the first of one, an instruction that imports by the two lines behind it.
 */
const kinds = Uint8Array.from({length: 256}, (_byte, code) => {
  const sign = String.fromCharCode(code)
  return (
    (/[\w.]/.test(sign) ? inName : 0) | (/[A-Za-z_]/.test(sign) ? startsName : 0) | (/[ci]/.test(sign) ? imports : 0)
  )
})

/**
 * Where a pickle, or an import in the middle of one, may begin: a header of protocol 0 to 5, an import of two lines, an
 * import of two names on the stack, or a mark before one that takes what stands behind it.
 * Each byte is looked at a few times, whatever the bytes are.
 */
export function* beginnings(bytes: Uint8Array): Generator<number, void> {
  const lines = new NameLines(bytes)
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === protocol && (bytes[at + 1] ?? 255) <= highestProtocol) yield at++
    else if (byte === shortText && isStackedImport(bytes, at)) yield at
    else if (((kinds[byte] ?? 0) & imports) !== 0) {
      const end = lines.importEnd(at)
      if (end === undefined) continue
      yield* importBeginnings(bytes, at)
      at = end
    }
  }
}

/** INST takes what stands behind a mark, which a list of words that looks like one does not have. */
function* importBeginnings(bytes: Uint8Array, at: number): Generator<number, void> {
  yield at
  if (bytes[at] !== instance) return
  const near = bytes.subarray(Math.max(0, at - marksBytes), at)
  let place = near.lastIndexOf(mark)
  for (let tries = 0; place >= 0 && tries < marksTried; tries++) {
    yield at - near.length + place
    place = place === 0 ? -1 : near.lastIndexOf(mark, place - 1)
  }
}

/** Whether the bytes hold an import of two lines, as protocols 0 and 1 write them. */
export function hasWrittenImport(bytes: Uint8Array): boolean {
  const lines = new NameLines(bytes)
  return bytes.some((byte, at) => ((kinds[byte] ?? 0) & imports) !== 0 && lines.importEnd(at) !== undefined)
}

/** Ends of lines that are one dotted name; each line is read once. */
class NameLines {
  readonly #bytes: Uint8Array
  #first = 0
  #second = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** The line feed behind the second name, where an instruction at this place imports; asked from left to right. */
  importEnd(at: number): number | undefined {
    const bytes = this.#bytes
    if (at + 1 > this.#first) {
      this.#first = nameEnd(bytes, at + 1)
      this.#second = bytes[this.#first] === newline ? nameEnd(bytes, this.#first + 1) : this.#first
    }
    const isImport = isNameLine(bytes, at + 1, this.#first) && isNameLine(bytes, this.#first + 1, this.#second)
    return isImport ? this.#second : undefined
  }
}

function isNameLine(bytes: Uint8Array, begin: number, end: number): boolean {
  const isBounded = end > begin && end - begin <= nameLimit
  return isBounded && bytes[end] === newline && ((kinds[bytes[begin] ?? 0] ?? 0) & startsName) !== 0
}

function nameEnd(bytes: Uint8Array, begin: number): number {
  let end = begin
  while (end < bytes.length && ((kinds[bytes[end] ?? 0] ?? 0) & inName) !== 0) end++
  return end
}

/** SHORT_BINUNICODE, its length, a name, and soon behind it the next SHORT_BINUNICODE. */
function isStackedImport(bytes: Uint8Array, at: number): boolean {
  const begin = at + 2
  if (((kinds[bytes[begin] ?? 0] ?? 0) & startsName) === 0) return false
  const end = begin + nameEnd(bytes.subarray(begin, begin + stackedNameLimit), 0)
  return bytes.subarray(end, end + betweenNames + 1).includes(shortText)
}
