import type {Asset, AssetKind, Relationship} from '../../src/inventory/asset.ts'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {makeDataset, makeModel, makePrompt, makeService} from '../../src/inventory/make.ts'
import type {Verdict} from '../../src/inventory/verdict.ts'
import {npmPurl, pypiPurl} from '../../src/lib/names/purl.ts'
import {richInventory, seen} from './rich-inventory.ts'

/** Two inventories and the classes of the changes between them, each with the name of its asset. */
export interface ChangePair {
  readonly name: string
  readonly before: Inventory
  readonly after: Inventory
  readonly expected: readonly string[]
}

const commitA = 'a'.repeat(40)
const commitB = 'b'.repeat(40)
const digest = (sign: string, alg: 'sha256' | 'sha1' | 'sha512' = 'sha256') =>
  ({alg, hex: sign.repeat({sha256: 64, sha1: 40, sha512: 128}[alg]), of: 'content', from: 'computed'}) as const

/** An inventory of a few assets and nothing else. */
export function inventoryOf(
  assets: readonly Asset[],
  relationships: readonly Relationship[] = [],
  more: Partial<Inventory> = {},
): Inventory {
  return {
    ...richInventory(),
    assets,
    relationships,
    findings: [],
    verdicts: [],
    gaps: [],
    steps: [],
    notEntered: [],
    ...more,
  }
}

const places = [seen('src/app.py', 3)]
const model = (revision?: string, facts: object = {}, base: object = {}): Asset => ({
  ...makeModel('acme/chat', places, {registry: 'huggingface', ...(revision !== undefined && {revision}), ...facts}),
  ...base,
})
const other = (name: string): Asset => makeModel(name, places, {registry: 'huggingface', revision: commitA})
const hosted = (name: string, registry: string): Asset => makeModel(name, places, {registry})
const dataset = (facts: object = {}, base: object = {}): Asset => ({
  ...makeDataset('acme/talks', places, {registry: 'huggingface', revision: commitA, ...facts}),
  ...base,
})
const local = (kind: AssetKind, name: string, facts: object, base: object = {}): Asset =>
  ({
    kind,
    id: `${kind}:${name}`,
    name: name.slice(name.lastIndexOf('/') + 1),
    aliases: [],
    digests: [],
    evidence: places,
    facts,
    ...base,
  }) as unknown as Asset
const weights = (sign: string | undefined, facts: object = {}, path = 'models/a.safetensors'): Asset =>
  local(
    'weights',
    path,
    {format: 'safetensors', present: true, ...facts},
    {digests: sign === undefined ? [] : [digest(sign)]},
  )
const prompt = (text: string, path = 'src/agent.py', symbol = 'SYSTEM'): Asset =>
  makePrompt({path, symbol, name: symbol}, text, places, {role: 'system'})
const service = (facts: object = {}): Asset =>
  makeService({provider: 'vllm', endpoints: ['https://llm.acme.example/v1'], ...facts}, places)
const agent = (facts: object = {}): Asset =>
  local('agent', 'src/agent.py#planner', {framework: 'langgraph', tools: ['search'], ...facts}, {name: 'planner'})
const tool = (sign: string): Asset =>
  local('tool', 'src/agent.py#search', {framework: 'mcp'}, {name: 'search', digests: [digest(sign)]})
const mcp = (facts: object = {}, base: object = {}): Asset =>
  local(
    'mcp-server',
    'npm/@acme/files',
    {role: 'configured', transport: 'stdio', command: 'npx', args: ['-y', '@acme/files'], pinned: true, ...facts},
    {name: 'files', version: '1.0.0', ...base},
  )
const npm = (version: string, sign = 'a', facts: object = {}): Asset => ({
  ...local('package', 'npm/zod', {
    ecosystem: 'npm',
    scope: 'runtime',
    direct: true,
    distributions: [{url: `https://registry.npmjs.org/zod/-/zod-${version}.tgz`, digests: [digest(sign, 'sha512')]}],
    ...facts,
  }),
  id: 'package:npm/zod',
  name: 'zod',
  version,
  purl: npmPurl('zod', version),
})
const wheel = (tag: string, sign: string) => ({file: `torch-2.7.1-${tag}.whl`, digests: [digest(sign)]})
const torch = (distributions: readonly object[], version = '2.7.1'): Asset => ({
  ...local('package', 'pypi/torch', {ecosystem: 'pypi', scope: 'runtime', direct: true, distributions}),
  id: 'package:pypi/torch',
  name: 'torch',
  version,
  purl: pypiPurl('torch', version),
})
const key = (asset: Asset): string => (asset.version === undefined ? asset.id : `${asset.id}@${asset.version}`)
const edge = (from: Asset, kind: Relationship['kind'], to: Asset): Relationship => ({
  from: key(from),
  kind,
  to: key(to),
})

