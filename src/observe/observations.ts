import type {Finish, Operation, OperationKind} from './operation.ts'
import {joinMoments, type Moments, newMoments} from './statistics.ts'

/** How often something was seen, and when. */
export interface Sighting {
  count: number
  failed: number
  /** milliseconds since the epoch; 0 where no record told a time */
  firstMs: number
  lastMs: number
  /** a few, as written */
  traces: string[]
}

/** What telemetry names of a service. */
export const seenKinds = ['provider', 'model', 'tool', 'mcp-server', 'data-source', 'agent', 'endpoint'] as const
/** What a seen name is the name of. */
export type SeenKind = (typeof seenKinds)[number]

/** A name that telemetry states. */
export interface Seen {
  readonly kind: SeenKind
  readonly name: string
  /** of a model or endpoint */
  readonly provider?: string
  /** of a tool: it hands over to another agent */
  readonly isHandoff?: boolean
  /** of a tool: the server of the Model Context Protocol that runs it */
  readonly server?: string
  readonly sighting: Sighting
}

/** What was asked for and what answered; an empty name where a dialect does not tell it. */
export interface Answer {
  readonly provider: string
  readonly requested: string
  readonly answered: string
  readonly sighting: Sighting
}

/** Instructions to a model, by their digest. */
export interface SeenPrompt {
  readonly digest: string
  /** `declared`: as the BOM has it · `inside`: a declared one stands in it, among other words · `none` */
  readonly match: 'declared' | 'inside' | 'none'
  /** keys of the declared ones */
  readonly declared: readonly string[]
  readonly scope: string
  readonly agent?: string
  readonly sighting: Sighting
}

/** What a tool told the model of itself, by its digest. */
export interface SeenDefinition {
  readonly tool: string
  readonly scope: string
  /** of the record that told it: one instrumentation may write it in two ways */
  readonly by?: OperationKind
  readonly digest: string
  /** of the description alone */
  readonly description?: string
  /** nothing is told of what it takes */
  readonly isPart?: boolean
  readonly sighting: Sighting
}

/** What a dialect told of the calls to one provider. */
export interface Told {
  readonly dialect: string
  readonly provider: string
  readonly scope: string
  calls: number
  readonly fields: Set<ToldField>
  /** a call ended with a tool call, so tools there are */
  usesTools: boolean
}

/** What a dialect may tell of a call, and judgement needs. */
export const toldFields = ['endpoint', 'requested model', 'answered model', 'tools', 'system instructions'] as const
/** Something that a dialect told; what it never told cannot be judged. */
export type ToldField = (typeof toldFields)[number]

/** How the calls of one model went. */
export interface Behavior {
  calls: number
  failed: number
  refused: number
  readonly finish: Map<Finish, number>
  /** logarithms: such numbers are spread over powers of ten */
  input: Moments
  output: Moments
  latency: Moments
  readonly evaluations: Map<string, Moments>
}

/** All that is kept of one service; joined with what earlier runs kept. */
export interface ServiceObservation {
  readonly name: string
  readonly versions: Map<string, Sighting>
  readonly seen: Map<string, Seen>
  readonly answers: Map<string, Answer>
  readonly prompts: Map<string, SeenPrompt>
  readonly definitions: Map<string, SeenDefinition>
  readonly told: Map<string, Told>
  /** by provider and the model that was asked for: a call that failed names no other */
  readonly behaviors: Map<string, Behavior>
  /** how often each tool was run */
  readonly toolRuns: Map<string, number>
  readonly sighting: Sighting
  /** names that were not kept: there were too many */
  dropped: number
}

/** By the name of the service. */
export type Observations = Map<string, ServiceObservation>

/** Names of one kind that are kept of a service; real ones have tens. */
export const keptLimit = 2000
const traceLimit = 3

/** Not seen yet. */
export function newSighting(): Sighting {
  return {count: 0, failed: 0, firstMs: 0, lastMs: 0, traces: []}
}

