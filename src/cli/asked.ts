type Environment = Readonly<Record<string, string | undefined>>

const yes: ReadonlySet<string> = new Set(['1', 'true', 'y', 'yes'])

/** True when the user asked for JSON, told from the raw words: a usage error comes before flags are parsed. */
export function wantsJson(argv: readonly string[], env: Environment): boolean {
  const flags = flagsOf(argv)
  if (flags.includes('--no-json')) return false
  if (flags.includes('--json') || flags.includes('--format=json')) return true
  const format = flags.indexOf('--format')
  if (format !== -1 && flags[format + 1] === 'json') return true
  return saysYes(env['AIBOM_JSON'])
}

/**
 * True when the user wants nothing but the result and errors; told from the raw words, since progress begins before
 * flags are parsed.
 */
export function wantsQuiet(argv: readonly string[], env: Environment): boolean {
  const flags = flagsOf(argv)
  return flags.includes('--quiet') || flags.includes('-q') || saysYes(env['AIBOM_QUIET'])
}

/** The words before `--`. */
function flagsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}

/** The words that the framework takes for yes in a variable. */
function saysYes(value: string | undefined): boolean {
  return yes.has(value?.toLowerCase() ?? '')
}