const also = (text: string, asset: Asset): Asset => ({...asset, properties: {'aibom:also': [text]}})

function pair(
  name: string,
  before: Asset | readonly Asset[],
  after: Asset | readonly Asset[],
  ...expected: string[]
): ChangePair {
  return {name, before: inventoryOf([before].flat()), after: inventoryOf([after].flat()), expected}
}

/** One asset on both sides, with different edges to assets that are the same on both. */
function edges(
  name: string,
  assets: readonly Asset[],
  before: readonly Relationship[],
  after: readonly Relationship[],
  ...expected: string[]
): ChangePair {
  return {name, before: inventoryOf(assets, before), after: inventoryOf(assets, after), expected}
}

const answered = (answer: object): Partial<Inventory> => ({
  verdicts: [
    {
      asset: key(model(commitA)),
      verifier: 'model-signing',
      verdict: {checked: [], notCovered: [], trust: 'key', ...answer} as unknown as Verdict,
    },
  ],
})
const verified = (signer: string): Partial<Inventory> => answered({status: 'verified', signer})
const [baseA, baseB, talks, moreTalks] = [
  other('acme/base-a'),
  other('acme/base-b'),
  dataset(),
  {...dataset(), id: 'dataset:huggingface/acme/more', name: 'more'} as Asset,
]
const searchTool = local('tool', 'src/tools.py#shell', {reach: {executes: ['sh']}}, {name: 'shell'})

