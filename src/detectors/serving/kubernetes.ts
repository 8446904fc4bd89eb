import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {YamlDocument} from '../../lib/parse/yaml.ts'
import {commandWords} from './compose.ts'
import {type Exposure, keyPlaceOf} from './exposure.ts'
import {type ServerStart, startIn, type Variables} from './start.ts'

/** A model server in a pod. */
export interface Workload {
  readonly kind: 'workload'
  readonly path: string
  readonly line: number | undefined
  readonly name: string
  readonly namespace: string | undefined
  readonly labels: ReadonlyMap<string, string>
  readonly start: ServerStart
  /** the pod itself is reached from outside: a port of its node, or the network of it */
  readonly port?: string
  /** whether its variables come from elsewhere as a whole */
  readonly variablesFrom?: string
}

/** What leads from outside the cluster to pods, or to a service before them. */
export interface Route {
  readonly kind: 'route'
  readonly name: string
  readonly namespace: string | undefined
  /** labels of the pods */
  readonly selector?: ReadonlyMap<string, string>
  /** names of services */
  readonly services?: readonly string[]
  /** undefined: only inside the cluster */
  readonly how?: string
}

const workloadKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Rollout',
])
/** Annotations by which clouds keep a load balancer inside their network. */
const internal = /internal|private/i

/** Workloads with a model server, and routes from outside, of one document. */
export function kubernetesNotes(document: YamlDocument, path: string): (Workload | Route)[] {
  const record = asRecord(document.value)
  const kind = asText(record?.kind)
  if (record === undefined || kind === undefined) return []
  if (workloadKinds.has(kind)) return workloadsOf(record, kind, document, path)
  const metadata = asRecord(record.metadata) ?? {}
  const base = {kind: 'route', name: asText(metadata.name) ?? '', namespace: asText(metadata.namespace)} as const
  const spec = asRecord(record.spec) ?? {}
  if (kind === 'Service') return [{...base, ...serviceRoute(spec, metadata, base.name)}]
  if (kind === 'Ingress' && !isGuarded(metadata))
    return [{...base, services: backendsOf(spec), how: `the ingress ${base.name} leads to it`}]
  const to = asText(asRecord(spec.to)?.name)
  return kind === 'Route' && to !== undefined
    ? [{...base, services: [to], how: `the route ${base.name} leads to it`}]
    : []
}

function workloadsOf(record: UnknownRecord, kind: string, document: YamlDocument, path: string): Workload[] {
  const root = kind === 'Pod' ? [] : ['spec', 'template']
  const template = kind === 'Pod' ? record : (asRecord(asRecord(record.spec)?.template) ?? {})
  const spec = asRecord(template.spec) ?? {}
  const metadata = asRecord(record.metadata) ?? {}
  return recordsOf(spec.containers).flatMap((container, at): Workload[] => {
    const start = startOfContainer(container)
    if (start === undefined) return []
    const hostPort = recordsOf(container.ports).find(({hostPort: port}) => port !== undefined)?.hostPort
    const port =
      spec.hostNetwork === true
        ? 'the network of its node'
        : hostPort === undefined
          ? undefined
          : `port ${String(hostPort)} of its node`
    const [from] = recordsOf(container.envFrom)
    return [
      {
        ...{kind: 'workload', path, start, name: asText(metadata.name) ?? '', namespace: asText(metadata.namespace)},
        line: document.lineOf([...root, 'spec', 'containers', at]),
        labels: labelsOf(asRecord(template.metadata)?.labels),
        ...(port !== undefined && {port}),
        ...(from !== undefined && {variablesFrom: 'envFrom'}),
      },
    ]
  })
}

/** Kubernetes's command replaces the entry point of the image, its args replace the command. */
export function startOfContainer({image, command, args, env}: UnknownRecord): ServerStart | undefined {
  const entrypoint = Array.isArray(command) ? commandWords([...command, ...asList(args)]) : []
  return startIn({
    image: asText(image),
    entrypoint,
    command: Array.isArray(command) ? [] : commandWords(args),
    variables: environmentOf(env),
  })
}

function environmentOf(env: unknown): Variables {
  return new Map(recordsOf(env).map(({name, value}) => [String(name), value === undefined ? undefined : String(value)]))
}

function serviceRoute(spec: UnknownRecord, metadata: UnknownRecord, name: string): Pick<Route, 'selector' | 'how'> {
  const type = asText(spec.type)
  const annotations = Object.entries(asRecord(metadata.annotations) ?? {})
  const isInternal = annotations.some(([key, value]) =>
    internal.test(key) ? String(value) !== 'false' : internal.test(String(value)),
  )
  const ranges = asList(spec.loadBalancerSourceRanges).map(String)
  const isBounded = type === 'LoadBalancer' && (isInternal || (ranges.length > 0 && !ranges.includes('0.0.0.0/0')))
  const isOpen = (type === 'LoadBalancer' && !isBounded) || type === 'NodePort' || asList(spec.externalIPs).length > 0
  const selector = labelsOf(spec.selector)
  return {
    ...(selector.size > 0 && {selector}),
    ...(isOpen && {how: `the service ${name} of type ${type ?? 'ClusterIP'} leads to it from outside the cluster`}),
  }
}

/** Somebody asks who is calling: a key, a login, a client certificate, an address list. */
function isGuarded({annotations}: UnknownRecord): boolean {
  const entries = Object.entries(asRecord(annotations) ?? {})
  return entries.some(
    ([key, value]) => /auth|oidc|whitelist|allowlist|internal/i.test(key) || /auth|internal/i.test(String(value)),
  )
}

function backendsOf(spec: UnknownRecord): string[] {
  const backends = [
    spec.defaultBackend,
    spec.backend,
    ...recordsOf(spec.rules).flatMap(rule => recordsOf(asRecord(rule.http)?.paths).map(path => path.backend)),
  ]
  return backends.flatMap(backend => {
    const record = asRecord(backend)
    return asText(asRecord(record?.service)?.name) ?? asText(record?.serviceName) ?? []
  })
}

function labelsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(asRecord(value) ?? {}).map(([key, one]) => [key, String(one)]))
}

/** Workloads that something leads to from outside, of all documents together. */
export function kubernetesExposures(workloads: readonly Workload[], routes: readonly Route[]): Exposure[] {
  return workloads.flatMap(workload => {
    const how = howReached(workload, routes)
    if (how === undefined) return []
    const {path, line, name, start, variablesFrom} = workload
    const shown = `${name} runs ${start.server.slug}: ${how}`
    return [{path, line, symbol: name, start, how: shown, isPort: true, keyPlace: keyPlaceOf(start, variablesFrom)}]
  })
}

function howReached(workload: Workload, routes: readonly Route[]): string | undefined {
  if (workload.port !== undefined) return `it is reached at ${workload.port}`
  const inReach = routes.filter(
    ({namespace}) => namespace === undefined || workload.namespace === undefined || namespace === workload.namespace,
  )
  const services = inReach.filter(
    ({selector}) => selector !== undefined && [...selector].every(([key, value]) => workload.labels.get(key) === value),
  )
  const open = services.find(({how}) => how !== undefined)
  if (open !== undefined) return open.how
  const names = new Set(services.map(({name}) => name))
  return inReach.find(({services: targets = []}) => targets.some(target => names.has(target)))?.how
}
