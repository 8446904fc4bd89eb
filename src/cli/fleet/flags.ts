import {Flags} from '@oclif/core'
import {networkFlags, sourceFlags} from '../flags.ts'

/** Flags of every command of a fleet. */
export const fleetFlags = {
  database: Flags.string({
    env: 'AIBOM_DATABASE',
    description: 'a file, or postgres://USER@HOST/NAME; by default fleet.db in the folder of your data',
    helpValue: 'FILE|URL',
    helpGroup: 'DATABASE',
  }),
}

const defaultTimeout = 600
const defaultHostRate = 10

/** Flags of those that read the sources of a fleet. */
export const sweepFlags = {
  ...fleetFlags,
  timeout: Flags.integer({
    default: defaultTimeout,
    min: 1,
    env: 'AIBOM_FLEET_TIMEOUT',
    description: 'seconds that one source may take; it is then named, and the sweep goes on',
    helpValue: 'SECONDS',
    helpGroup: 'SOURCE',
  }),
  'host-rate': Flags.integer({
    default: defaultHostRate,
    min: 1,
    max: 1000,
    env: 'AIBOM_FLEET_HOST_RATE',
    description: 'git requests to one host in a second, of all who use the database together',
    helpValue: 'N',
    helpGroup: 'NETWORK',
  }),
  online: sourceFlags.online,
  offline: sourceFlags.offline,
  exclude: sourceFlags.exclude,
  'file-timeout': sourceFlags['file-timeout'],
  ...networkFlags,
}
