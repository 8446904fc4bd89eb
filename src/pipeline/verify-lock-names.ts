const lockNames: ReadonlySet<string> = new Set([
  ...['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'deno.lock'],
  ...['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock'],
])
const lockPattern = /^(?:pylock(?:\.[^.]+)?\.toml|.*requirements.*\.txt)$/

/** Lock files are known by their names, as their tools know them. */
export function isLock(path: string): boolean {
  const name = path.slice(path.search(/[^\\/]*$/))
  return lockNames.has(name) || lockPattern.test(name)
}
