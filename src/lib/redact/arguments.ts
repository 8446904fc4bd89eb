import {isKeyLike} from './key-like.ts'
import {kindOfName} from './names.ts'
import {isOpen} from './open-value.ts'
import {redactText} from './text.ts'
import {mark, redactTokens} from './tokens.ts'
import {redactUrl} from './url.ts'

/** `--name=value`, `name: value` and, as on Windows, `/name:value`. */
const assignmentPattern = /^(-{0,2}|\/)([A-Za-z_][\w.-]{0,100})(=|:[ \t]*)(.+)$/s
const urlPattern = /^[a-z][a-z0-9+.-]*:\/\//i
const schemePattern = /^(?:(?:Bearer|Basic|Token|ApiKey)\s+)?/i
const environmentFlags: ReadonlySet<string> = new Set([
  '-e',
  '--env',
  '--environment',
  '--build-arg',
  '--set-env-vars',
  '--set-env',
])
const headerFlags: ReadonlySet<string> = new Set(['-H', '--header', '--headers'])
const userFlags: ReadonlySet<string> = new Set(['-u', '--user', '--userinfo', '--proxy-user'])
/** Settings that tell how a program runs. */
const settingPattern =
  /(?:^|_)(?:MODEL|REGION|HOST|PORT|URL|URI|ENDPOINT|LEVEL|MODE|ENV|TIMEOUT|DIR|HOME|PATH|FILE|LANG|TZ|VERSION|NAME|ID)$/i
const plainWordPattern = /^[A-Za-z][A-Za-z_.-]{0,14}$/
const pathPattern = /^(?:[~.]{0,2}[/\\]|[A-Za-z]:[/\\])/

/** Nothing but keys is that long and that random among the words of a command. */
const shortestWord = 14
/** The value of a variable that is handed to a container. */
const shortestValue = 12

/** What a flag says of the word behind it. */
type Expected = 'nothing' | 'secret' | 'key' | 'environment' | 'header' | 'user' | 'identity'

/**
 * Command-line arguments without secrets: the value of `--token x`, `--token=x`, `-k x`, `TOKEN=x`, `-e NAME=x`, `-H
 * "Authorization: x"`, `-u name:x`, the parts of `Server=h;Password=x`, credentials in URLs, and words that are like
 * keys.
 */
export function redactArguments(args: readonly string[]): string[] {
  let expected: Expected = 'nothing'
  return args.map(argument => {
    const shown = redactExpected(argument, expected)
    expected = expectedAfter(argument)
    return shown
  })
}

/** A whole command line in one text. */
export function redactCommand(text: string): string {
  const words = redactText(text).split(/(?<=\s)(?=\S)/)
  const shown = redactArguments(words.map(word => word.trimEnd()))
  return words.map((word, index) => (shown[index] ?? '') + word.slice(word.trimEnd().length)).join('')
}

function expectedAfter(argument: string): Expected {
  if (!argument.startsWith('-') || /[=:\s]/.test(argument)) return 'nothing'
  if (environmentFlags.has(argument)) return 'environment'
  if (headerFlags.has(argument)) return 'header'
  if (userFlags.has(argument)) return 'user'
  if (argument === '-k' || argument === '-K') return 'key'
  const kind = kindOfName(argument)
  return kind === 'secret' || kind === 'maybe' ? 'secret' : kind === 'identity' ? 'identity' : 'nothing'
}

