import {serverByImage, serverByPort} from '../../catalog/model-servers.ts'
import {parseShell, type ShellCommand} from '../../lib/parse/shell.ts'
import {baseName} from '../../lib/path.ts'
import {containerExposure} from './docker-run.ts'
import type {Exposure} from './exposure.ts'
import {isOpenHost, type ServerStart, startIn, startOf} from './start.ts'

/** Model servers that a script starts where others reach them. */
export function scriptExposures(text: string, path: string): Exposure[] {
  const variables = new Map<string, string>()
  return parseShell(text).flatMap(command => {
    for (const {name, value} of command.assignments) variables.set(name, value)
    return exposureOf(command, variables, path) ?? []
  })
}

/** The model server that a command starts where others reach it. */
export function exposureOf(
  command: ShellCommand,
  variables: ReadonlyMap<string, string>,
  path: string,
): Exposure | undefined {
  const known = new Map([...variables, ...command.assignments.map(({name, value}) => [name, value] as const)])
  const words = command.words.map(({text}) => text)
  const line = command.words[0]?.line
  const program = baseName(words[words[0] === 'sudo' ? 1 : 0] ?? '')
  if (/^(?:docker|podman|nerdctl)$/.test(program)) return containerExposure(command.words, path)
  if (program === 'gcloud') return cloudRun(words, path, line)
  if (program === 'ngrok' || program === 'cloudflared') return tunnel(words, program, path, line)
  const start = startOf(words, known)
  if (start === undefined || !isOpen(start)) return undefined
  const where = start.host === undefined ? 'every interface' : start.host
  return {path, line, start, how: `${start.server.slug} listens on ${where}`, isPort: false}
}

function isOpen({host, server}: ServerStart): boolean {
  return host === undefined ? server.listens === 'everywhere' : isOpenHost(host)
}

/** `gcloud run deploy … --image ollama/ollama --allow-unauthenticated` */
function cloudRun(words: readonly string[], path: string, line: number | undefined): Exposure | undefined {
  if (!words.includes('deploy') || !words.includes('--allow-unauthenticated')) return undefined
  const image = words
    .map((word, at) => (word === '--image' ? words[at + 1] : /^--image=(.*)$/.exec(word)?.[1]))
    .find(one => one !== undefined)
  const start =
    image === undefined || serverByImage(image) === undefined
      ? undefined
      : startIn({image, entrypoint: [], command: [], variables: new Map()})
  return start === undefined
    ? undefined
    : {path, line, start, how: `${start.server.slug} is deployed with --allow-unauthenticated`, isPort: true}
}

/** `ngrok http 11434`, `cloudflared tunnel --url http://localhost:11434` */
function tunnel(
  words: readonly string[],
  program: string,
  path: string,
  line: number | undefined,
): Exposure | undefined {
  const port = words
    .map(word => /^(?:--url=)?(?:https?:\/\/)?(?:(?:localhost|127\.0\.0\.1):)?(\d{4,5})\/?$/.exec(word)?.[1])
    .find(one => one !== undefined)
  const server = port === undefined ? undefined : serverByPort(port)
  if (server === undefined) return undefined
  return {
    path,
    line,
    start: {server, hasKey: false},
    how: `${server.slug} is reached by a tunnel of ${program}`,
    isPort: true,
  }
}