/** One change of each kind. */
export const changes: readonly ChangePair[] = [
  pair('a model is new', [baseA], [baseA, model(commitA)], 'asset-added acme/chat'),
  pair('a model is gone', [baseA, model(commitA)], [baseA], 'asset-removed acme/chat'),
  pair('a data set is new', [baseA], [baseA, dataset()], 'asset-added acme/talks'),
  pair('a service is new', [baseA], [baseA, service()], 'asset-added vllm'),
  pair('an agent is new', [baseA], [baseA, agent()], 'asset-added planner'),
  pair('an MCP server is new', [baseA], [baseA, mcp()], 'asset-added files'),
  pair('a prompt is new', [baseA], [baseA, prompt('Be kind.')], 'asset-added SYSTEM'),
  pair('a tool is new', [baseA], [baseA, searchTool], 'asset-added shell'),
  pair('a weight file is new', [baseA], [baseA, weights('1')], 'asset-added a.safetensors'),
  pair('a model points at another commit', model(commitA), model(commitB), 'revision-moved acme/chat'),
  pair('a model loses its pin', model(commitA), model('main'), 'pin-lost acme/chat'),
  pair('a model is pinned', model('main'), model(commitA), 'pinned acme/chat'),
  pair('a model follows another tag', model('v1.0'), model('evil'), 'version-changed acme/chat'),
  pair('a model follows a newer tag', model('v1.0'), model('v2.0'), 'version-up acme/chat'),
  pair('a model follows an older tag', model('v2.0'), model('v1.0'), 'version-down acme/chat'),
  pair('a model follows a tag', model(), model('evil'), 'version-changed acme/chat'),
  pair('a model follows no tag any more', model('v1.0'), model(), 'version-changed acme/chat'),
  pair('a model loses its pin for a tag', model(commitA), model('v1.0'), 'pin-lost acme/chat'),
  pair('a tag is pinned', model('v1.0'), model(commitA), 'pinned acme/chat'),
  pair(
    'a branch that stands for another commit',
    model('dev', {}, {version: commitA}),
    model('dev', {}, {version: commitB}),
    'revision-moved acme/chat',
  ),
  pair(
    'another branch that stands for the same commit',
    model('dev', {}, {version: commitA}),
    model('evil', {}, {version: commitA}),
    'version-changed acme/chat',
  ),
  pair(
    'a pinned model becomes a branch that stands for another commit',
    model(commitA),
    model('main', {}, {version: commitB}),
    'revision-moved acme/chat',
    'pin-lost acme/chat',
  ),
  pair('a branch is pinned where it stands', model('dev', {}, {version: commitA}), model(commitA), 'pinned acme/chat'),
  pair(
    'another place takes another revision',
    model(commitA),
    also('revision "evil"', model(commitA)),
    'version-changed acme/chat',
  ),
  pair(
    'a data set follows another tag',
    dataset({revision: 'v1'}),
    dataset({revision: 'evil'}),
    'version-changed acme/talks',
  ),
  pair(
    'another part of a data set is used',
    dataset({config: 'de'}),
    dataset({config: 'fr'}),
    'dataset-changed acme/talks',
  ),
  pair('a data set runs its script', dataset(), dataset({trustRemoteCode: true}), 'remote-code-enabled acme/talks'),
  pair(
    'a model is set up in another way',
    model(commitA, {contextLength: 1}),
    model(commitA, {contextLength: 2}),
    'settings-changed acme/chat',
  ),
  pair('pickles may be loaded', model(commitA), model(commitA, {useSafetensors: false}), 'format-changed acme/chat'),
  pair(
    'a weight file without a digest has another size',
    weights(undefined, {byteLength: 1n}),
    weights(undefined, {byteLength: 2n}),
    'content-changed a.safetensors',
  ),
  pair(
    'a model is published elsewhere',
    model(commitA, {}, {references: [{type: 'distribution', url: 'https://a.example/x'}]}),
    model(commitA, {}, {references: [{type: 'distribution', url: 'https://b.example/x'}]}),
    'origin-changed acme/chat',
  ),
  pair(
    'somebody else publishes a model',
    model(commitA, {}, {author: 'Acme'}),
    model(commitA, {}, {author: 'Evil'}),
    'origin-changed acme/chat',
  ),
  pair(
    'a file of a data set is gone',
    dataset({
      distributions: [
        {file: 'a.csv', digests: [digest('1')]},
        {file: 'b.csv', digests: [digest('2')]},
      ],
    }),
    dataset({distributions: [{file: 'a.csv', digests: [digest('1')]}]}),
    'files-removed acme/talks',
  ),
  pair(
    'a service is asked without a credential',
    service({authenticated: true}),
    service({authenticated: false}),
    'credentials-changed vllm',
  ),
  pair('a service is outside now', service(), service({crossesTrustBoundary: true}), 'data-flow-changed vllm'),
  pair(
    'a prompt speaks for the system',
    local('prompt', 'a', {role: 'user', byteLength: 1}),
    local('prompt', 'a', {role: 'system', byteLength: 1}),
    'prompt-changed a',
  ),
  pair(
    'a server that was off is on',
    mcp({}, {properties: {'aibom:mcp:enabled': ['false']}}),
    mcp(),
    'permission-widened files',
  ),
  pair('another place starts another program', mcp(), also('launch ["bash"]', mcp()), 'mcp-command-changed files'),
  pair(
    'an MCP server is another package at another version',
    mcp({origin: 'pkg:npm/%40acme/files@1.0.0'}),
    mcp({origin: 'pkg:npm/evil@1.1.0'}, {version: '1.1.0'}),
    'version-up files',
    'mcp-command-changed files',
  ),
  pair(
    'a requirement without a lock allows other versions',
    {...torch([]), version: undefined} as never,
    {...torch([]), version: undefined, facts: {...torch([]).facts, declared: ['>=3']}} as never,
    'version-changed torch',
  ),
  pair('a data set points at another commit', dataset(), dataset({revision: commitB}), 'revision-moved acme/talks'),
  pair('a data set loses its pin', dataset(), dataset({revision: 'main'}), 'pin-lost acme/talks'),
  pair(
    'a license changes',
    model(commitA, {}, {licences: [{kind: 'id', id: 'MIT'}]}),
    model(commitA, {}, {licences: [{kind: 'id', id: 'GPL-3.0-only'}]}),
    'license-changed acme/chat',
  ),
  pair(
    'a license goes',
    model(commitA, {}, {licences: [{kind: 'id', id: 'MIT'}]}),
    model(commitA),
    'license-changed acme/chat',
  ),
  pair(
    'the license of a data set changes',
    dataset({}, {licences: [{kind: 'id', id: 'CC0-1.0'}]}),
    dataset({}, {licences: [{kind: 'name', name: 'other'}]}),
    'license-changed acme/talks',
  ),
  edges(
    'a model derives from another',
    [model(commitA), baseA, baseB],
    [edge(model(commitA), 'derived-from', baseA)],
    [edge(model(commitA), 'derived-from', baseB)],
    'base-model-changed acme/chat',
  ),
  edges(
    'a model was trained on more',
    [model(commitA), talks, moreTalks],
    [edge(model(commitA), 'trained-on', talks)],
    [edge(model(commitA), 'trained-on', talks), edge(model(commitA), 'trained-on', moreTalks)],
    'dataset-changed acme/chat',
  ),
  pair(
    'a model has another size',
    model(commitA, {parameters: 7n}),
    model(commitA, {parameters: 8n}),
    'parameters-changed acme/chat',
  ),
  pair(
    'a model is another architecture',
    model(commitA, {architecture: 'Llama'}),
    model(commitA, {architecture: 'Qwen2'}),
    'architecture-changed acme/chat',
  ),
  pair(
    'a model is quantized',
    model(commitA),
    model(commitA, {quantization: 'Q4_K_M'}),
    'quantization-changed acme/chat',
  ),
  pair(
    'a chat template changes',
    model(commitA, {chatTemplateSha256: '1'.repeat(64)}),
    model(commitA, {chatTemplateSha256: '2'.repeat(64)}),
    'chat-template-changed acme/chat',
  ),
  pair(
    'remote code is allowed',
    model(commitA),
    model(commitA, {trustRemoteCode: true}),
    'remote-code-enabled acme/chat',
  ),
  pair(
    'remote code is no longer allowed',
    model(commitA, {trustRemoteCode: true}),
    model(commitA),
    'remote-code-disabled acme/chat',
  ),
  pair(
    'a hosted model of a later day',
    hosted('gpt-4o-2024-08-06', 'openai'),
    hosted('gpt-4o-2024-11-20', 'openai'),
    'version-up gpt-4o-2024-11-20',
  ),
  pair(
    'a hosted model of an earlier day',
    hosted('claude-x-20250701', 'anthropic'),
    hosted('claude-x-20250101', 'anthropic'),
    'version-down claude-x-20250101',
  ),
  pair(
    'a hosted model of another tag',
    hosted('llama3:8b', 'ollama'),
    hosted('llama3:70b', 'ollama'),
    'version-changed llama3:70b',
  ),
  pair(
    'a hosted model beside another',
    hosted('gpt-4o', 'openai'),
    [hosted('gpt-4o', 'openai'), hosted('o3', 'openai')],
    'asset-added o3',
  ),
  pair(
    'one hosted model less',
    [hosted('gpt-4o', 'openai'), hosted('o3', 'openai')],
    hosted('gpt-4o', 'openai'),
    'asset-removed o3',
  ),
  pair('another hosted model', hosted('gpt-4o', 'openai'), hosted('gpt-5', 'openai'), 'asset-replaced gpt-5'),
  pair(
    'a model without a provider, and one of a provider, each replaced',
    [makeModel('first-model', places), hosted('claude-x', 'anthropic')],
    [makeModel('second-model', places), hosted('gpt-5', 'openai')],
    'asset-replaced second-model',
    'asset-replaced gpt-5',
  ),
  pair(
    'a service of the same protocol in its place',
    service({provider: 'openai', endpoints: ['https://api.openai.com/v1']}),
    service({provider: 'openai-compatible', endpoints: ['https://llm.evil.example/v1']}),
    'endpoint-changed openai-compatible',
  ),
  pair('a tool says another thing', tool('1'), tool('2'), 'tools-changed search'),
  pair(
    'an MCP server in another version, by its arguments',
    mcp({args: ['-y', '@acme/files@1.0.0', '/data']}),
    mcp({args: ['-y', '@acme/files@1.1.0', '/data']}, {version: '1.1.0'}),
    'version-up files',
  ),
  pair(
    'an MCP server in another version and at another folder',
    mcp({args: ['-y', '@acme/files@1.0.0', '/data']}),
    mcp({args: ['-y', '@acme/files@1.1.0', '/']}, {version: '1.1.0'}),
    'version-up files',
    'mcp-command-changed files',
  ),
  pair(
    'a hosted model moves to another provider',
    hosted('gpt-4o', 'openai'),
    hosted('gpt-4o', 'azure-openai'),
    'provider-changed gpt-4o',
  ),
  pair('a weight file is swapped', weights('1'), weights('2'), 'content-changed a.safetensors'),
  pair(
    'a weight file changes by its SHA-256 alone',
    local('weights', 'a.bin', {format: 'bin', present: true}, {digests: [digest('1'), digest('3', 'sha1')]}),
    local('weights', 'a.bin', {format: 'bin', present: true}, {digests: [digest('2'), digest('3', 'sha1')]}),
    'content-changed a.bin',
  ),
  pair('a weight file has no digest any more', weights('1'), weights(undefined), 'content-unknown a.safetensors'),
  pair(
    'a weight file is renamed and changed',
    weights('1', {}, 'old/a.safetensors'),
    weights('2', {}, 'new/a.safetensors'),
    'content-changed a.safetensors',
  ),
  pair('weights are a pickle now', weights('1'), weights('1', {format: 'pytorch'}), 'format-changed a.safetensors'),
  pair(
    'weights are stored with another precision',
    weights('1', {dtypes: ['BF16']}),
    weights('1', {dtypes: ['F8_E4M3']}),
    'quantization-changed a.safetensors',
  ),
  {
    name: 'a weight file changes with the revision of its model',
    before: inventoryOf([model(commitA), weights('1')], [edge(model(commitA), 'contains', weights('1'))]),
    after: inventoryOf([model(commitB), weights('2')], [edge(model(commitB), 'contains', weights('2'))]),
    expected: ['revision-moved acme/chat', 'file-changed a.safetensors'],
  },
  pair(
    'a file of a data set is swapped',
    dataset({distributions: [{file: 'a.csv', digests: [digest('1')]}]}),
    dataset({distributions: [{file: 'a.csv', digests: [digest('2')]}]}),
    'content-changed acme/talks',
  ),
  pair(
    'a data set has one more file',
    dataset({distributions: [{file: 'a.csv', digests: [digest('1')]}]}),
    dataset({
      distributions: [
        {file: 'a.csv', digests: [digest('1')]},
        {file: 'b.csv', digests: [digest('2')]},
      ],
    }),
    'files-added acme/talks',
  ),
  pair(
    'a data set comes from another address',
    dataset({url: 'https://a.example/x.csv'}),
    dataset({url: 'https://b.example/x.csv'}),
    'origin-changed acme/talks',
  ),
  pair('a prompt is edited', prompt('Be kind.'), prompt('Be rude.'), 'prompt-changed SYSTEM'),
  pair('a prompt moves and is edited', prompt('Be kind.'), prompt('Be rude.', 'src/other.py'), 'prompt-changed SYSTEM'),
  pair(
    'an endpoint changes',
    service(),
    service({endpoints: ['https://llm.evil.example/v1']}),
    'endpoint-changed vllm',
  ),
  pair(
    'an endpoint is added',
    service(),
    service({endpoints: ['https://llm.acme.example/v1', 'https://eu.acme.example/v1']}),
    'endpoint-changed vllm',
  ),
  pair(
    'a service reads another credential',
    service({environment: ['A_KEY']}),
    service({environment: ['B_KEY']}),
    'credentials-changed vllm',
  ),
  pair('an agent has one more tool', agent(), agent({tools: ['search', 'shell']}), 'tools-changed planner'),
  pair('an agent loses a tool', agent({tools: ['search', 'shell']}), agent(), 'tools-changed planner'),
  edges(
    'an agent uses another model',
    [agent(), baseA, baseB],
    [edge(agent(), 'depends-on', baseA)],
    [edge(agent(), 'depends-on', baseB)],
    'uses-changed planner',
  ),
  pair('an agent may run a shell', agent(), agent({reach: {executes: ['sh']}}), 'permission-widened planner'),
  pair('an agent acts without asking', agent(), agent({reach: {autoApproves: ['*']}}), 'permission-widened planner'),
  pair(
    'an agent may write less',
    agent({reach: {writes: ['.', '/tmp']}}),
    agent({reach: {writes: ['/tmp']}}),
    'permission-narrowed planner',
  ),
  edges(
    'an agent reaches a shell through a tool',
    [agent(), searchTool],
    [],
    [edge(agent(), 'contains', searchTool)],
    'uses-changed planner',
    'permission-widened planner',
  ),
  pair('an MCP server starts another program', mcp(), mcp({command: 'bash'}), 'mcp-command-changed files'),
  pair(
    'an MCP server has other arguments',
    mcp(),
    mcp({args: ['-y', '@acme/files', '/']}),
    'mcp-command-changed files',
  ),
  pair(
    'an MCP server has its arguments in another order',
    mcp({args: ['--root', 'a', 'b']}),
    mcp({args: ['--root', 'b', 'a']}),
    'mcp-command-changed files',
  ),
  pair(
    'an MCP server is at another address',
    mcp({url: 'https://a.example/mcp'}),
    mcp({url: 'https://b.example/mcp'}),
    'mcp-url-changed files',
  ),
  pair('an MCP server speaks over the network', mcp(), mcp({transport: 'http'}), 'mcp-command-changed files'),
  pair('an MCP server is handed a credential', mcp(), mcp({environment: ['TOKEN']}), 'credentials-changed files'),
  pair('an MCP server may read the disk', mcp(), mcp({reach: {reads: ['/']}}), 'permission-widened files'),
  pair('an MCP server has a newer version', mcp(), mcp({}, {version: '1.1.0'}), 'version-up files'),
  pair('an MCP server has an older version', mcp(), mcp({}, {version: '0.9.0'}), 'version-down files'),
  pair('an MCP server is whatever is newest', mcp(), mcp({pinned: false}), 'pin-lost files'),
  pair('a package is new', [baseA], [baseA, npm('4.0.1')], 'package-added zod'),
  pair('a package is gone', [baseA, npm('4.0.1')], [baseA], 'package-removed zod'),
  pair('a package is newer', npm('4.0.1'), npm('4.1.0', 'b'), 'version-up zod'),
  pair('a package is older', npm('4.0.10'), npm('4.0.9', 'b'), 'version-down zod'),
  pair('a package has a version without an order', npm('4.0.1'), npm('weird', 'b'), 'version-changed zod'),
  pair('a package has other bytes under its version', npm('4.0.1'), npm('4.0.1', 'b'), 'integrity-changed zod'),
  pair(
    'a wheel has other bytes under its version',
    torch([wheel('cp311', '1'), wheel('cp312', '2')]),
    torch([wheel('cp311', '1'), wheel('cp312', '3')]),
    'integrity-changed torch',
  ),
  pair(
    'a version has one more wheel',
    torch([wheel('cp311', '1')]),
    torch([wheel('cp311', '1'), wheel('cp313', '4')]),
    'files-added torch',
  ),
  pair('a PyPI version is newer by PEP 440', torch([], '2.10.0'), torch([], '2.10.0.post1'), 'version-up torch'),
  pair(
    'a package comes from another registry',
    npm('4.0.1'),
    npm('4.0.1', 'a', {source: 'https://npm.evil.example'}),
    'origin-changed zod',
  ),
  {
    name: 'a signature is gone',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf([model(commitA)], [], answered({status: 'unsigned'})),
    expected: ['signature-lost acme/chat'],
  },
  {
    name: 'nobody looks at a signature again',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf([model(commitA)]),
    expected: ['signature-unchecked acme/chat'],
  },
  {
    name: 'a signature that cannot be decided',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf([model(commitA)], [], answered({status: 'unverifiable', code: 'key-missing', message: 'a key'})),
    expected: ['signature-unchecked acme/chat'],
  },
  {
    name: 'a signature that nobody looked at, beside equal bytes',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf([model(commitA)], [], answered({status: 'verified', signature: 'unchecked'})),
    expected: ['signature-unchecked acme/chat'],
  },
  {
    name: 'a note that only begins like one of a signature',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf(
      [model(commitA)],
      [],
      answered({status: 'verified', notCovered: ['the signature of another file']}),
    ),
    expected: ['signature-lost acme/chat'],
  },
  {
    name: 'somebody else signed',
    before: inventoryOf([model(commitA)], [], verified('release.pub')),
    after: inventoryOf([model(commitA)], [], verified('evil.pub')),
    expected: ['signer-changed acme/chat'],
  },
  {
    name: 'it is now signed',
    before: inventoryOf([model(commitA)]),
    after: inventoryOf([model(commitA)], [], verified('release.pub')),
    expected: ['signed acme/chat'],
  },
  {
    name: 'the file that named it could not be read',
    before: inventoryOf([baseA, model(commitA)]),
    after: inventoryOf([{...baseA, evidence: [seen('src/other.py', 1)]}], [], {
      gaps: [{path: 'src/app.py', stage: 'extract', code: 'syntax', message: ''}],
    }),
    expected: ['not-read acme/chat'],
  },
]

