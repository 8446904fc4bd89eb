/** True when the user asked for JSON, told from the raw words: a usage error comes before flags are parsed. */
export function wantsJson(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  const end = argv.indexOf('--')
  const flags = end === -1 ? argv : argv.slice(0, end)
  if (flags.includes('--no-json')) return false
  if (flags.includes('--json') || flags.includes('--format=json')) return true
  const format = flags.indexOf('--format')
  if (format !== -1 && flags[format + 1] === 'json') return true
  return env['AIBOM_JSON'] === 'true' || env['AIBOM_JSON'] === '1'
}
