/** A conda requirement: `channel::name=1.2.*=build`, `name >=1,<2`, `name[version='>=1']`. */
export interface MatchSpec {
  readonly channel?: string
  readonly name: string
  /** as written, without the name */
  readonly constraint?: string
  /** only of `==1.2.3` and `=1.2.3=build`: a single `=` means "starts with" */
  readonly version?: string
  readonly build?: string
}

const specPattern = /^(?:([\w.+/:-]{1,200})::)?([A-Za-z0-9_][\w.-]{0,100})\s*(.*)$/s
const exactPattern = /^==\s*([\w.!+]{1,60})$/
const buildPattern = /^=?=?\s*([\w.!+]{1,60})=([\w.]{1,80})$/

/**
 * Reads one line of `dependencies` of an environment file.
 * @returns undefined for what is no requirement
 * @see conda documentation, "Package match specifications"
 */
export function parseMatchSpec(text: string): MatchSpec | undefined {
  const bare = text.replace(/\s#.*$/s, '').trim()
  const [, channel, name, rest = ''] = specPattern.exec(bare) ?? []
  if (name === undefined || !/^$|^[=<>!~[\s\d*]/.test(rest)) return undefined
  return {...(channel !== undefined && {channel}), name: name.toLowerCase(), ...versionOf(rest.trim())}
}

function versionOf(rest: string): Pick<MatchSpec, 'constraint' | 'version' | 'build'> {
  if (rest === '') return {}
  const [, exact] = exactPattern.exec(rest) ?? []
  if (exact !== undefined) return {constraint: rest, version: exact}
  const [, version, build] = buildPattern.exec(rest) ?? []
  if (version !== undefined && build !== undefined && !version.includes('*')) return {constraint: rest, version, build}
  return {constraint: rest}
}
