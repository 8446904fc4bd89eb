import {isContainerSocket} from '../../inventory/host-path.ts'
import {listed} from '../../lib/text/listed.ts'
import type {FactName} from '../entry.ts'
import type {PermissionName} from './effective.ts'

/** What an actor may do of one kind. */
export interface Allowed {
  readonly fact: FactName
  readonly values: readonly string[]
}

type Phrased = PermissionName | 'scope' | 'denied'

const phrases: Readonly<Record<Phrased, (values: readonly string[]) => string>> = {
  runs: values => `run ${named(values, commandName)}`,
  reads: values => `read ${named(values, placeName)}`,
  writes: values => `write ${named(values, placeName)}`,
  network: values => `reach ${named(values, value => (value === '*' ? 'any host' : value))}`,
  credentials: values => `use the credentials ${listed(values)}`,
  'auto-approves': values =>
    values.includes('*') ? 'do anything without asking' : `do without asking: ${listed(values)}`,
  scope: values => `use the scopes ${listed(values)}`,
  denied: values => `use ${listed(values)}`,
}

/** `run a shell and read the home folder` */
export function permissionPhrase(allowed: readonly Allowed[]): string {
  const read = allowed.find(({fact}) => fact === 'reads')?.values.join('\n')
  const isBoth = read !== undefined && read === allowed.find(({fact}) => fact === 'writes')?.values.join('\n')
  const parts = allowed.flatMap(({fact, values}) => {
    if (!isPhrased(fact)) return ['be used']
    if (!isBoth || fact !== 'reads') return isBoth && fact === 'writes' ? [] : [phrases[fact](values)]
    return [`read and write ${named(values, placeName)}`]
  })
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

function isPhrased(fact: FactName): fact is Phrased {
  return Object.hasOwn(phrases, fact)
}

function named(values: readonly string[], nameOf: (value: string) => string): string {
  return listed([...new Set(values.map(nameOf))])
}

const shell =
  /^(?:\S*[\\/])?(?:ba|z|da|k|c|fi)?sh(?:\.exe)?(?: -\w{1,4})*(?::| )?\*?$|^(?:\S*[\\/])?(?:cmd|powershell|pwsh)(?:\.exe)?(?::| )?\*?$/i

function commandName(command: string): string {
  if (command === '*' || command === '*:*') return 'a shell'
  return command.length < 300 && shell.test(command) ? 'a shell' : command
}

const home =
  /^(?:~|\$HOME|\$\{(?:HOME|userHome|env:HOME)\}|%USERPROFILE%|\/root|\/(?:home|Users)\/[^/\\*]+|[A-Za-z]:[\\/]Users[\\/][^/\\*]+)(?:[\\/]\*{0,2})?$/
const disk = /^(?:\/|[A-Za-z]:[\\/]?)\*{0,2}$/

function placeName(place: string): string {
  if (place === '*') return 'any file'
  if (place.length > 300) return place
  if (home.test(place)) return 'the home folder'
  if (disk.test(place)) return 'the whole disk'
  return isContainerSocket(place) ? 'the container socket' : place
}
