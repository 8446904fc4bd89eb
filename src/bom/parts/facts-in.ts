import type {Digest} from '../../inventory/evidence.ts'
import type {
  BomFacts,
  DatasetFacts,
  Facts,
  GuardrailFacts,
  ManifestFacts,
  McpServerFacts,
  ModelFacts,
  PackageFacts,
  PromptFacts,
  ReachFacts,
  ServiceFacts,
  WeightsFacts,
} from '../../inventory/facts.ts'
import {guardrailStages} from '../../inventory/facts.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {Addresses} from './addresses.ts'
import {hyperparameterPrefix} from './facts-out.ts'
import {readModelCard} from './model-card.ts'
import {ecosystemOf, toEcosystem, toPackageScope} from './package.ts'
import type {PropertyBag} from './properties.ts'
import {readDistributions, readOwnFiles} from './references-in.ts'

/** A component that is being read, with all that its facts may come from. */
export interface FactSource {
  readonly node: UnknownRecord
  readonly bag: PropertyBag
  readonly addresses: Addresses
  readonly refused: (message: string) => void
  /** of the component itself */
  readonly digests: readonly Digest[]
  /** the document is aibom's own */
  readonly own: boolean
}

/** The facts of an asset of a kind: facts-out.ts read back, and what the fields of any tool's component say. */
export function readFacts(kind: Facts['kind'], source: FactSource): Facts {
  const {bag} = source
  switch (kind) {
    case 'model':
      return {kind, facts: readModel(source)}
    case 'weights':
      return {kind, facts: readWeights(source)}
    case 'dataset':
      return {kind, facts: readDataset(source)}
    case 'package':
      return {kind, facts: readPackage(source)}
    case 'service':
      return {kind, facts: readService(source)}
    case 'agent':
      return {
        kind,
        facts: compact({
          framework: bag.text('aibom:agent:framework'),
          tools: bag.texts('aibom:agent:tool'),
          reach: readReach(bag),
        }),
      }
    case 'mcp-server':
      return {kind, facts: readMcpServer(source)}
    case 'prompt':
      return {kind, facts: readPrompt(source)}
    case 'tool':
      return {
        kind,
        facts: compact({
          framework: bag.text('aibom:tool:framework'),
          descriptions: bag.texts('aibom:tool:description-digest'),
          definitions: bag.texts('aibom:tool:definition-digest'),
          reach: readReach(bag),
        }),
      }
    case 'guardrail':
      return {kind, facts: readGuardrail(bag)}
    case 'dependency-manifest':
      return {kind, facts: readManifest(bag)}
    case 'bom':
      return {kind, facts: readBomFacts(source)}
  }
}

function readGuardrail(bag: FactSource['bag']): GuardrailFacts {
  const written = bag.texts('aibom:guardrail:stage')
  return compact({
    engine: bag.text('aibom:guardrail:engine') ?? 'unknown',
    checks: bag.texts('aibom:guardrail:check'),
    settings: bag.texts('aibom:guardrail:setting'),
    stages: written === undefined ? undefined : guardrailStages.filter(stage => written.includes(stage)),
  })
}

function readModel({node, bag}: FactSource): ModelFacts {
  return compact({
    ...readModelCard(asRecord(node['modelCard']), bag),
    registry: bag.text('aibom:model:registry'),
    revision: bag.text('aibom:model:revision'),
    floating: bag.flag('aibom:model:floating'),
    parameters: bag.bigint('aibom:model:parameters'),
    library: bag.text('aibom:model:library'),
    trustRemoteCode: bag.flag('aibom:model:trust-remote-code'),
    useSafetensors: bag.flag('aibom:model:use-safetensors'),
    chatTemplateSha256: bag.text('aibom:model:chat-template-sha256'),
    contextLength: bag.number('cdx:ai-ml:model:hyperparameter:context_length'),
    quantization: bag.text('cdx:ai-ml:model:hyperparameter:quantization'),
    hyperparameters: bag.prefixed(hyperparameterPrefix),
    tuneMethods: bag.texts('cdx:ai-ml:model:parameter:tune_method'),
    languages: bag.texts('cdx:ai-ml:model:language'),
  })
}

function readWeights({node, bag}: FactSource): WeightsFacts {
  const name = String(node['name'] ?? '')
  return compact({
    format: bag.text('aibom:weights:format') ?? name.slice(name.lastIndexOf('.') + 1).toLowerCase(),
    byteLength: bag.bigint('aibom:weights:byte-length'),
    parameters: bag.bigint('aibom:weights:parameters'),
    dtypes: bag.texts('aibom:weights:dtype'),
    present: bag.flag('aibom:weights:present') ?? false,
  })
}

function readDataset(source: FactSource): DatasetFacts {
  const {node, bag, addresses} = source
  const [first] = asList(node['data']).map(item => asRecord(asRecord(item)?.['contents'])?.['url'])
  const distributions = readDistributions(source, false)
  return compact({
    registry: bag.text('aibom:dataset:registry'),
    config: bag.text('aibom:dataset:config'),
    split: bag.texts('aibom:dataset:split'),
    revision: bag.text('aibom:dataset:revision'),
    floating: bag.flag('aibom:dataset:floating'),
    trustRemoteCode: bag.flag('aibom:dataset:trust-remote-code'),
    languages: bag.texts('aibom:dataset:language'),
    url: typeof first === 'string' ? addresses.read(first) : undefined,
    distributions: distributions.length === 0 ? undefined : distributions,
  })
}

