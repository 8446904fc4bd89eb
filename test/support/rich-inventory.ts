import type {Asset} from '../../src/inventory/asset.ts'
import type {Evidence} from '../../src/inventory/evidence.ts'
import {keyOf, registryId, subjectKey} from '../../src/inventory/identity.ts'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {makeDataset, makeModel, makePrompt, makeService} from '../../src/inventory/make.ts'
import {mergeAssets} from '../../src/inventory/merge.ts'
import {npmPurl, pypiPurl} from '../../src/lib/names/purl.ts'
import {sortedBy} from '../../src/lib/sort.ts'

const commit = '3f1c0a9d5b7e2c4f6a8b0d1e2f3a4b5c6d7e8f90'

export function seen(path: string, line: number, more: Partial<Evidence> = {}): Evidence {
  return {
    detector: 'code/transformers',
    technique: 'syntax',
    path,
    line,
    level: 'used',
    scope: 'product',
    confidence: 0.95,
    ...more,
  }
}

function hex(start: string, length: number): string {
  return start.repeat(length).slice(0, length)
}

/** One asset of each kind and every relationship, as a chat application would have them. */
export function richInventory(): Inventory {
  const base: Asset = {
    ...makeModel('acme/base-7b', [seen('src/model.py', 12, {symbol: 'BASE_MODEL'})], {
      registry: 'huggingface',
      revision: commit,
    }),
    released: '2026-03-01T09:30:00.000Z',
    commits: [
      {id: commit, title: 'Upload weights', at: '2026-03-01T09:30:00.000Z', author: 'acme-bot'},
      {id: hex('9d', 40), title: 'initial commit'},
    ],
  }
  const tuned: Asset = {
    ...makeModel(
      'acme/chat-7b',
      [seen('src/model.py', 14), seen('notebooks/try.ipynb', 3, {cell: 2, scope: 'example'})],
      {
        registry: 'huggingface',
        revision: 'main',
        task: 'text-generation',
        architectureFamily: 'llama',
        architecture: 'LlamaForCausalLM',
        parameters: 7_241_732_096n,
        quantization: 'Q4_K_M',
        languages: ['de', 'en'],
        library: 'transformers',
        trustRemoteCode: true,
        useSafetensors: false,
        contextLength: 32_768,
        hyperparameters: {hidden_size: '4096', num_hidden_layers: '32', tokenizer_class: 'LlamaTokenizer'},
        tuneMethods: ['sft'],
        chatTemplateSha256: hex('ab', 64),
        modelCard: {
          intendedUses: ['Answers questions of customers'],
          limitations: ['Knows nothing after 2025'],
          training: ['Fine-tuned on acme/dialogues for two epochs'],
          ethicalConsiderations: ['May repeat what its sources got wrong'],
          metrics: [{type: 'accuracy', value: '0.81', slice: 'German'}],
          co2Kg: 120.5,
          energyKwh: 310,
        },
      },
    ),
    licences: [{kind: 'id', id: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0'}],
    description: 'Chat model of the shop',
    author: 'Acme',
    aliases: ['chat-7b'],
    references: [{type: 'model-card', url: 'models/README.md'}],
  }
  const weights: Asset = {
    kind: 'weights',
    id: 'weights:models/chat-7b.Q4_K_M.gguf',
    name: 'chat-7b.Q4_K_M.gguf',
    aliases: [],
    digests: [
      {alg: 'sha256', hex: hex('0c', 64), of: 'content', from: 'computed'},
      {alg: 'sha1', hex: hex('7e', 40), of: 'git-blob', from: 'declared'},
    ],
    evidence: [seen('models/chat-7b.Q4_K_M.gguf', 1, {detector: 'weights/gguf', technique: 'binary', confidence: 1})],
    facts: {
      format: 'gguf',
      byteLength: 4_368_439_584n,
      parameters: 7_241_732_096n,
      dtypes: ['F32', 'Q4_K'],
      present: true,
    },
  }
  const dataset = makeDataset('acme/dialogues', [seen('train.py', 30)], {
    registry: 'huggingface',
    config: 'de',
    split: ['train'],
    revision: commit,
  })
  const table = makeDataset('data/questions.csv', [seen('train.py', 31)], {url: 'https://data.example.com/a b.csv'})
  const service = makeService(
    {
      provider: 'azure-openai',
      endpoints: ['https://{resource}.openai.azure.com', '127.0.0.1:8080'],
      authenticated: true,
      crossesTrustBoundary: true,
      environment: ['AZURE_OPENAI_API_KEY'],
      dataFlows: [{flow: 'bi-directional', classification: 'unknown'}],
    },
    [
      seen('src/llm.ts', 7, {detector: 'code/openai'}),
      seen('.env.example', 2, {detector: 'config/env', technique: 'manifest', level: 'configured'}),
    ],
    'Azure OpenAI',
  )
  const hosted = makeModel('gpt-4o-mini', [seen('src/llm.ts', 9, {detector: 'code/openai'})], {registry: 'openai'})
  const agent: Asset = {
    kind: 'agent',
    id: 'agent:src/agent.py#support',
    name: 'support',
    aliases: [],
    digests: [],
    evidence: [seen('src/agent.py', 20, {symbol: 'support'})],
    facts: {framework: 'langgraph', tools: ['search'], reach: {network: ['*'], reads: ['docs/']}},
  }
  const tool: Asset = {
    kind: 'tool',
    id: 'tool:src/agent.py#search',
    name: 'search',
    aliases: [],
    digests: [],
    evidence: [seen('src/agent.py', 8)],
    facts: {framework: 'langchain', reach: {executes: ['sh -c']}},
  }
  const mcpServer: Asset = {
    kind: 'mcp-server',
    id: 'mcp-server:filesystem',
    name: 'filesystem',
    aliases: [],
    digests: [],
    evidence: [seen('.mcp.json', 4, {detector: 'mcp', technique: 'manifest', level: 'configured'})],
    facts: {
      role: 'configured',
      transport: 'stdio',
      command: 'npx',
      args: ['-y', '@acme/fs', '.'],
      environment: ['FS_TOKEN'],
      reach: {writes: ['.']},
    },
  }
  const prompt = makePrompt(
    {path: 'src/agent.py', symbol: 'SYSTEM', name: 'SYSTEM'},
    'You help {name}.',
    [seen('src/agent.py', 3)],
    {
      role: 'system',
      variables: ['name'],
    },
  )
  const rules = makePrompt({path: 'AGENTS.md', name: 'AGENTS.md'}, 'Be brief.', [seen('AGENTS.md', 1)], {
    role: 'instructions',
  })
  const bom: Asset = {
    kind: 'bom',
    id: 'bom:vendor/model.cdx.json',
    name: 'vendor/model.cdx.json',
    aliases: [],
    digests: [{alg: 'sha256', hex: hex('5d', 64), of: 'content', from: 'computed'}],
    evidence: [seen('vendor/model.cdx.json', 1, {detector: 'boms', technique: 'manifest', level: 'mentioned'})],
    facts: {format: 'CycloneDX', specVersion: '1.6'},
  }
  const packages = packageAssets()
  const assets = [
    base,
    tuned,
    weights,
    dataset,
    table,
    service,
    hosted,
    agent,
    tool,
    mcpServer,
    withoutText(prompt),
    withoutText(rules),
    bom,
    ...packages,
  ]
  const [torch, zodNew, zodOld] = [packages[0], packages[1], packages[2]].map(asset =>
    asset === undefined ? '' : keyOf(asset),
  )
  return {
    subject: {
      ...{scheme: 'dir', name: 'shop', version: '2.1.0', revision: commit, url: 'https://git.example.com/acme/shop'},
      ...{released: '2026-04-02T08:00:00.000Z', securityPolicy: '.github/SECURITY.md'},
    },
    assets: sortedBy(assets, keyOf),
    relationships: [
      {from: subjectKey, to: keyOf(tuned), kind: 'depends-on'},
      {from: subjectKey, to: keyOf(service), kind: 'calls'},
      {from: subjectKey, to: torch ?? '', kind: 'depends-on'},
      {from: keyOf(tuned), to: keyOf(weights), kind: 'contains'},
      {from: keyOf(tuned), to: keyOf(base), kind: 'derived-from', relation: 'finetune'},
      {from: keyOf(tuned), to: keyOf(dataset), kind: 'trained-on'},
      {from: keyOf(agent), to: keyOf(service), kind: 'calls'},
      {from: keyOf(agent), to: keyOf(hosted), kind: 'depends-on'},
      {from: zodNew ?? '', to: zodOld ?? '', kind: 'depends-on'},
    ],
    findings: [
      {
        rule: 'AIB014',
        asset: keyOf(tuned),
        message: 'remote code; it runs at load',
        evidence: [seen('src/model.py', 14)],
        fingerprint: hex('e1', 32),
      },
    ],
    verdicts: [
      {
        asset: keyOf(tuned),
        verifier: 'model-signing',
        verdict: {
          checked: ['digests'],
          notCovered: ['README.md'],
          trust: 'key release.pub',
          status: 'verified',
          signer: 'release.pub',
          signedAt: new Date(0),
        },
      },
      {
        asset: keyOf(base),
        verifier: 'model-signing',
        verdict: {checked: [], notCovered: [], trust: 'none', status: 'unsigned'},
      },
    ],
    gaps: [{path: 'data/huge.json', line: 1, stage: 'extract', code: 'too-large', message: '312 MB; 64 MB are read'}],
    steps: [
      {step: 'walk', version: 1, status: 'succeeded'},
      {step: 'registries', version: 1, status: 'skipped', reason: 'a local source touches no network without --online'},
    ],
    notEntered: ['node_modules', 'venv'],
  }
}

/** The same inventory with every set in the order of a document that is read back. */
export function normalForm(inventory: Inventory): Inventory {
  const {assets, relationships} = mergeAssets(inventory.assets, inventory.relationships)
  const gaps = sortedBy(inventory.gaps, ({path, line, stage, code, message}) =>
    JSON.stringify([path, line, stage, code, message]),
  )
  const verdicts = sortedBy(inventory.verdicts, verdict => JSON.stringify(verdict))
  return {...inventory, assets, relationships, gaps, verdicts, notEntered: [...inventory.notEntered].sort()}
}

function packageAssets(): Asset[] {
  const evidence = [
    seen('uv.lock', 40, {detector: 'pypi/uv-lock', technique: 'manifest', level: 'configured', confidence: 1}),
  ]
  const wheel = (file: string, start: string) => ({
    file,
    url: `https://files.pythonhosted.org/${file}`,
    digests: [{alg: 'sha256', hex: hex(start, 64), of: 'content', from: 'declared'} as const],
  })
  const npm = (version: string): Asset => ({
    kind: 'package',
    id: registryId('package', 'npm', 'zod'),
    name: 'zod',
    version,
    purl: npmPurl('zod', version),
    aliases: [],
    digests: [{alg: 'sha512', hex: hex('a9', 128), of: 'content', from: 'declared'}],
    licences: [{kind: 'expression', expression: 'MIT OR Apache-2.0'}],
    evidence: [
      seen('package-lock.json', 90, {
        detector: 'npm/package-lock',
        technique: 'manifest',
        level: 'configured',
        confidence: 1,
      }),
    ],
    facts: {
      ecosystem: 'npm',
      scope: 'dev',
      direct: false,
      distributions: [{digests: [{alg: 'sha1', hex: hex('3d', 40), of: 'content', from: 'declared'}]}],
    },
  })
  return [
    {
      kind: 'package',
      id: registryId('package', 'pypi', 'torch'),
      name: 'torch',
      version: '2.7.1',
      purl: pypiPurl('torch', '2.7.1'),
      aliases: [],
      digests: [],
      licences: [
        {kind: 'name', name: 'PyTorch licence'},
        {kind: 'expression', expression: 'BSD-3-Clause AND MIT'},
      ],
      evidence,
      facts: {
        ecosystem: 'pypi',
        scope: 'runtime',
        direct: true,
        declared: ['>=2.7,<3'],
        condition: "sys_platform == 'linux'",
        distributions: [
          wheel('torch-2.7.1-cp311-cp311-manylinux_2_28_x86_64.whl', '1f'),
          wheel('torch-2.7.1-cp312-cp312-win_amd64.whl', '2e'),
        ],
      },
    },
    npm('4.0.1'),
    npm('3.25.0'),
    {
      kind: 'package',
      id: registryId('package', 'pypi', 'numpy'),
      name: 'numpy',
      purl: pypiPurl('numpy'),
      aliases: [],
      digests: [],
      evidence: [
        seen('requirements.txt', 3, {
          detector: 'pypi/requirements',
          technique: 'manifest',
          level: 'configured',
          confidence: 1,
        }),
      ],
      facts: {ecosystem: 'pypi', scope: 'runtime', direct: true, declared: ['>=1.26'], distributions: []},
    },
  ]
}

/** As it reads back from a BOM that holds no texts. */
function withoutText(asset: Extract<Asset, {kind: 'prompt'}>): Asset {
  const {text: _text, ...facts} = asset.facts
  return {...asset, facts}
}
