import {describe, expect, it} from 'vitest'
import {compareSides} from '../../../src/drift/compare.ts'
import {formatLock, parseLock} from '../../../src/drift/lock-file.ts'
import {projectInventory} from '../../../src/drift/project.ts'
import type {Asset, AssetKind, AssetOf} from '../../../src/inventory/asset.ts'
import type {ReachFacts} from '../../../src/inventory/facts.ts'
import {inventoryOf} from '../../support/change-pairs.ts'
import {seen} from '../../support/rich-inventory.ts'

/** Two values of a fact that are two things, or why no difference of it is a change. */
type Case = readonly [unknown, unknown] | string
type Cases<K extends AssetKind> = Readonly<Record<keyof Required<AssetOf<K>['facts']>, Case>>

const sha = (sign: string) => ({alg: 'sha256', hex: sign.repeat(64), of: 'content', from: 'computed'}) as const
const reach: Readonly<Record<keyof ReachFacts, readonly [string, string]>> = {
  executes: ['ls', 'sh'],
  reads: ['docs', '/'],
  writes: ['out', '/'],
  network: ['acme.example', '*'],
  autoApproves: ['search', '*'],
}
const files = [[{file: 'a.csv', digests: [sha('1')]}], [{file: 'a.csv', digests: [sha('2')]}]] as const
const identity = 'part of the identity'
const words = 'words for people'

/** A fact that is new in the domain does not compile until it has its row here. */
const facts: {readonly [K in AssetKind]: Cases<K>} = {
  model: {
    registry: identity,
    revision: ['v1.0', 'evil'],
    floating: [false, true],
    task: 'told by cards and hubs, which differ in how they put it',
    architectureFamily: ['llama', 'qwen2'],
    architecture: ['LlamaForCausalLM', 'Qwen2ForCausalLM'],
    parameters: [7n, 8n],
    quantization: ['Q4_K_M', 'Q8_0'],
    languages: words,
    library: 'what loads it, told by the code',
    trustRemoteCode: [false, true],
    useSafetensors: [true, false],
    contextLength: [4096, 8192],
    hyperparameters: [{hidden_size: '1'}, {hidden_size: '2'}],
    tuneMethods: [['lora'], ['sft']],
    chatTemplateSha256: ['1'.repeat(64), '2'.repeat(64)],
    modelCard: words,
  },
  weights: {
    format: ['safetensors', 'pickle'],
    byteLength: [1n, 2n],
    parameters: [1n, 2n],
    dtypes: [['BF16'], ['F32']],
    present: 'where the bytes lie',
  },
  dataset: {
    registry: identity,
    config: ['de', 'fr'],
    split: [['train'], ['test']],
    revision: ['v1.0', 'evil'],
    floating: [false, true],
    url: ['https://a.example/x', 'https://b.example/x'],
    trustRemoteCode: [false, true],
    languages: words,
    distributions: files,
  },
  package: {
    ecosystem: identity,
    scope: 'how it is needed, not what it is',
    direct: 'how it is needed, not what it is',
    declared: [['>=1'], ['>=2']],
    source: [undefined, 'https://evil.example'],
    local: identity,
    condition: 'how it is needed, not what it is',
    distributions: files,
  },
  service: {
    provider: identity,
    endpoints: [['https://a.example'], ['https://b.example']],
    hasDefaultEndpoint: 'the endpoint says it',
    authenticated: [true, false],
    crossesTrustBoundary: [false, true],
    environment: [['A_KEY'], ['B_KEY']],
    dataFlows: [[{flow: 'inbound', classification: 'public'}], [{flow: 'outbound', classification: 'PII'}]],
  },
  agent: {framework: ['langgraph', 'crewai'], tools: [['search'], ['shell']], reach: 'each of its own, below'},
  'mcp-server': {
    role: 'whether it is built or used here',
    transport: ['stdio', 'http'],
    command: ['npx', 'bash'],
    args: [
      ['a', 'b'],
      ['b', 'a'],
    ],
    url: ['https://a.example', 'https://b.example'],
    origin: ['pkg:npm/a', 'pkg:npm/b'],
    pinned: [true, false],
    environment: [['A'], ['B']],
    reach: 'each of its own, below',
  },
  prompt: {
    role: ['user', 'system'],
    byteLength: [1, 2],
    variables: [['name'], ['secret']],
    requested: 'its name among the variables says it',
    opening: 'the digest of the whole says it',
    reach: 'each of its own, below',
    text: 'its digest says it',
  },
  guardrail: {
    engine: ['nemo-guardrails', 'llm-guard'],
    checks: [['self check input'], ['self check output']],
    settings: [['threshold=0.5'], ['threshold=0.9']],
    stages: [['input'], ['output']],
  },
  tool: {
    framework: ['langchain', 'crewai'],
    text: 'for rules alone',
    descriptions: 'the digest of the tool says it',
    definitions: 'telemetry is held against it',
    reach: 'each of its own, below',
  },
  'dependency-manifest': {ecosystem: identity, role: identity},
  bom: {format: 'a list of things, not a thing of the product', specVersion: 'the same'},
}

