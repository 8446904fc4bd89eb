/** `Bash`, `Bash(*)`: whatever a tool can be used for. */
const wholeTool = /^(\w+)(?:\((?:\*\*?|:\*)\))?$/

/**
 * Whether a permission is among those that are given, by itself or as part of more: `*` is all, a folder all that is in
 * it, a tool or server whatever it is used for.
 */
export function covers(allowed: readonly string[], value: string): boolean {
  return allowed.some(
    one =>
      one === value ||
      one === '*' ||
      isIn(one, value) ||
      isCommandOf(one, value) ||
      isUseOf(wholeTool.exec(one)?.[1], value),
  )
}

/** A path inside of a folder; whatever is on the disk, inside of its root. */
function isIn(folder: string, value: string): boolean {
  if (value.includes('..') || !/^\.?\/|^\.$/.test(folder)) return false
  if (folder === '/') return /^\.{0,2}\/|^\.$/.test(value)
  return value.startsWith(folder.replace(/\/?$/, '/'))
}

/** `npm test` and `npm test --watch` of `npm test:*`, whether alone or as a use of a tool; not what is chained to it. */
function isCommandOf(pattern: string, value: string): boolean {
  const [, command, end] = /^(.{1,500}?)(?::| )\*(\)?)$/.exec(pattern) ?? []
  if (command === undefined || /[;&|`$\n]/.test(value)) return false
  return value === command + end || value.startsWith(`${command} `) || value.startsWith(`${command}:`)
}

/** `Bash(git *)` of `Bash`, `mcp__github__search` of `mcp__github`. */
function isUseOf(tool: string | undefined, value: string): boolean {
  if (tool === undefined) return false
  return value === tool || value.startsWith(`${tool}(`) || (/^mcp__/.test(tool) && value.startsWith(`${tool}__`))
}
