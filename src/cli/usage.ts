import type {Interfaces} from '@oclif/core'
import {AibomError} from '../lib/errors.ts'
import {asList} from '../lib/narrow.ts'
import {closeNames} from '../lib/text/close-names.ts'
import {plainMessage} from './framework-words.ts'

/** The part of the framework's configuration that names commands and flags. */
export type UsageConfig = Pick<Interfaces.Config, 'commands'>

/** What a message about a mistake on the command line says besides what is wrong. */
export interface UsageReport {
  readonly message: string
  readonly hint: string
}

const helpWords: ReadonlySet<string> = new Set(['help', '--help', '-h'])

/**
 * @param argv the words of the command line
 * @throws {AibomError} `AIBOM_USAGE` where the first words are no command, with the one that was probably meant
 */
export function assertCommand(argv: readonly string[], {commands}: UsageConfig): void {
  const [word, second] = argv[0] === 'help' ? argv.slice(1) : argv
  if (word === undefined || helpWords.has(word) || (argv[0] === 'help' && word.startsWith('-'))) return
  const ids = commands.filter(({hidden}) => hidden !== true).map(({id}) => id.split(':'))
  const names = [...new Set(ids.map(([name = '']) => name))]
  if (names.includes(word)) {
    const inside = ids.flatMap(([name, ...rest]) => (name === word && rest.length > 0 ? [rest.join(' ')] : []))
    assertInside(word, second, inside)
    return
  }
  if (word.startsWith('-'))
    throw new AibomError('AIBOM_USAGE', `${word} is not an option of aibom itself`, {hint: 'See: aibom --help'})
  throw noCommand('aibom', word, names)
}

/** The second word of a command of two words, such as `policy init`. */
function assertInside(word: string, second: string | undefined, names: readonly string[]): void {
  if (names.length === 0 || second === undefined || second.startsWith('-') || names.includes(second)) return
  throw noCommand(`aibom ${word}`, second, names)
}

/** The command that was probably meant, else all that there are. */
function noCommand(program: string, typed: string, names: readonly string[]): AibomError {
  const [close] = closeNames(names, typed, 1)
  return new AibomError('AIBOM_USAGE', `${program} has no command ${JSON.stringify(typed)}`, {
    hint: close === undefined ? `Commands are: ${names.join(', ')}` : `Did you mean: ${program} ${close}`,
  })
}

/**
 * A mistake that the framework found among the words of a command; undefined where it did not say which command, or
 * what is wrong.
 */
export function usageReport(error: Error, argv: readonly string[], {commands}: UsageConfig): UsageReport | undefined {
  const command = commands.find(({id}) => id === argv[0])
  if (command === undefined) return undefined
  const name = command.id.replaceAll(':', ' ')
  const help = `See: aibom ${name} --help`
  if ('flags' in error) {
    const unknown = asList(error.flags).map(String)
    const flags = [...Object.keys(command.baseFlags ?? {}), ...Object.keys(command.flags)].map(name => `--${name}`)
    const close = unknown.flatMap(flag => closeNames(flags, flag, 1))
    const many = unknown.length > 1 ? 's' : ''
    return {
      message: `aibom ${name} has no flag${many} ${unknown.join(', ')}`,
      hint: close.length === 0 ? help : `Did you mean: ${close.join(', ')}? ${help}`,
    }
  }
  if (!('args' in error) || !Array.isArray(error.args)) return {message: plainMessage(error.message, argv), hint: help}
  const usage = `Usage: aibom ${name} ${argumentNames(command)} [flags]. ${help}`
  const missing = error.args.flatMap(arg =>
    typeof arg === 'object' && arg !== null && 'name' in arg ? [String(arg.name).toUpperCase()] : [],
  )
  if (missing.length > 0) return {message: `aibom ${name} needs ${missing.join(' and ')}`, hint: usage}
  const extra = error.args.map(String).join(' ')
  return {message: `aibom ${name} does not take ${JSON.stringify(extra)}`, hint: usage}
}

function argumentNames({args}: UsageConfig['commands'][number]): string {
  return Object.entries(args)
    .map(([name, {required}]) => (required === true ? name.toUpperCase() : `[${name.toUpperCase()}]`))
    .join(' ')
}