const moved = (asset: Asset): Asset => ({...asset, evidence: [seen('lib/renamed.py', 90), seen('docs/x.md', 2)]})

/** Differences that are no change. */
export const noChanges: readonly ChangePair[] = [
  pair('nothing at all', [model(commitA), npm('4.0.1')], [model(commitA), npm('4.0.1')]),
  pair('another order of assets', [model(commitA), npm('4.0.1'), agent()], [agent(), npm('4.0.1'), model(commitA)]),
  pair('code that moved', model(commitA), moved(model(commitA))),
  pair('an agent seen in more places', agent(), {...agent(), evidence: [...places, seen('src/more.py', 1)]}),
  pair('another detector that saw it', model(commitA), {
    ...model(commitA),
    evidence: [seen('src/app.py', 3, {detector: 'config', confidence: 0.5})],
  }),
  pair('a prompt that moved to another file', prompt('Be kind.'), prompt('Be kind.', 'src/other.py')),
  pair('a prompt whose constant was renamed', prompt('Be kind.'), prompt('Be kind.', 'src/agent.py', 'RULES')),
  pair('a weight file that was renamed', weights('1'), weights('1', {}, 'weights/b.safetensors')),
  pair('a weight file that gained a digest', weights(undefined), weights('1')),
  pair('a digest that is declared where it was computed', weights('1'), {
    ...weights('1'),
    digests: [{...digest('1'), from: 'declared'}],
  } as Asset),
  pair('a second digest of the same bytes', npm('4.0.1'), {...npm('4.0.1'), digests: [digest('a', 'sha512')]} as Asset),
  pair(
    'endpoints in another order',
    service({endpoints: ['https://a.example', 'https://b.example']}),
    service({endpoints: ['https://b.example', 'https://a.example']}),
  ),
  pair('tools in another order', agent({tools: ['a', 'b']}), agent({tools: ['b', 'a']})),
  pair(
    'files of a package in another order',
    torch([wheel('cp311', '1'), wheel('cp312', '2')]),
    torch([wheel('cp312', '2'), wheel('cp311', '1')]),
  ),
  edges(
    'edges in another order',
    [agent(), baseA, baseB],
    [edge(agent(), 'depends-on', baseA), edge(agent(), 'depends-on', baseB)],
    [edge(agent(), 'depends-on', baseB), edge(agent(), 'depends-on', baseA)],
  ),
  pair(
    'a model under a new name with the old one as alias',
    makeModel('chat', places, {registry: 'huggingface', revision: commitA}),
    {
      ...model(commitA),
      aliases: ['chat'],
    },
  ),
  pair('a provider that is known now', hosted('gpt-4o', ''), hosted('gpt-4o', 'openai')),
  pair('a branch that is written out', model(), model('main')),
  pair('an MCP server whose origin tells its version', mcp({origin: 'pkg:npm/%40acme/files@1.0.0'}), {
    ...mcp({origin: 'pkg:npm/%40acme/files@1.0.0'}),
    evidence: [seen('other.json', 1)],
  } as Asset),
  pair(
    'an address that holds the commit',
    model(commitA, {}, {references: [{type: 'distribution', url: `https://a.example/${commitA}/x`}]}),
    model(commitA, {}, {references: [{type: 'distribution', url: `https://a.example/${commitB}/x`}]}),
  ),
  pair('a publisher that is known now', model(commitA), model(commitA, {}, {author: 'Acme'})),
  pair('another description', model(commitA), model(commitA, {}, {description: 'better words'})),
  pair('a task that is stated now', model(commitA), model(commitA, {task: 'text-generation'})),
  pair(
    'two versions side by side, in another order',
    [npm('4.0.1'), npm('3.25.0', 'b')],
    [npm('3.25.0', 'b'), npm('4.0.1')],
  ),
  pair(
    'a range that is written differently',
    npm('4.0.1', 'a', {declared: '^4'}),
    npm('4.0.1', 'a', {declared: '^4.0.0'}),
  ),
  pair('a package that a developer needs', npm('4.0.1'), npm('4.0.1', 'a', {scope: 'dev', direct: false})),
]