const required: Partial<Record<AssetKind, object>> = {
  model: {registry: 'huggingface'},
  weights: {format: 'safetensors', present: true},
  package: {ecosystem: 'pypi', scope: 'runtime', direct: true, distributions: []},
  service: {provider: 'vllm', endpoints: []},
  'mcp-server': {role: 'configured'},
  prompt: {role: 'system', byteLength: 1},
}

function asset(kind: AssetKind, own: object, base: object = {}): Asset {
  const places = [seen('src/app.py', 3)]
  return {
    kind,
    id: `${kind}:x`,
    name: 'x',
    aliases: [],
    digests: [],
    evidence: places,
    facts: {...required[kind], ...own},
    ...base,
  } as unknown as Asset
}

const withReach: readonly AssetKind[] = ['agent', 'mcp-server', 'prompt', 'tool']
const rows: (readonly [string, Asset, Asset])[] = [
  ...Object.entries(facts).flatMap(([kind, cases]) =>
    Object.entries(cases as Record<string, Case>).flatMap(([fact, values]) =>
      typeof values === 'string'
        ? []
        : [
            [
              `${fact} of ${kind}`,
              asset(kind as AssetKind, {[fact]: values[0]}),
              asset(kind as AssetKind, {[fact]: values[1]}),
            ] as const,
          ],
    ),
  ),
  ...withReach.flatMap(kind =>
    Object.entries(reach).map(
      ([name, [old, now]]) =>
        [`${name} of ${kind}`, asset(kind, {reach: {[name]: [old]}}), asset(kind, {reach: {[name]: [now]}})] as const,
    ),
  ),
  ...properties([
    ['model', 'aibom:model:chat-template', 'tool=11', 'tool=22'],
    ['model', 'aibom:model:auto-map', 'a.A', 'b.B'],
    ['model', 'aibom:model:generation', 'temperature=0.6', 'temperature=2'],
    ['model', 'aibom:also', 'revision "v1"', 'revision "evil"'],
    ['mcp-server', 'aibom:also', 'launch ["npx"]', 'launch ["bash"]'],
    ['mcp-server', 'aibom:mcp:enabled', 'false', 'true'],
    ['package', 'aibom:package:extra-index', 'https://a.example', 'https://b.example'],
    ['package', 'aibom:package:go-sum', 'h1:a', 'h1:b'],
    ['package', 'aibom:package:commit', 'a', 'b'],
    ['package', 'aibom:package:patch', 'a.patch', 'b.patch'],
    ['dataset', 'aibom:dataset:version', '1', '2'],
    ['model', 'aibom:mlflow:source', 's3://a', 's3://b'],
  ]),
  ...(['model', 'weights', 'dataset', 'agent', 'mcp-server', 'prompt', 'tool'] as const).flatMap(kind => [
    [`publisher of ${kind}`, asset(kind, {}, {author: 'Acme'}), asset(kind, {}, {author: 'Evil'})] as const,
    [
      `address of ${kind}`,
      asset(kind, {}, {references: [{type: 'distribution', url: 'https://a.example'}]}),
      asset(kind, {}, {references: [{type: 'distribution', url: 'https://b.example'}]}),
    ] as const,
    [
      `license of ${kind}`,
      asset(kind, {}, {licences: [{kind: 'id', id: 'MIT'}]}),
      asset(kind, {}, {licences: [{kind: 'id', id: 'ISC'}]}),
    ] as const,
    [`digest of ${kind}`, asset(kind, {}, {digests: [sha('1')]}), asset(kind, {}, {digests: [sha('2')]})] as const,
    [`version of ${kind}`, asset(kind, {}, {version: '1.0'}), asset(kind, {}, {version: '2.0'})] as const,
  ]),
]

function properties(
  list: readonly (readonly [AssetKind, string, string, string])[],
): (readonly [string, Asset, Asset])[] {
  return list.map(([kind, name, old, now]) => [
    name,
    asset(kind, {}, {properties: {[name]: [old]}}),
    asset(kind, {}, {properties: {[name]: [now]}}),
  ])
}

describe('a fact of an asset', () => {
  it.each(rows)('is named where it changes, by inventory and by lock: %s', (_name, before, after) => {
    const [old, now] = [
      projectInventory(inventoryOf([before]), 'each', true),
      projectInventory(inventoryOf([after]), 'each', true),
    ]
    const locked = {...old, entries: parseLock(formatLock(old.entries), 'aibom.lock')}
    const {changes} = compareSides(old, now)
    expect(changes.length).toBeGreaterThan(0)
    expect(compareSides(locked, now).changes).toEqual(changes)
    expect(compareSides(now, old).changes.length).toBeGreaterThan(0)
    expect(compareSides(old, old).changes).toEqual([])
  })
})
