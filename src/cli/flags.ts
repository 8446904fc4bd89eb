import {Flags} from '@oclif/core'

/** Flags of every command that reads a source: one name, one meaning. */
export const sourceFlags = {
  online: Flags.boolean({
    description: 'ask registries about what is found; without it a local source touches no network',
    env: 'AIBOM_ONLINE',
    exclusive: ['offline'],
    helpGroup: 'SOURCE',
  }),
  offline: Flags.boolean({description: 'refuse every network access', env: 'AIBOM_OFFLINE', helpGroup: 'SOURCE'}),
  exclude: Flags.string({
    description: 'leave out what matches, as a line of a .gitignore; may be given more than once',
    env: 'AIBOM_EXCLUDE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SOURCE',
  }),
  strict: Flags.boolean({description: 'exit 3 when anything could not be read or resolved', env: 'AIBOM_STRICT', helpGroup: 'SOURCE'}),
}
