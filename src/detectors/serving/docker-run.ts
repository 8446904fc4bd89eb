import type {ShellWord} from '../../lib/parse/shell.ts'
import {type Exposure, keyPlaceOf} from './exposure.ts'
import {openPort, publishedPort} from './ports.ts'
import {isLoopback, type ServerStart, splitVariable, startIn} from './start.ts'

/** Options of `docker run` that take no value. */
const flags = /^-(?:-(?:rm|detach|interactive|tty|init|privileged|read-only|publish-all|no-healthcheck)|[ditP]{1,4})$/

interface Option {
  readonly name: string
  readonly value: string
}

/** `docker run -p 8000:8000 image arguments…` */
export function containerExposure(words: readonly ShellWord[], path: string): Exposure | undefined {
  const texts = words.map(({text}) => text)
  const at = texts.indexOf('run')
  if (at === -1 || at > 3) return undefined
  const {options, next} = readOptions(texts, at + 1)
  const start = startIn({
    image: texts[next],
    entrypoint: valuesOf(options, '--entrypoint'),
    command: texts.slice(next + 1),
    variables: new Map(valuesOf(options, '-e', '--env').map(splitVariable)),
  })
  const where = start === undefined ? undefined : whereReached(options, start)
  if (start === undefined || where === undefined) return undefined
  const [file] = valuesOf(options, '--env-file')
  const how = `a container runs ${start.server.slug} ${where}`
  return {path, line: words[0]?.line, start, how, isPort: true, keyPlace: keyPlaceOf(start, file)}
}

function readOptions(
  texts: readonly string[],
  from: number,
): {readonly options: readonly Option[]; readonly next: number} {
  const options: Option[] = []
  let next = from
  for (; texts[next]?.startsWith('-') === true; next++) {
    const text = texts[next] ?? ''
    const [, name = '', value] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(text) ?? []
    if (/^-p\d/.test(text)) options.push({name: '-p', value: text.slice(2)})
    else if (value !== undefined || flags.test(text)) options.push({name, value: value ?? ''})
    else options.push({name, value: texts[++next] ?? ''})
  }
  return {options, next}
}

function valuesOf(options: readonly Option[], ...names: readonly string[]): string[] {
  return options.flatMap(({name, value}) => (names.includes(name) ? [value] : []))
}

function whereReached(options: readonly Option[], {host, server}: ServerStart): string | undefined {
  if (host !== undefined && isLoopback(host)) return undefined
  const ports = valuesOf(options, '-p', '--publish').flatMap(value => publishedPort(value) ?? [])
  const open = openPort(ports, server)
  if (open !== undefined) return `with port ${open.shown} on every interface`
  if (options.some(({name}) => name === '--publish-all' || /^-[dit]*P[dit]*$/.test(name)))
    return 'with all its ports on every interface'
  return valuesOf(options, '--network', '--net').includes('host') ? 'on the network of the machine' : undefined
}
