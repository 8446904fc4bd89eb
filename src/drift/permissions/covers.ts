/** `Bash`, `Bash(*)`: whatever a tool can be used for. */
const wholeTool = /^(\w+)(?:\((?:\*\*?|:\*)\))?$/

/**
 * Whether a permission is among those that are given, by itself or as part of more: `*` is all, a folder all that is in
 * it, a tool or server whatever it is used for.
 */
export function covers(allowed: readonly string[], value: string): boolean {
  const isIn = (folder: string): boolean =>
    folder.startsWith('/') && !value.includes('..') && value.startsWith(folder.replace(/\/?$/, '/'))
  return allowed.some(one => one === value || one === '*' || isIn(one) || isUseOf(wholeTool.exec(one)?.[1], value))
}

/** `Bash(git *)` of `Bash`, `mcp__github__search` of `mcp__github`. */
function isUseOf(tool: string | undefined, value: string): boolean {
  if (tool === undefined) return false
  return value === tool || value.startsWith(`${tool}(`) || (/^mcp__/.test(tool) && value.startsWith(`${tool}__`))
}
