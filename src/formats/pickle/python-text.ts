const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
}

/** The value of a quoted Python 2 string, escapes resolved; undefined where the quotes do not match. */
export function parseQuoted(bytes: Uint8Array): string | undefined {
  const text = latin1(bytes)
  const quote = text[0]
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) return undefined
  return text
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_all, code: string) =>
      code.length > 1 || (code >= '0' && code <= '7')
        ? String.fromCharCode(
            code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8) & 0xff,
          )
        : (simpleEscapes[code] ?? `\\${code}`),
    )
}

/** Python's raw-unicode-escape: Latin-1 with \uXXXX and \UXXXXXXXX. */
export function parseRawUnicode(bytes: Uint8Array): string {
  return latin1(bytes).replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g,
    (all, short: string | undefined, long: string | undefined) => {
      const code = Number.parseInt(short ?? long ?? '', 16)
      return code > 0x10ffff ? all : String.fromCodePoint(code)
    },
  )
}

/** One character a byte: nothing is lost and nothing is refused. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Bad sequences become U+FFFD. */
export function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/** A little-endian two's complement number of any length. */
export function parseLong(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0
  let value = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
  if (((bytes.at(-1) ?? 0) & 0x80) !== 0) value -= 1n << BigInt(bytes.length * 8)
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

/** A number as Python's int() takes it: white space around, underscores inside, a base prefix where `base` is 0. */
export function parseInteger(text: string): number | bigint | undefined {
  const plain = text.trim().replace(/L$/, '').replaceAll('_', '')
  const match = /^([+-]?)((?:0[xX][0-9a-fA-F]+)|(?:0[oO][0-7]+)|(?:0[bB][01]+)|\d+)$/.exec(plain)
  if (match === null) return undefined
  const [, sign, digits = ''] = match
  const value = BigInt(/^0\d/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : digits)
  const signed = sign === '-' ? -value : value
  return signed >= BigInt(Number.MIN_SAFE_INTEGER) && signed <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(signed)
    : signed
}
