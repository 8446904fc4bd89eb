import {type ModelServer, serverByCommand, serverByImage} from '../../catalog/model-servers.ts'
import {isLoopbackHost} from '../../lib/http/host-reach.ts'
import {parseShell} from '../../lib/parse/shell.ts'

/** A model server as something starts it. */
export interface ServerStart {
  readonly server: ModelServer
  /** where it is said to listen; undefined where nothing says so */
  readonly host?: string
  /** it refuses requests without a key */
  readonly hasKey: boolean
}

/** Variables by name; undefined where the value is set elsewhere. */
export type Variables = ReadonlyMap<string, string | undefined>

/** `NAME=value`; a name alone takes the value of whoever starts it. */
export function splitVariable(text: string): readonly [name: string, value: string | undefined] {
  const at = text.indexOf('=')
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** The words of the last command of a shell text: the one that stays. */
export function lastCommand(text: string, variables?: ReadonlyMap<string, string>): string[] {
  return (parseShell(text, 1, variables).at(-1)?.words ?? []).map(word => word.text)
}

/** What a container starts: its image, the words behind it, and its variables. */
export interface ContainerStart {
  readonly image?: string | undefined
  /** what replaces the start of the image, and what is given to it */
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly variables: Variables
}

/** The server that a command starts. */
export function startOf(words: readonly string[], variables: Variables): ServerStart | undefined {
  const server = serverByCommand(words)
  return server === undefined ? undefined : describe(server, words, variables)
}

const shellPattern = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|z)?sh$/

/** The server in a container: by what it starts, else by its image, where nothing else is started in it. */
export function startIn({image, entrypoint, command, variables}: ContainerStart): ServerStart | undefined {
  const words = [...entrypoint, ...command]
  const started = startOf(words, variables)
  if (started !== undefined) return started
  const server = image === undefined ? undefined : serverByImage(image)
  if (server === undefined || startsAnother(entrypoint, command, server)) return undefined
  return describe(server, words, variables)
}

/**
 * Options and subcommands are for the image's own start, and a script most often ends in it; any other program replaces
 * it.
 */
function startsAnother(entrypoint: readonly string[], command: readonly string[], {slug}: ModelServer): boolean {
  const [first, second = ''] = entrypoint.length > 0 ? [...entrypoint, ...command] : command
  if (first === undefined || first.startsWith('-') || /\.sh$/.test(first)) return false
  if (shellPattern.test(first)) return second === '' || second.startsWith('-')
  if (slug === 'ollama') return entrypoint.length > 0 || first !== 'serve'
  return entrypoint.length > 0 || /^(?:\/|python|sleep$|tail$|ba?sh$|curl$|ollama$|jupyter)/.test(first)
}

function describe(server: ModelServer, words: readonly string[], variables: Variables): ServerStart {
  const host = server.hosts
    .map(name => (name.startsWith('-') ? optionValue(words, name) : variables.get(name)))
    .find(value => value !== undefined)
  return {server, ...(host !== undefined && {host}), hasKey: asksForKey(server, words, variables)}
}

/** Whether a server refuses requests without a key, by its options and variables. */
export function asksForKey(server: ModelServer, words: readonly string[], variables: Variables): boolean {
  const hasVariable = server.keyVariables.some(name => variables.has(name) && variables.get(name) !== '')
  return hasVariable || server.keys.some(name => (optionValue(words, name) ?? '') !== '')
}

function optionValue(words: readonly string[], name: string): string | undefined {
  for (const [at, word] of words.entries()) {
    if (word === name) return words[at + 1] ?? ''
    if (word.startsWith(`${name}=`)) return word.slice(name.length + 1)
  }
  return undefined
}

/** An address that other machines reach: all of them, or one that is not this machine's own. */
export function isOpenHost(host: string): boolean {
  return /^(?:0\.0\.0\.0|\[?::\]?|\*|(?:10|172|192|100)\.\d{1,3}\.\d{1,3}\.\d{1,3}|true)$/.test(bareHost(host))
}

/** Without scheme and port. */
function bareHost(host: string): string {
  return /^(?:https?:\/\/)?(\[[0-9a-fA-F:.]*\]|[^:/]*)(?::\d+)?\/?$/.exec(host.trim())?.[1] ?? host.trim()
}

/** An address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return isLoopbackHost(bareHost(host))
}
