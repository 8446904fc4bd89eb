/** A text up to so many UTF-16 units, with an ellipsis where it is cut. */
export function shorten(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}
