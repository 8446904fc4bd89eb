/** Larger files are generated state, not written infrastructure. */
export const textLimitBytes = 1024 * 1024
const lineLimit = 2000
const comment = /^\s*(?:#|\/\/|\*|\/\*)/

/** `key = "value"` of Terraform, `key: 'value'` of Bicep */
export const assignment =
  /^\s*(?:(?:param|var|output)\s+)?["']?([A-Za-z_][\w-]*)["']?(?:\s+\w+)?\s*[=:]\s*(["'])([^"']*)\2/

/** A comment, or a line that nobody wrote by hand. */
export function isSkipped(line: string): boolean {
  return line.length > lineLimit || comment.test(line)
}
