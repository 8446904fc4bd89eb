/** What the user's environment has under a name, trimmed; undefined where that is not set, or blank. */
export function envText(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const text = env[name]?.trim()
  return text === undefined || text === '' ? undefined : text
}
