import {addTo} from '../lib/group.ts'
import {baseName} from '../lib/path.ts'
import type {Asset} from './asset.ts'
import {joinFacts} from './combine.ts'
import type {Evidence, Level, Scope, Technique, Use} from './evidence.ts'
import type {DatasetFacts, GuardrailFacts, ModelFacts, PackageFacts, PromptFacts, ServiceFacts} from './facts.ts'
import type {Gap} from './gap.ts'
import type {GapCode} from './gap-code.generated.ts'
import {localId} from './identity.ts'
import type {Extraction} from './inventory.ts'
import {makeDataset, makeGuardrail, makeModel, makePackage, makePrompt, makeService, type NamedPackage} from './make.ts'

/** Where in a file something is named, and how sure that is. */
export interface Where {
  /** counts from 1 */
  readonly line?: number | undefined
  /** the key, flag, variable or instruction that carries it */
  readonly symbol?: string | undefined
  /** `configured` if not given */
  readonly level?: Level | undefined
  /** notebook cell, counts from 0 */
  readonly cell?: number | undefined
  readonly use?: Use | undefined
  readonly confidence: number
}

/** What all evidence of one file has in common. */
export interface CollectorPlace {
  /** id of the detector, and of its rule where it has several */
  readonly detector: string
  readonly technique: Technique
  readonly path: string
  readonly scope: Scope
}

type Properties = Asset['properties']

/** What a file says of an agent. */
export interface SaidOfAgent {
  readonly framework?: string | undefined
  readonly tools?: readonly string[]
  readonly version?: string | undefined
  /** models that it asks for, as they are written */
  readonly models?: readonly string[]
  /** the code that makes it: `src/agent.ts:graph` */
  readonly madeBy?: string | undefined
}

/** Takes what a detector finds in one file and gives it back as an {@link Extraction}. */
export interface Collector {
  readonly path: string
  model(name: string, where: Where, facts?: ModelFacts, properties?: Properties): void
  dataset(name: string, where: Where, facts?: DatasetFacts): void
  service(provider: string, where: Where, facts?: Partial<ServiceFacts>, properties?: Properties): void
  /** @param name of the file, or its path within the source; with the URL it is fetched from */
  weights(name: string, where: Where, url?: string): void
  package(named: NamedPackage, where: Where, facts?: Partial<PackageFacts>): void
  prompt(text: string, where: Where, facts: Omit<PromptFacts, 'byteLength' | 'text'>, name?: string): void
  agent(name: string, where: Where, said?: SaidOfAgent): void
  /** a server that is configured here, by the name its launcher knows */
  mcpServer(name: string, where: Where): void
  guardrail(name: string, where: Where, facts: GuardrailFacts): void
  gap(code: GapCode, message: string, line?: number): void
  done(): Extraction
}

/** Gathers what is found in one file; all of it becomes one {@link Extraction}. */
export function collector(place: CollectorPlace): Collector {
  const assets = new Map<string, Asset>()
  /** what more is said of a service on the line of another sighting */
  const further = new Map<string, ServiceFacts[]>()
  const gaps: Gap[] = []
  const evidence = (where: Where): Evidence[] => [toEvidence(place, where)]
  /** One thing that two rules see on one line is told once; of a service, each may say another address or variable. */
  const add = (asset: Asset): void => {
    const key = `${asset.id}\0${asset.version ?? ''}\0${asset.evidence[0]?.line ?? ''}`
    if (!assets.has(key)) assets.set(key, asset)
    else if (asset.kind === 'service') {
      addTo(further, key, asset.facts)
    }
  }
  const whole = (key: string, asset: Asset): Asset => {
    const others = further.get(key)
    return asset.kind !== 'service' || others === undefined
      ? asset
      : {...asset, facts: joinFacts([asset.facts, ...others])}
  }
  return {
    path: place.path,
    model: (name, where, facts, properties) => add(withProperties(makeModel(name, evidence(where), facts), properties)),
    dataset: (name, where, facts) => add(makeDataset(name, evidence(where), facts)),
    service: (provider, where, facts, properties) =>
      add(withProperties(makeService({endpoints: [], ...facts, provider}, evidence(where)), properties)),
    weights: (name, where, url) => add(namedWeights(name, evidence(where), url)),
    package: (named, where, facts) => add(makePackage(named, evidence(where), facts)),
    prompt: (text, where, facts, name = where.symbol ?? place.path) =>
      add(makePrompt({path: place.path, symbol: where.symbol, name}, text, evidence(where), facts)),
    agent: (name, where, {framework, tools = [], version, models = [], madeBy} = {}) =>
      add({
        kind: 'agent',
        id: localId('agent', place.path, name),
        name,
        ...(version !== undefined && {version}),
        aliases: madeBy === undefined ? [] : [madeBy],
        digests: [],
        evidence: evidence(where),
        ...(models.length > 0 && {properties: {'aibom:agent:model': models}}),
        facts: {...(framework !== undefined && {framework}), ...(tools.length > 0 && {tools})},
      }),
    mcpServer: (name, where) =>
      add({
        kind: 'mcp-server',
        id: localId('mcp-server', place.path, name),
        name,
        aliases: [],
        digests: [],
        evidence: evidence(where),
        facts: {role: 'configured'},
      }),
    guardrail: (name, where, facts) => add(makeGuardrail(place.path, name, evidence(where), facts)),
    gap: (code, message, line) =>
      gaps.push({path: place.path, stage: 'extract', code, message, ...(line !== undefined && {line})}),
    done: () => ({assets: [...assets].map(([key, asset]) => whole(key, asset)), gaps}),
  }
}

function withProperties(asset: Asset, properties: Properties): Asset {
  return properties === undefined ? asset : {...asset, properties}
}

function toEvidence(place: CollectorPlace, where: Where): Evidence {
  return {
    detector: place.detector,
    technique: place.technique,
    path: place.path,
    level: where.level ?? 'configured',
    scope: place.scope,
    confidence: where.confidence,
    ...(where.line !== undefined && {line: where.line}),
    ...(where.symbol !== undefined && {symbol: where.symbol}),
    ...(where.cell !== undefined && {cell: where.cell}),
    ...(where.use !== undefined && {use: where.use}),
  }
}

/** Weights that are named but not here: no length, no digest. */
function namedWeights(name: string, evidence: readonly Evidence[], url?: string): Asset {
  const base = baseName(name)
  return {
    kind: 'weights',
    id: localId('weights', name),
    name: base,
    aliases: [],
    digests: [],
    evidence,
    ...(url !== undefined && {references: [{type: 'distribution', url}]}),
    facts: {format: base.slice(base.lastIndexOf('.') + 1).toLowerCase(), present: false},
  }
}
