import type {PromptMatcher} from './declared/match-prompts.ts'
import {joinedKeys} from './joined-key.ts'
import {
  keptLimit,
  newBehavior,
  newService,
  newSighting,
  type Observations,
  type Seen,
  type ServiceObservation,
  sight,
  type Told,
  type ToldField,
} from './observations.ts'
import type {Operation} from './operation.ts'
import {SameCall} from './same-call.ts'
import {addTo, newMoments} from './statistics.ts'

const keyOf = joinedKeys()
/** Services that are kept apart; the rest are counted together. */
const serviceLimit = 500
const otherServices = '(other services)'

/** Sums up operations as they come: what is kept grows with the names, not with the spans. */
export class Fold {
  readonly observations: Observations = new Map()
  /** model calls, each once */
  calls = 0
  callsWithoutModel = 0
  readonly #matcher: PromptMatcher
  readonly #sameCall = new SameCall()

  constructor(matcher: PromptMatcher) {
    this.#matcher = matcher
  }

  add(operation: Operation): void {
    const service = this.#serviceOf(operation.service)
    sight(service.sighting, operation, true)
    if (operation.serviceVersion !== undefined)
      sight(get(service.versions, operation.serviceVersion, newSighting, service), operation, true)
    const isCall = operation.kind === 'call'
    const counts = !(isCall && this.#sameCall.seen(operation))
    addNames(service, operation, counts)
    addAnswer(service, operation, counts)
    this.#addPrompts(service, operation)
    if (isCall) this.#addCall(service, operation, counts)
    else if (operation.kind === 'agent' || operation.instructions.length > 0) addTold(service, operation)
    if (operation.evaluation !== undefined) addEvaluation(service, operation)
    if ((operation.kind === 'tool' || operation.kind === 'mcp') && operation.tools[0] !== undefined) {
      service.toolRuns.set(operation.tools[0].name, (service.toolRuns.get(operation.tools[0].name) ?? 0) + 1)
    }
  }

  #serviceOf(name: string): ServiceObservation {
    const known = this.observations.get(name)
    if (known !== undefined) return known
    const kept = this.observations.size < serviceLimit ? name : otherServices
    const service = this.observations.get(kept) ?? newService(kept)
    this.observations.set(kept, service)
    return service
  }

  #addCall(service: ServiceObservation, operation: Operation, counts: boolean): void {
    addTold(service, operation)
    if (!counts) return
    this.calls += 1
    if (operation.requested === undefined && operation.answered === undefined && !operation.failed)
      this.callsWithoutModel += 1
    addBehavior(service, operation)
  }

  #addPrompts(service: ServiceObservation, operation: Operation): void {
    for (const text of operation.instructions) {
      const {digest, match, declared} = this.#matcher(text)
      const {scope, agent} = operation
      const make = () => ({
        digest,
        match,
        declared,
        scope,
        ...(agent !== undefined && {agent}),
        sighting: newSighting(),
      })
      sight(get(service.prompts, digest, make, service).sighting, operation, true)
    }
  }
}

/** The entry of a key, made where it is not there; past the limit one that nobody keeps. */
function get<T>(map: Map<string, T>, key: string, make: () => T, service: {dropped: number}): T {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  if (map.size < keptLimit) map.set(key, made)
  else service.dropped += 1
  return made
}

type Note = (seen: Omit<Seen, 'sighting'>) => void

/** Work around a call repeats what the call itself says. */
const namesProvider: ReadonlySet<Operation['kind']> = new Set(['call', 'retrieval', 'workload'])
const namesModel: ReadonlySet<Operation['kind']> = new Set(['call', 'agent', 'workload'])

function addNames(service: ServiceObservation, operation: Operation, counts: boolean): void {
  const note: Note = seen => {
    const key = keyOf(seen.kind, seen.provider ?? '', seen.name)
    sight(get(service.seen, key, () => ({...seen, sighting: newSighting()}), service).sighting, operation, counts)
  }
  addPlace(operation, note)
  const {agent, mcpServer, dataSource} = operation
  if (agent !== undefined) note({kind: 'agent', name: agent})
  if (mcpServer !== undefined) note({kind: 'mcp-server', name: mcpServer})
  if (dataSource !== undefined) note({kind: 'data-source', name: dataSource})
  addTools(service, operation, note)
}