function redactExpected(argument: string, expected: Expected): string {
  const isFlag = /^--?[A-Za-z]/.test(argument)
  switch (expected) {
    case 'secret':
      return isFlag || isOpen(argument) ? redactArgument(argument) : mark
    case 'key':
      return isFlag || isOpen(argument) || !isPassword(argument) ? redactArgument(argument) : mark
    case 'environment':
      return redactEnvironment(argument)
    case 'header':
      return argument.replace(
        /^(["']?[\w-]+:[ \t]*)(.+)$/s,
        (_all, name: string, value: string) => name + redactHeader(name, value),
      )
    case 'user':
      return argument.replace(/^([^:/\s]+:)(?!\d+$)([^:/\s]+)$/, `$1${mark}`)
    case 'identity':
      return urlPattern.test(argument) ? redactUrl(argument) : redactTokens(argument)
    case 'nothing':
      return redactArgument(argument)
  }
}

/** What `-k` may stand before: a key or a password, but no address, path, file or plain word. */
function isPassword(value: string): boolean {
  return (
    value.length >= 6 &&
    !urlPattern.test(value) &&
    !pathPattern.test(value) &&
    !plainWordPattern.test(value) &&
    !/\.[a-z]{1,5}$/.test(value)
  )
}

/** Names of variables are told, their values are not, unless they say how a program runs. */
function redactEnvironment(argument: string): string {
  const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(argument) ?? []
  if (name === '') return redactArgument(argument)
  const kind = kindOfName(name)
  const isPlain =
    kind !== 'secret' &&
    kind !== 'maybe' &&
    (plainWordPattern.test(value) || settingPattern.test(name) || pathPattern.test(value))
  if (isOpen(value)) return argument
  if (urlPattern.test(value) && kind !== 'secret') return `${name}=${redactUrl(value)}`
  return isPlain && !isKeyLike(value, shortestValue) ? `${name}=${redactTokens(value)}` : `${name}=${mark}`
}

function redactHeader(name: string, value: string): string {
  const kind = kindOfName(name.replace(/[:\s"']/g, ''))
  const scheme = schemePattern.exec(value)?.[0] ?? ''
  const bare = value.slice(scheme.length)
  if (isOpen(bare.replace(/["']$/, ''))) return value
  if (kind === 'secret' || kind === 'maybe')
    return scheme === '' ? mark : value.endsWith('"') ? `${scheme}${mark}"` : mark
  return scheme !== '' || isKeyLike(bare.replace(/["']$/, ''), shortestValue) ? mark : redactTokens(value)
}

function redactArgument(argument: string): string {
  const quote = /^["'`]/.exec(argument)?.[0] ?? ''
  return quote + redactBare(argument.slice(quote.length))
}

function redactBare(argument: string): string {
  if (urlPattern.test(argument)) return redactUrl(argument)
  if (/^[\s]*[{[]/.test(argument)) return redactText(argument)
  if (argument.includes(';')) return argument.split(';').map(redactBare).join(';')
  if (/\s/.test(argument.trim()) && !assignmentPattern.test(argument)) return redactCommand(argument)
  const [, dashes = '', name = '', sign = '', value = ''] = assignmentPattern.exec(argument) ?? []
  if (name === '')
    return isKeyLike(argument.replace(/(?<!["'`,])["'`,]+$/, ''), shortestWord) ? mark : redactText(argument)
  if (environmentFlags.has(dashes + name)) return `${dashes}${name}${sign}${redactEnvironment(value)}`
  // `/secrets:/secrets` mounts a folder
  if (isOpen(value) || (dashes === '/' && pathPattern.test(value))) return argument
  // `/p:Password=value` sets a property
  if (dashes === '/' && assignmentPattern.test(value) && kindOfName(name) === 'other')
    return `/${name}${sign}${redactBare(value)}`
  return dashes + redactPair(name, sign, value)
}

function redactPair(name: string, sign: string, value: string): string {
  const kind = kindOfName(name)
  const head = name + sign
  if (kind === 'secret' || (kind === 'maybe' && (sign === '=' || !pathPattern.test(value)))) return head + mark
  if (urlPattern.test(value)) return head + redactUrl(value)
  if (kind === 'identity') return head + redactTokens(value)
  const isKey = isKeyLike(value, shortestWord) && !value.includes('/') && !/^sha\d+$/i.test(name)
  return isKey ? head + mark : redactText(head + value)
}
