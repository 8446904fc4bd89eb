import {Flags} from '@oclif/core'
import {severities} from '../inventory/severity.ts'
import {defaultFileTimeout} from '../pipeline/worker/file-timeout.ts'

/** What --fail-on takes: the least severity that fails. */
export const thresholds = [...severities, 'never'] as const

/** Flags of every command that reads a source: one name, one meaning. */
export const sourceFlags = {
  online: Flags.boolean({
    description: 'ask registries about what is found; without it, a local source uses no network',
    env: 'AIBOM_ONLINE',
    exclusive: ['offline'],
    helpGroup: 'SOURCE',
  }),
  offline: Flags.boolean({description: 'refuse every network access', env: 'AIBOM_OFFLINE', helpGroup: 'SOURCE'}),
  exclude: Flags.string({
    description: 'leave out what matches, as in a line of a .gitignore; can be repeated; in the variable, one per line',
    env: 'AIBOM_EXCLUDE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SOURCE',
    helpValue: 'PATTERN',
  }),
  'file-timeout': Flags.integer({
    description: 'seconds that aibom may spend on one file; after that, the file is listed as not read',
    default: defaultFileTimeout,
    min: 1,
    env: 'AIBOM_FILE_TIMEOUT',
    helpGroup: 'SOURCE',
    helpValue: 'SECONDS',
  }),
  jobs: Flags.integer({
    description: 'threads that read files; by default one per processor, if memory allows',
    min: 1,
    max: 64,
    env: 'AIBOM_JOBS',
    helpGroup: 'SOURCE',
    helpValue: 'N',
  }),
  'no-cache': Flags.boolean({
    description: 'read every file again, and store nothing for the next run',
    env: 'AIBOM_NO_CACHE',
    helpGroup: 'SOURCE',
  }),
  strict: Flags.boolean({
    description: 'exit 3 if anything could not be read or resolved',
    env: 'AIBOM_STRICT',
    helpGroup: 'SOURCE',
  }),
}

/**
 * The values of a flag that may be given more than once: of its variable the framework makes one text, whatever its
 * type says.
 */
export function valuesOf(flag: readonly string[] | string | undefined): string[] {
  return [flag ?? []].flat().flatMap(value => value.split('\n'))
}

/** A minute of silence is trouble; ten are enough for what is read of the largest repositories. */
const readingSeconds = 600
/** Weights come whole, and may be hundreds of gigabytes. */
const downloadSeconds = 86_400

/** Flags of every command that may ask registries. */
export const networkFlags = {
  refresh: Flags.boolean({
    description: 'ask registries again instead of using stored answers',
    env: 'AIBOM_REFRESH',
    helpGroup: 'NETWORK',
  }),
  deadline: deadlineFlag(readingSeconds),
}

/** `--deadline` of commands that fetch weights whole: a day if not given. */
export const downloadDeadline: typeof networkFlags.deadline = deadlineFlag(downloadSeconds)

function deadlineFlag(seconds: number) {
  return Flags.integer({
    description: 'total number of seconds to wait for registries',
    default: seconds,
    min: 1,
    env: 'AIBOM_DEADLINE',
    helpGroup: 'NETWORK',
    helpValue: 'SECONDS',
  })
}

/** Flags of every command that asks the registries of packages. */
export const registryFlags = {
  registry: Flags.string({
    env: 'AIBOM_NPM_REGISTRY',
    description: 'npm registry to ask',
    helpValue: 'URL',
    helpGroup: 'NETWORK',
  }),
  index: Flags.string({
    env: 'AIBOM_PYPI_INDEX',
    description: 'Python package index to ask',
    helpValue: 'URL',
    helpGroup: 'NETWORK',
  }),
}

/** Flags of every command that compares: how each side is read. */
export const sideFlags = {
  offline: sourceFlags.offline,
  exclude: sourceFlags.exclude,
  'file-timeout': sourceFlags['file-timeout'],
  jobs: sourceFlags.jobs,
  'no-cache': sourceFlags['no-cache'],
  ...networkFlags,
}

interface SideValues {
  readonly offline: boolean
  readonly exclude?: readonly string[] | string | undefined
  readonly refresh: boolean
  readonly deadline: number
}

/** What {@link sideFlags} say to the pipeline. */
export function sideOptionsOf({offline, exclude, refresh, deadline}: SideValues) {
  return {offline, exclude: valuesOf(exclude), refresh, deadline}
}

/** Flags of every command that reads a policy and no source. */
export const policyFlags = {
  online: Flags.boolean({
    description: 'fetch what the policy includes by URL',
    env: 'AIBOM_ONLINE',
    exclusive: ['offline'],
    helpGroup: 'NETWORK',
  }),
  offline: Flags.boolean({description: 'refuse every network access', env: 'AIBOM_OFFLINE', helpGroup: 'NETWORK'}),
  ...networkFlags,
}
