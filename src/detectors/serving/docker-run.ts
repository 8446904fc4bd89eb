import {parseDockerRun, type RunOption, valuesOfOption} from '../../lib/parse/docker-run.ts'
import type {ShellWord} from '../../lib/parse/shell.ts'
import {type Exposure, keyPlaceOf} from './exposure.ts'
import {openPort, publishedPort} from './ports.ts'
import {isLoopback, type ServerStart, splitVariable, startIn} from './start.ts'

/** `docker run -p 8000:8000 image arguments…` */
export function containerExposure(words: readonly ShellWord[], path: string): Exposure | undefined {
  const run = parseDockerRun(words.map(({text}) => text))
  if (run === undefined) return undefined
  const {options, image, command} = run
  const start = startIn({
    image,
    entrypoint: valuesOfOption(options, '--entrypoint'),
    command,
    variables: new Map(valuesOfOption(options, '-e', '--env').map(splitVariable)),
  })
  const where = start === undefined ? undefined : whereReached(options, start)
  if (start === undefined || where === undefined) return undefined
  const [file] = valuesOfOption(options, '--env-file')
  const how = `a container runs ${start.server.slug} ${where}`
  return {path, line: words[0]?.line, start, how, isPort: true, keyPlace: keyPlaceOf(start, file)}
}

function whereReached(options: readonly RunOption[], {host, server}: ServerStart): string | undefined {
  if (host !== undefined && isLoopback(host)) return undefined
  const ports = valuesOfOption(options, '-p', '--publish').flatMap(value => publishedPort(value) ?? [])
  const open = openPort(ports, server)
  if (open !== undefined) return `with port ${open.shown} on every interface`
  if (options.some(({name}) => name === '--publish-all' || /^-[dit]*P[dit]*$/.test(name)))
    return 'with all its ports on every interface'
  return valuesOfOption(options, '--network', '--net').includes('host') ? 'on the network of the machine' : undefined
}
