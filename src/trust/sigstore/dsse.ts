/** What a DSSE signature is made over (pre-authentication encoding, secure-systems-lab/dsse, protocol.md). */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `),
    payload,
  ])
}

/**
 * The encoding that model-signing 0.2.0 signed by mistake: another magic word, and Python's `repr` of the bytes in
 * their place.
 */
export function legacyPreAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  return Buffer.from(`DSSEV1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} ${pythonRepr(payload)}`)
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x5c, '\\\\'],
])

function pythonRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'"
  const parts = [`b${quote}`]
  for (const byte of bytes) parts.push(reprOf(byte, quote))
  parts.push(quote)
  return parts.join('')
}

function reprOf(byte: number, quote: string): string {
  const escaped = escapes.get(byte)
  if (escaped !== undefined) return escaped
  if (byte < 0x20 || byte >= 0x7f) return `\\x${byte.toString(16).padStart(2, '0')}`
  const character = String.fromCharCode(byte)
  return character === quote ? `\\${quote}` : character
}