/** Provider, address and model. */
function addPlace({kind, provider, requested, answered, endpoint}: Operation, note: Note): void {
  const by = provider === undefined ? {} : {provider}
  const model = requested ?? answered
  if (namesProvider.has(kind) && provider !== undefined) note({kind: 'provider', name: provider})
  if (namesProvider.has(kind) && endpoint !== undefined) note({kind: 'endpoint', name: endpoint, ...by})
  if (namesModel.has(kind) && model !== undefined) note({kind: 'model', name: model, ...by})
  if (kind === 'mcp' && endpoint !== undefined) note({kind: 'mcp-server', name: endpoint})
}

function addTools(service: ServiceObservation, operation: Operation, note: Note): void {
  const server = operation.mcpServer ?? (operation.kind === 'mcp' ? (operation.endpoint ?? '') : undefined)
  const {kind, scope} = operation
  const teller = operation.tools.length === 0 ? '' : keyOf(kind, scope, '')
  for (const [index, {name, digest, description, isPart, isHandoff}] of operation.tools.entries()) {
    const isRun = index === 0 && server !== undefined
    note({kind: 'tool', name, ...(isHandoff === true && {isHandoff}), ...(isRun && {server})})
    if (digest === undefined) continue
    const make = () => ({
      tool: name,
      scope,
      by: kind,
      digest,
      ...(description !== undefined && {description}),
      ...(isPart === true && {isPart}),
      sighting: newSighting(),
    })
    sight(get(service.definitions, keyOf(teller, name, digest), make, service).sighting, operation, true)
  }
}

function addAnswer(service: ServiceObservation, operation: Operation, counts: boolean): void {
  const {kind, provider = '', requested = '', answered} = operation
  if (kind !== 'call' || answered === undefined || operation.failed) return
  const make = () => ({provider, requested, answered, sighting: newSighting()})
  sight(get(service.answers, keyOf(provider, requested, answered), make, service).sighting, operation, counts)
}

function addTold(service: ServiceObservation, operation: Operation): void {
  const {dialect, provider = '', scope, finish} = operation
  const make = (): Told => ({dialect, provider, scope, calls: 0, fields: new Set<ToldField>(), usesTools: false})
  const told = get(service.told, `${scope}\0${provider}`, make, service)
  // what an agent was given, or an event beside a call tells, is told of its calls too
  if (operation.kind === 'call') told.calls += 1
  if (operation.endpoint !== undefined) told.fields.add('endpoint')
  if (operation.requested !== undefined) told.fields.add('requested model')
  if (operation.answered !== undefined) told.fields.add('answered model')
  if (operation.tools.some(({isCalled}) => isCalled !== true)) told.fields.add('tools')
  if (operation.instructions.length > 0) told.fields.add('system instructions')
  if (finish.includes('tool')) told.usesTools = true
}

function behaviorOf(service: ServiceObservation, {provider = '', answered, requested}: Operation) {
  return get(service.behaviors, `${provider}\0${requested ?? answered ?? ''}`, newBehavior, service)
}

function addBehavior(service: ServiceObservation, operation: Operation): void {
  const behavior = behaviorOf(service, operation)
  behavior.calls += 1
  if (operation.failed) behavior.failed += 1
  if (operation.finish.includes('refusal')) behavior.refused += 1
  for (const finish of operation.finish) behavior.finish.set(finish, (behavior.finish.get(finish) ?? 0) + 1)
  if (operation.failed) return
  if (operation.inputTokens !== undefined) addTo(behavior.input, Math.log1p(operation.inputTokens))
  if (operation.outputTokens !== undefined) addTo(behavior.output, Math.log1p(operation.outputTokens))
  if (operation.latencyMs !== undefined) addTo(behavior.latency, Math.log1p(operation.latencyMs))
}

function addEvaluation(service: ServiceObservation, operation: Operation): void {
  if (operation.evaluation === undefined) return
  const {name, score} = operation.evaluation
  const {evaluations} = behaviorOf(service, operation)
  addTo(get(evaluations, name, newMoments, service), score)
}