/** With nothing seen of it. */
export function newService(name: string): ServiceObservation {
  return {
    name,
    versions: new Map(),
    seen: new Map(),
    answers: new Map(),
    prompts: new Map(),
    definitions: new Map(),
    told: new Map(),
    behaviors: new Map(),
    toolRuns: new Map(),
    sighting: newSighting(),
    dropped: 0,
  }
}

/** Of a model that was not called yet. */
export function newBehavior(): Behavior {
  const [input, output, latency] = [newMoments(), newMoments(), newMoments()]
  return {calls: 0, failed: 0, refused: 0, finish: new Map(), input, output, latency, evaluations: new Map()}
}

/** @param counts false for a second record of a call that was counted */
export function sight(sighting: Sighting, {atMs = 0, failed, traceId}: Operation, counts: boolean): void {
  if (counts || sighting.count === 0) {
    sighting.count += 1
    if (failed) sighting.failed += 1
  }
  if (atMs > 0) {
    if (sighting.firstMs === 0 || atMs < sighting.firstMs) sighting.firstMs = atMs
    if (atMs > sighting.lastMs) sighting.lastMs = atMs
  }
  if (traceId !== '' && sighting.traces.length < traceLimit && !sighting.traces.includes(traceId))
    sighting.traces.push(traceId)
}

/** Both together; the traces of the later. */
export function joinSightings(a: Sighting, b: Sighting): Sighting {
  const firsts = [a.firstMs, b.firstMs].filter(ms => ms > 0)
  return {
    count: a.count + b.count,
    failed: a.failed + b.failed,
    firstMs: firsts.length === 0 ? 0 : Math.min(...firsts),
    lastMs: Math.max(a.lastMs, b.lastMs),
    traces: [...new Set([...b.traces, ...a.traces])].slice(0, traceLimit),
  }
}

/** What two runs saw, together. */
export function joinObservations(before: Observations, after: Observations): Observations {
  const joined: Observations = new Map(before)
  for (const [name, service] of after) {
    const old = joined.get(name)
    joined.set(name, old === undefined ? service : joinServices(old, service))
  }
  return joined
}

function joinServices(a: ServiceObservation, b: ServiceObservation): ServiceObservation {
  const sighted = <T extends {readonly sighting: Sighting}>(x: T, y: T): T => ({
    ...y,
    sighting: joinSightings(x.sighting, y.sighting),
  })
  return {
    name: a.name,
    versions: joinMaps(a.versions, b.versions, joinSightings),
    seen: joinMaps(a.seen, b.seen, sighted),
    answers: joinMaps(a.answers, b.answers, sighted),
    prompts: joinMaps(a.prompts, b.prompts, sighted),
    definitions: joinMaps(a.definitions, b.definitions, sighted),
    told: joinMaps(a.told, b.told, (x, y) => ({
      ...y,
      calls: x.calls + y.calls,
      fields: new Set([...x.fields, ...y.fields]),
      usesTools: x.usesTools || y.usesTools,
    })),
    behaviors: joinMaps(a.behaviors, b.behaviors, joinBehaviors),
    toolRuns: joinMaps(a.toolRuns, b.toolRuns, add),
    sighting: joinSightings(a.sighting, b.sighting),
    dropped: a.dropped + b.dropped,
  }
}

function joinBehaviors(a: Behavior, b: Behavior): Behavior {
  return {
    calls: a.calls + b.calls,
    failed: a.failed + b.failed,
    refused: a.refused + b.refused,
    finish: joinMaps(a.finish, b.finish, add),
    input: joinMoments(a.input, b.input),
    output: joinMoments(a.output, b.output),
    latency: joinMoments(a.latency, b.latency),
    evaluations: joinMaps(a.evaluations, b.evaluations, joinMoments),
  }
}

function add(a: number, b: number): number {
  return a + b
}

function joinMaps<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, join: (x: V, y: V) => V): Map<K, V> {
  const joined = new Map(a)
  for (const [key, value] of b) {
    const old = joined.get(key)
    if (old !== undefined) joined.set(key, join(old, value))
    else if (joined.size < keptLimit) joined.set(key, value)
  }
  return joined
}
