import type {Interfaces} from '@oclif/core'
import {AibomError} from '../../lib/errors.ts'
import {closeNames} from '../../lib/text/close-names.ts'
import type {ProjectConfig} from './read-config.ts'

/**
 * The only flags that a file may set. Keys, identities, roots, policies, baselines, gates, registries, outputs and the
 * network come from the user:
 * a repository must not change the judgement of itself.
 */
const allowed: ReadonlySet<string> = new Set([
  ...[
    'exclude',
    'spec',
    'scope',
    'summary',
    'digest',
    'author',
    'packages',
    'include-mentions',
    'strict',
    'sort',
    'file-timeout',
    'deadline',
  ],
])

/** What a configuration file adds to the user's own words. */
export interface AppliedConfig {
  readonly path: string
  /** words that stand for what the file sets */
  readonly words: readonly string[]
  /** patterns that are excluded besides those of the user, and told as gaps */
  readonly excludes: readonly string[]
  /** names that had an effect */
  readonly used: readonly string[]
}

/**
 * What a configuration file says to one command.
 * @param flags of the command
 * @param given flags that the command line or the environment sets, which come first
 * @throws {AibomError} `AIBOM_CONFIG_INVALID` for a name or value that a file cannot have
 */
export function applyConfig(
  {path, values}: ProjectConfig,
  flags: Interfaces.FlagInput,
  given: ReadonlySet<string>,
): AppliedConfig {
  const used: string[] = []
  const words: string[] = []
  let excludes: readonly string[] = []
  for (const [name, value] of Object.entries(values)) {
    if (!allowed.has(name)) throw unknownName(path, name)
    if (flags[name] === undefined) continue
    if (name === 'exclude') {
      excludes = textsOf(path, name, value)
      used.push(name)
    } else if (!given.has(name)) {
      words.push(wordOf(path, name, value))
      used.push(name)
    }
  }
  return {path, words, excludes, used}
}

function wordOf(path: string, name: string, value: unknown): string {
  if (typeof value === 'boolean') return `--${value ? '' : 'no-'}${name}`
  if (typeof value === 'string' || typeof value === 'number') return `--${name}=${value}`
  throw new AibomError('AIBOM_CONFIG_INVALID', `${path}: ${name} takes one value`)
}

function textsOf(path: string, name: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value
  throw new AibomError('AIBOM_CONFIG_INVALID', `${path}: ${name} takes a list of texts`)
}

function unknownName(path: string, name: string): AibomError {
  const [close] = closeNames(allowed, name, 1)
  const hint = close === undefined ? `It may set: ${[...allowed].join(', ')}` : `Did you mean: ${close}`
  return new AibomError('AIBOM_CONFIG_INVALID', `${path} cannot set ${JSON.stringify(name)}`, {hint})
}
