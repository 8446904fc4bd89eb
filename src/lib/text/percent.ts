/**
 * @returns the text without its percent-encoding (RFC 3986); as it is written where that makes no sense, as with a
 * stray percent sign
 */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}
