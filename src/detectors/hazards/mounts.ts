import {isAiContainer, namesCodingAgent} from '../../catalog/commands/agent-images.ts'
import {withoutResourceDefinitions} from '../../formats/resource-definitions.ts'
import {AibomError} from '../../lib/errors.ts'
import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseYamlStream, type YamlDocument} from '../../lib/parse/yaml.ts'
import {type Container, expanded, hitsOfContainer, type Mount, volumeMount} from './container-hits.ts'
import type {Scanner} from './hit.ts'

/** Mounts by which an agent in a container gets at the machine outside. */
export const mounts: Scanner = {
  reads: path => /\.ya?ml$/i.test(path),
  hint: /docker\.sock|podman\.sock|containerd\.sock|crio\.sock|hostPath|volumes|source:|privileged/,
  find: (text, path) =>
    documentsOf(text, path).flatMap(document =>
      [...composeContainers(document), ...podContainers(document), ...jobContainers(document)].flatMap(hitsOfContainer),
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

function composeContainers(document: YamlDocument): Container[] {
  return Object.entries(asRecord(asRecord(document.value)?.['services']) ?? {}).flatMap(
    ([name, value]): Container[] => {
      const service = asRecord(value)
      if (
        service === undefined ||
        !isAiContainer(name, expanded(asText(service['image']) ?? ''), variablesIn(service['environment']))
      )
        return []
      const given = asList(service['volumes']).map((volume, at) =>
        composeMount(volume, document.lineOf(['services', name, 'volumes', at]) ?? 1),
      )
      return [{name: `service ${name}`, mounts: given.filter(mount => mount !== undefined)}]
    },
  )
}

/** The container that a job of a workflow runs in, where its steps start a coding agent. */
function jobContainers(document: YamlDocument): Container[] {
  return Object.entries(asRecord(asRecord(document.value)?.['jobs']) ?? {}).flatMap(([name, job]): Container[] => {
    const {container, steps} = asRecord(job) ?? {}
    const {image, volumes} = asRecord(container) ?? {}
    const commands = recordsOf(steps).flatMap(step => [asText(step['run']) ?? '', asText(step['uses']) ?? ''])
    if (!isAiContainer(name, asText(image) ?? '', []) && !commands.some(namesCodingAgent)) return []
    const line = (at: number): number => document.lineOf(['jobs', name, 'container', 'volumes', at]) ?? 1
    const mounts = asList(volumes).map((volume, at) => volumeMount(asText(volume) ?? '', line(at)))
    return [{name: `the container of job ${name}`, mounts: mounts.filter(mount => mount !== undefined)}]
  })
}

function variablesIn(environment: unknown): string[] {
  const record = asRecord(environment)
  return record === undefined
    ? asList(environment).map(item => String(item).split('=', 1)[0] ?? '')
    : Object.keys(record)
}

/** `/:/host:ro`, `{type: bind, source: /, target: /host, read_only: true}` */
function composeMount(volume: unknown, line: number): Mount | undefined {
  const {source, read_only: isReadOnly} = asRecord(volume) ?? {}
  const path = asText(source)
  return path === undefined
    ? volumeMount(asText(volume) ?? '', line)
    : {path: expanded(path), isReadOnly: isReadOnly === true, line}
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
