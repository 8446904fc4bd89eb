/** The UUIDs of the specifications' examples, which are copied. */
const examples: ReadonlySet<string> = new Set([
  '3e671687-395b-41f5-a30f-a58921a69b79',
  'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  '123e4567-e89b-12d3-a456-426614174000',
  '550e8400-e29b-41d4-a716-446655440000',
])
const serial = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
/** Of the 32 digits of a random UUID about five repeat or continue a row; so many do in fewer than one of a billion. */
const rowed = 22

/**
 * Whether a serial number was typed and not drawn: copied from an example, one digit over and over, or digits in rows
 * such as `12345678-1234-…` and `a1b2c3d4-e5f6-7890-abcd-ef1234567890`.
 */
export function isMadeUpSerial(text: string): boolean {
  const uuid = serial.exec(text)?.[1]?.toLowerCase()
  if (uuid === undefined) return false
  if (examples.has(uuid)) return true
  const digits = [...uuid.replaceAll('-', '')]
  const isRowed = (digit: string, index: number): boolean => {
    const [last, beforeLast] = [digits[index - 1], digits[index - 2]]
    return digit === last || follows(last, digit) || follows(beforeLast, digit)
  }
  return digits.filter(isRowed).length >= rowed
}

/** Whether a digit is the next one in hexadecimal; 0 also follows 9. */
function follows(before: string | undefined, digit: string): boolean {
  if (before === undefined) return false
  return Number.parseInt(before, 16) + 1 === Number.parseInt(digit, 16) || (before === '9' && digit === '0')
}
