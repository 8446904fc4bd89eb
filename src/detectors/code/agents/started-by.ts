/** Words of launchers that come before what they start: `uv run x`, `docker run x`, `deno run x`. */
const launcherWords = new Set(['run', 'exec', 'dlx', 'tool', 'x'])

/**
 * The package, module, image or file that a command line starts, or the URL: it tells a server better than the variable
 * that holds its settings.
 */
export function startedBy({
  command = '',
  args = [],
  url,
}: {
  readonly command?: string
  readonly args?: readonly string[]
  readonly url?: string
}): string | undefined {
  const [program, ...rest] = [...command.trim().split(/\s+/), ...args]
  const started = rest.find(word => !word.startsWith('-') && !word.includes('=') && !launcherWords.has(word))
  return started ?? (program === '' ? url : program)
}
