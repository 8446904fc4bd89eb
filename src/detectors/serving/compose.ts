import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {expandShellVariable} from '../../lib/parse/shell.ts'
import type {YamlDocument} from '../../lib/parse/yaml.ts'
import {folderOf} from '../../lib/path.ts'
import type {BuiltImage} from './dockerfile.ts'
import {type Exposure, keyPlaceOf} from './exposure.ts'
import {composePort, openPort, type PublishedPort} from './ports.ts'
import {
  asksForKey,
  type ContainerStart,
  isLoopback,
  lastCommand,
  type ServerStart,
  splitVariable,
  startIn,
  type Variables,
} from './start.ts'

/** A service of a Compose file that others reach, before it is known what the image runs that it builds. */
export interface ComposeService {
  readonly path: string
  readonly line: number | undefined
  readonly name: string
  readonly container: ContainerStart
  readonly ports: readonly PublishedPort[]
  /** it has the network of the machine */
  readonly isHostNetwork: boolean
  /** the Dockerfile that makes its image */
  readonly dockerfile?: string
  /** a file of variables beside it */
  readonly variablesFile?: string
}

/** The services of a Compose file that publish a port or have the network of the machine. */
export function composeServices(document: YamlDocument, path: string): ComposeService[] {
  const services = Object.entries(asRecord(asRecord(document.value)?.services) ?? {})
  return services.flatMap(([name, value]): ComposeService[] => {
    const record = asRecord(value)
    if (record === undefined || (record.image === undefined && record.build === undefined)) return []
    const ports = asList(record.ports).flatMap(item => composePort(item, expand) ?? [])
    const isHostNetwork = record.network_mode === 'host'
    if (ports.length === 0 && !isHostNetwork) return []
    const at = record.ports === undefined ? 'network_mode' : 'ports'
    const [variablesFile] = asList(record.env_file)
      .concat(asText(record.env_file) ?? [])
      .map(item => asText(item) ?? asText(asRecord(item)?.path))
    const dockerfile = dockerfileOf(record, path)
    return [
      {
        ...{path, name, ports, isHostNetwork, line: document.lineOf(['services', name, at])},
        container: {
          image: expand(asText(record.image) ?? ''),
          ...wordsOf(record),
          variables: variablesOf(record.environment),
        },
        ...(dockerfile !== undefined && {dockerfile}),
        ...(variablesFile !== undefined && {variablesFile}),
      },
    ]
  })
}

/** @param images by the path of their Dockerfile */
export function composeExposure(service: ComposeService, images: ReadonlyMap<string, BuiltImage>): Exposure[] {
  const {path, line, name, ports, isHostNetwork, variablesFile, container} = service
  const start = startIn(container) ?? builtStart(service, images)
  if (start === undefined || (start.host !== undefined && isLoopback(start.host))) return []
  const {server} = start
  if (isHostNetwork && server.listens === 'loopback' && start.host === undefined && server.slug !== 'ollama') return []
  const open = openPort(ports, server)
  if (!isHostNetwork && open === undefined) return []
  const how = isHostNetwork
    ? `service ${name} runs ${server.slug} on the network of the machine`
    : `service ${name} runs ${server.slug} and publishes port ${open?.shown} on every interface`
  return [{path, line, symbol: name, start, how, isPort: true, keyPlace: keyPlaceOf(start, variablesFile)}]
}

function builtStart(
  {dockerfile, container}: ComposeService,
  images: ReadonlyMap<string, BuiltImage>,
): ServerStart | undefined {
  const built = dockerfile === undefined ? undefined : images.get(dockerfile)
  if (built === undefined || container.entrypoint.length > 0) return undefined
  const {server, hasKey} = built.start
  const again = startIn({...container, image: '', entrypoint: []})
  return again ?? {...built.start, hasKey: hasKey || asksForKey(server, container.command, container.variables)}
}

/** `build: ./llm`, `build: {context: llm, dockerfile: Dockerfile.gpu}` */
function dockerfileOf({build}: UnknownRecord, path: string): string | undefined {
  if (build === undefined) return undefined
  const {context = '.', dockerfile = 'Dockerfile'} = asRecord(build) ?? {context: build}
  const parts: string[] = []
  for (const part of `${folderOf(path)}/${String(context)}/${String(dockerfile)}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function wordsOf({entrypoint, command}: UnknownRecord): Pick<ContainerStart, 'entrypoint' | 'command'> {
  return {entrypoint: commandWords(entrypoint), command: commandWords(command)}
}

/** The words of a command as a text or a list; of a script in a shell the words of what it ends in. */
export function commandWords(value: unknown): readonly string[] {
  const list = Array.isArray(value)
    ? value.map(item => expand(String(item)))
    : textsOf(value).flatMap(text => lastCommand(expand(text)))
  const at = list.findIndex(word => /^-\w{0,5}c$/.test(word))
  const script = at > 0 && /sh$/.test(list[at - 1] ?? '') ? list[at + 1] : undefined
  return script === undefined ? list : lastCommand(script)
}

/** `environment` as a map or a list. */
export function variablesOf(value: unknown): Variables {
  const record = asRecord(value)
  if (record !== undefined)
    return new Map(Object.entries(record).map(([name, one]) => [name, one === null ? undefined : expand(String(one))]))
  return new Map(
    textsOf(value).map(item => {
      const [name, one] = splitVariable(item)
      return [name, one === undefined ? undefined : expand(one)] as const
    }),
  )
}

/** `${BIND:-127.0.0.1}` as its default; a name without one stays. */
export function expand(text: string): string {
  return text
    .replaceAll('$$', '$')
    .replace(/\$\{([^{}]{1,200})\}/g, (_whole, inside: string) => expandShellVariable(inside))
}