const packageScopes = ['runtime', 'dev', 'optional', 'peer', 'extra'] as const

function readPackage(source: FactSource): PackageFacts {
  const {node, bag} = source
  const [stated, ecosystem] = [bag.text('aibom:package:scope'), bag.text('aibom:package:ecosystem')]
  return compact({
    ecosystem: toEcosystem(ecosystem) ?? ecosystemOf(asText(node['purl'])) ?? 'pypi',
    scope: packageScopes.find(scope => scope === stated) ?? toPackageScope(node['scope']),
    direct: bag.flag('aibom:package:direct') ?? false,
    declared: bag.texts('aibom:package:declared'),
    source: bag.text('aibom:package:source'),
    local: bag.flag('aibom:package:local'),
    condition: bag.text('aibom:package:condition'),
    distributions: source.own
      ? readOwnFiles(source, source.digests, bag.flag('aibom:package:no-file') === true)
      : readDistributions(source, ecosystem === undefined),
  })
}

const flows = ['inbound', 'outbound', 'bi-directional', 'unknown'] as const

function readService({node, bag, addresses}: FactSource): ServiceFacts {
  const dataFlows = asList(node['data']).flatMap(item => {
    const [flow, classification] = [
      flows.find(each => each === asRecord(item)?.['flow']),
      asRecord(item)?.['classification'],
    ]
    return flow === undefined || typeof classification !== 'string' ? [] : {flow, classification}
  })
  return compact({
    provider: bag.text('aibom:service:provider') ?? slug(String(node['name'] ?? '')),
    endpoints: asList(node['endpoints']).flatMap(endpoint =>
      typeof endpoint === 'string' ? addresses.read(endpoint) : [],
    ),
    authenticated: flagOf(node['authenticated']),
    crossesTrustBoundary: flagOf(node['x-trust-boundary']),
    environment: bag.texts('aibom:service:environment'),
    hasDefaultEndpoint: bag.flag('aibom:service:default-endpoint'),
    dataFlows: dataFlows.length === 0 ? undefined : dataFlows,
  })
}

const transports = ['stdio', 'http', 'sse', 'unknown'] as const

function readMcpServer({bag}: FactSource): McpServerFacts {
  const transport = bag.text('aibom:mcp:transport')
  return compact({
    role: bag.text('aibom:mcp:role') === 'implemented' ? ('implemented' as const) : ('configured' as const),
    transport: transports.find(each => each === transport),
    command: bag.text('aibom:mcp:command'),
    args: bag.texts('aibom:mcp:argument'),
    url: bag.text('aibom:mcp:url'),
    origin: bag.text('aibom:mcp:origin'),
    pinned: bag.flag('aibom:mcp:pinned'),
    environment: bag.texts('aibom:mcp:environment'),
    reach: readReach(bag),
  })
}

const promptRoles = ['system', 'user', 'assistant', 'template', 'instructions', 'skill', 'command', 'unknown'] as const

function readPrompt({node, bag}: FactSource): PromptFacts {
  const role = bag.text('aibom:prompt:role')
  const [content] = asList(node['data']).map(
    item => asRecord(asRecord(asRecord(item)?.['contents'])?.['attachment'])?.['content'],
  )
  const text = typeof content === 'string' ? content : undefined
  return compact({
    role: promptRoles.find(each => each === role) ?? 'unknown',
    byteLength: bag.number('aibom:prompt:byte-length') ?? (text === undefined ? undefined : Buffer.byteLength(text)),
    variables: bag.texts('aibom:prompt:variable'),
    requested: bag.texts('aibom:prompt:requested-variable'),
    opening: bag.text('aibom:prompt:opening-digest'),
    reach: readReach(bag),
    text,
  })
}

function readBomFacts({bag}: FactSource): BomFacts {
  const format = bag.text('aibom:bom:format') === 'SPDX' ? ('SPDX' as const) : ('CycloneDX' as const)
  return compact({format, specVersion: bag.text('aibom:bom:spec-version')})
}

function readReach(bag: PropertyBag): ReachFacts | undefined {
  const reach = compact({
    executes: bag.texts('aibom:reach:executes'),
    reads: bag.texts('aibom:reach:reads'),
    writes: bag.texts('aibom:reach:writes'),
    network: bag.texts('aibom:reach:network'),
    autoApproves: bag.texts('aibom:reach:auto-approves'),
  })
  return Object.keys(reach).length === 0 ? undefined : reach
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-|-$/g, '')
}

function readManifest(bag: FactSource['bag']): ManifestFacts {
  const role = bag.text('aibom:dependency-manifest:role') === 'lock' ? 'lock' : 'manifest'
  return {ecosystem: bag.text('aibom:dependency-manifest:ecosystem') ?? 'unknown', role}
}
