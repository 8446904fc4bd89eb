import {isAiContainer} from '../../catalog/commands/agent-images.ts'
import {withoutResourceDefinitions} from '../../formats/resource-definitions.ts'
import {isContainerSocket, isWholeDisk} from '../../inventory/host-path.ts'
import {AibomError} from '../../lib/errors.ts'
import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {expandShellVariable} from '../../lib/parse/shell.ts'
import {parseYamlStream, type YamlDocument} from '../../lib/parse/yaml.ts'
import {containerSocket} from '../../rules/container-socket.ts'
import {wholeDisk} from '../../rules/whole-disk.ts'
import type {Hit, Scanner} from './hit.ts'

/** A path of the machine that a container gets. */
interface Mount {
  readonly path: string
  readonly isReadOnly: boolean
  readonly line: number
}

/** A container of an agent, a tool server or a model. */
interface Container {
  readonly name: string
  readonly mounts: readonly Mount[]
}

/** Mounts by which an agent in a container gets at the machine outside. */
export const mounts: Scanner = {
  reads: path => /\.ya?ml$/i.test(path),
  hint: /docker\.sock|podman\.sock|containerd\.sock|crio\.sock|hostPath|volumes|source:|privileged/,
  find: (text, path) =>
    documentsOf(text, path).flatMap(document =>
      [...composeContainers(document), ...podContainers(document)].flatMap(container => hitsOf(container)),
    ),
}

/** Nothing of a file that is not YAML: what is written in it as text still counts. */
function documentsOf(text: string, path: string): readonly YamlDocument[] {
  try {
    return parseYamlStream(withoutResourceDefinitions(text), path)
  } catch (error) {
    if (error instanceof AibomError) return []
    throw error
  }
}

function hitsOf({name, mounts: given}: Container): Hit[] {
  return given.flatMap((mount): Hit[] => {
    const {path, isReadOnly, line} = mount
    if (isContainerSocket(path))
      return [{rule: containerSocket, line, message: `${name} is given ${path}`, fact: `${name} ${path}`}]
    if (!isWholeDisk(path)) return []
    return [
      {rule: wholeDisk, line, message: `${name} may ${isReadOnly ? 'read' : 'write'} ${path}`, fact: `${name} ${path}`},
    ]
  })
}

function composeContainers(document: YamlDocument): Container[] {
  return Object.entries(asRecord(asRecord(document.value)?.['services']) ?? {}).flatMap(
    ([name, value]): Container[] => {
      const service = asRecord(value)
      if (
        service === undefined ||
        !isAiContainer(name, expanded(service['image']), variablesIn(service['environment']))
      )
        return []
      const given = asList(service['volumes']).map((volume, at) =>
        composeMount(volume, document.lineOf(['services', name, 'volumes', at]) ?? 1),
      )
      return [{name: `service ${name}`, mounts: given.filter(mount => mount !== undefined)}]
    },
  )
}

function variablesIn(environment: unknown): string[] {
  const record = asRecord(environment)
  return record === undefined
    ? asList(environment).map(item => String(item).split('=', 1)[0] ?? '')
    : Object.keys(record)
}

/** `/:/host:ro`, `{type: bind, source: /, target: /host, read_only: true}` */
function composeMount(volume: unknown, line: number): Mount | undefined {
  const record = asRecord(volume)
  if (record !== undefined) return {path: expanded(record['source']), isReadOnly: record['read_only'] === true, line}
  const text = expanded(volume)
  const colon = text.indexOf(':', /^[A-Za-z]:[\\/]/.test(text) ? 2 : 0)
  if (colon === -1) return undefined
  return {
    path: text.slice(0, colon),
    isReadOnly: text
      .slice(text.lastIndexOf(':') + 1)
      .split(',')
      .includes('ro'),
    line,
  }
}

function expanded(value: unknown): string {
  return (asText(value) ?? '').replace(/\$\{([^{}]{1,200})\}/g, (whole, inside: string) =>
    /:?-/.test(inside) ? expandShellVariable(inside) : whole,
  )
}

const podPaths: readonly (readonly string[])[] = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec'],
]

/** Containers of a pod with the folders of its node that they mount. */
function podContainers(document: YamlDocument): Container[] {
  for (const path of podPaths) {
    const spec = path.reduce<unknown>((value, key) => asRecord(value)?.[key], document.value)
    const containers = recordsOf(asRecord(spec)?.['containers'])
    if (containers.length > 0)
      return containers.flatMap(container => podContainer(container, asRecord(spec) ?? {}, document, path))
  }
  return []
}

function podContainer(
  container: UnknownRecord,
  spec: UnknownRecord,
  document: YamlDocument,
  path: readonly string[],
): Container[] {
  const name = asText(container['name']) ?? ''
  const variables = recordsOf(container['env']).flatMap(variable => asText(variable['name']) ?? [])
  if (!isAiContainer(name, asText(container['image']) ?? '', variables)) return []
  const used = new Map(
    recordsOf(container['volumeMounts']).map(mount => [asText(mount['name']) ?? '', mount['readOnly'] === true]),
  )
  const given = recordsOf(spec['volumes']).flatMap((volume, at): Mount[] => {
    const host = asText(asRecord(volume['hostPath'])?.['path'])
    const isReadOnly = used.get(asText(volume['name']) ?? '')
    if (host === undefined || isReadOnly === undefined) return []
    return [{path: host, isReadOnly, line: document.lineOf([...path, 'volumes', at]) ?? 1}]
  })
  return [{name: `container ${name}`, mounts: given}]
}
