import {describe, expect, it} from 'vitest'
import {redactInventory} from '../../../src/inventory/redact.ts'
import {redactArguments, redactCommand} from '../../../src/lib/redact/arguments.ts'
import {redactText} from '../../../src/lib/redact/text.ts'
import {redactUrl} from '../../../src/lib/redact/url.ts'
import {richInventory} from '../../support/rich-inventory.ts'

const commit = '4f1c8f0a9b7d2e6c3a5f8e1d0b9c7a6f5e4d3c2b'
const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const sha512 = 'sha512-WrYcKzTzvCIsyOH9TGGWnZ2fG4IzNBUpeTVTl7MpHnNMOoCpjRfKYMIMxtRpMQXRmTUPHHWJ6oMw3Tm2hHk6Sw=='
const uuid = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'

const names = [
  ...[
    'gpt-4o-mini-2024-07-18',
    'claude-3-5-sonnet-20241022',
    'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
    'text-embedding-3-large',
  ],
  ...[
    'meta-llama/Meta-Llama-3.1-8B-Instruct',
    'Qwen/Qwen2.5-Coder-32B-Instruct-GPTQ-Int4',
    'TheBloke/Mistral-7B-Instruct-v0.2-GGUF',
  ],
  ...[
    'sentence-transformers/all-MiniLM-L6-v2',
    'mixedbread-ai/mxbai-embed-large-v1',
    'nomic-ai/nomic-embed-text-v1.5',
    'NbAiLab/nb-wav2vec2-1b-bokmaal-v2',
    'BAAI/bge-reranker-v2-m3',
  ],
  ...[
    'stabilityai/stable-diffusion-xl-base-1.0',
    'laion/CLIP-ViT-bigG-14-laion2B-39B-b160k',
    'deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B',
  ],
  ...[
    'ft:gpt-4o-mini-2024-07-18:acme::9abcDEf1',
    'accounts/fireworks/models/llama-v3p1-405b-instruct',
    'gemini-2.5-flash-preview-05-20',
  ],
  ...[
    'EleutherAI/gpt-neox-20b',
    'microsoft/Phi-3-mini-128k-instruct',
    'facebook/wav2vec2-large-xlsr-53',
    'openai/clip-vit-base-patch32',
  ],
  ...[
    'torch==2.3.1+cu121',
    '@modelcontextprotocol/server-filesystem@2025.1.14',
    'langchain-google-vertexai',
    'hf_transfer',
    'huggingface_hub[hf_transfer]',
  ],
  ...[
    'psycopg2-binary',
    'postgresql-psycopg2cffi',
    'python3-openssl-dev',
    'tree-sitter-javascript',
    'org.springframework.ai.openai',
  ],
  ...[
    'transformers.models.llama.modeling_llama.LlamaForCausalLM',
    'AutoModelForSequenceClassification',
    'getServerSidePropsWithAuthentication',
  ],
  ...[
    'src/detectors/npm/package-lock-v1.test.ts',
    'models/bert-base-uncased/pytorch_model-00001-of-00002.bin',
    'vllm/vllm-openai:v0.6.3.post1',
  ],
  ...[
    `ghcr.io/acme/app@sha256:${sha256}`,
    `hf:acme/model@${commit}`,
    `actions/checkout@${commit}`,
    `github:acme/app#${commit}`,
    `runs:/${commit.slice(0, 32)}/model`,
  ],
  ...[
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123def456',
    'projects/my-project-123456/locations/us-central1/endpoints/1234567890',
  ],
  ...[
    'asst_abc123DEF456ghi789JKL012',
    'libtorch_cuda_linalg.so.2.3.1',
    'checkpoint-12000',
    'epoch=03-val_loss=0.1234.ckpt',
    'resnet50-0676ba61.pth',
  ],
  ...[
    'npm_config_user_agent',
    'hf_hub_download_with_progress',
    'secret_manager_service_client',
    'sk-learn-compatible-estimators',
    'pypi-attestations',
  ],
]

/** Lines of files, as they may be printed beside a place. */
const lines = [
  `AutoModel.from_pretrained("acme/model", revision="${commit}")`,
  `  rev: ${commit}`,
  `"commit": "${commit}"`,
  `openai==1.0.0 --hash=sha256:${sha256}`,
  `"integrity": "${sha512}"`,
  `  resolved "https://registry.npmjs.org/left/-/left-1.0.0.tgz#${commit}"`,
  `hash = "sha256:${sha256}"`,
  `content-hash = "${sha256}"`,
  `resolved_reference = "${commit}"`,
  `FROM python:3.12@sha256:${sha256}`,
  `oid sha256:${sha256}`,
  `- md5: ${commit.slice(0, 32)}`,
  `"sha256": "${sha256}"`,
  `run_id: ${commit.slice(0, 32)}`,
  `workspace_id = "${uuid}"`,
  `"id": "${uuid}"`,
  `uses: actions/checkout@${commit}`,
  `git clone https://github.com/acme/app && git checkout --commit ${commit}`,
  'eos_token = "<|im_end|>"',
  '"pad_token": "[PAD]",',
  'max_tokens=4096, top_p=0.9',
  'memory_key="chat_history", input_key="question"',
  'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")',
  'apiKey: process.env["OPENAI_API_KEY"],',
  'OPENAI_API_KEY=${OPENAI_API_KEY}',
  'anthropic_api_key: ${{ secrets.ANTHROPIC_API_KEY }}',
  '        secretKeyRef: {name: openai, key: api-key}',
  'api_key: <your key>',
  '"jsonwebtoken": "^9.0.2",',
  '"passport-auth": "~1.2.0",',
  'google-auth = ">=1.32.0,<2.24.0"',
  'token: true',
  'primary_key="id"',
  'The bearer of this token may read the page.',
  'Basic authentication is required',
  'def test_reads_the_secret_key_from_the_environment():',
  'from anthropic.types.beta.messages import BetaMessageBatchIndividualResponse',
  'model = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"',
  'model: openrouter/deepseek/deepseek-chat-v3-0324:free',
  'see https://huggingface.co/acme/model/resolve/main/model.safetensors?download=true',
  'image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/vllm:v0.6.3',
  '# Sets the api_key from the settings',
  'openai.api_type = "azure"',
  'authenticated: true',
  '<title>How to get an API key</title>',
  '<max_tokens>4096</max_tokens>',
  '<key>CFBundleName2</key><string>App</string>',
  '<apiKey>${env.API_KEY}</apiKey>',
  '<PackageReference Include="Azure.AI.OpenAI" Version="2.1.0" />',
  '{name: cache, key: linux-pip-cache, path: ~/.cache}',
  'author = "Jane Doe <jane@example.com>"',
  'git@github.com:acme/app.git',
]

/** Lines of code: what stands there without quotes is an expression. */
const codeLines = [
  'api_key = os.environ["OPENAI_API_KEY"]',
  'api_key=os.getenv("OPENAI_API_KEY")',
  'const apiKey = process.env.OPENAI_API_KEY',
  'for key in sorted(items):',
  'key = names[-1]',
  'token = tokens[index + 1]',
  'cache_key = f"{model}:{prompt}"',
  'throw new Error("Unexpected token: }")',
  'password = input(prompt)',
  'export const publicKey = loadKey(path)',
  '<Label name="password">Your password</Label>',
  'items.sort(key="name-of-it", reverse=True)',
  'cache.get(key="user-profile-cache", user=user)',
]

const urls = [
  'https://registry.npmjs.org/@acme/app/-/app-1.0.0.tgz',
  `https://codeload.github.com/acme/app/tar.gz/${commit}`,
  `https://github.com/acme/app/archive/${commit}.zip`,
  `https://github.com/acme/app/tree/${commit}/src`,
  `git+https://github.com/acme/app.git@${commit}`,
  `git+ssh://git@github.com/acme/app.git#${commit}`,
  `https://files.pythonhosted.org/packages/0a/1b/${sha256.slice(4)}/six-1.16.0-py2.py3-none-any.whl`,
  'https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.4-py312heda63a1_0.conda',
  `https://huggingface.co/acme/model/resolve/${commit}/model.safetensors`,
  `https://npm.pkg.github.com/download/@acme/app/1.0.0/${commit}`,
  `oci://registry.example/acme/model@sha256:${sha256}`,
  'https://acme.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-02-15-preview',
  'https://us-central1-aiplatform.googleapis.com/v1/projects/acme-123456/locations/us-central1/publishers/google/models/gemini-1.5-pro',
  'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3-5-sonnet-20241022-v2:0/invoke',
  `https://dashboard.example/projects/${uuid}/runs`,
  'https://download.pytorch.org/whl/cu121/torch-2.3.1%2Bcu121-cp312-cp312-linux_x86_64.whl',
  'https://token.actions.githubusercontent.com',
  'https://h.example/search?q=attention+is+all+you+need&page=2&sort_key=name',
  'https://drive.google.com/uc?id=1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUvW',
  'postgresql://localhost:5432/app',
  'http://localhost:11434/v1',
  'https://abcdefghijklmnopqrst.supabase.co/rest/v1',
  `https://${commit.slice(0, 32)}.us-central1.gcp.cloud.es.io:443`,
  `https://${uuid}.us-east.aws.cloud.qdrant.io`,
  'https://vllm-inference-gateway-production.internal.example:8080/v1',
  'https://acme-embeddings-service-x7ab3cdefq-uc.a.run.app',
  'https://ep-cool-darkness-a1b2c3d4-pooler.us-east-2.aws.neon.tech',
]

const argumentLists = [
  ['-y', '@modelcontextprotocol/server-filesystem', '/home/user/projects', './x'],
  [
    'serve',
    'Qwen/Qwen2.5-0.5B-Instruct',
    '--revision',
    commit,
    '--max-model-len',
    '8192',
    '--served-model-name',
    'qwen',
  ],
  [
    'run',
    '--rm',
    '-i',
    '-e',
    'GITHUB_TOKEN',
    '-p',
    '8080:8080',
    '-v',
    '/a:/b:ro',
    '-u',
    '1000:1000',
    `mcp/x@sha256:${sha256}`,
  ],
  [
    'run',
    '-e',
    'LOG_LEVEL=debug',
    '-e',
    'MODEL=gpt-4o',
    '-e',
    'NODE_ENV=production',
    '--env',
    'TOKEN=${TOKEN}',
    'img:1.2.3',
  ],
  ['--project-id', uuid, '--model', 'claude-3-5-sonnet-20241022', '--config=./config/production.yaml'],
  [
    'mcp-remote',
    'https://mcp.example/sse',
    '--header',
    'Authorization: Bearer ${TOKEN}',
    '--header',
    'Accept: application/json',
  ],
  ['/a:/b', '/secrets:/secrets:ro', '/keys:/data/keys', '/p:Configuration=Release', '/nologo'],
  [
    '--from',
    `git+https://github.com/acme/app@${commit}`,
    'app',
    '--transport',
    'streamable-http',
    '--api-key',
    '$API_KEY',
  ],
]

describe('what only looks like a secret stays', () => {
  it('is a long list', () => {
    expect(
      names.length + lines.length + codeLines.length + urls.length + argumentLists.flat().length,
    ).toBeGreaterThanOrEqual(150)
  })

  it.each(names)('%s', name => {
    for (const writing of ['code', 'data', 'prose'] as const)
      expect(redactText(`model: ${name}`, writing)).toBe(`model: ${name}`)
    expect(redactText(`"${name}",`, 'code')).toBe(`"${name}",`)
    expect(redactArguments(['run', name])).toEqual(['run', name])
  })

  it.each([...lines, ...codeLines])('%s in code', line => {
    expect(redactText(line, 'code')).toBe(line)
  })

  it.each(lines)('%s in a setting', line => {
    expect(redactText(line, 'data')).toBe(line)
  })

  it.each(urls)('%s', url => {
    expect(redactUrl(url)).toBe(url)
    expect(redactText(`see ${url} for more`, 'prose')).toBe(`see ${url} for more`)
  })

  it.each([
    'client.getApiKey("openai")',
    'resolve_api_key("openai")',
    'login("admin")',
    'apiKey("OPENAI_API_KEY")',
    'if password is None:',
    'cfg.tokens("a b")',
    'Type the password twice',
  ])('leave %s', text => {
    expect(redactText(text, 'code')).toBe(text)
  })

  it.each(argumentLists.map(list => [list.join(' '), list] as const))('%s', (line, list) => {
    expect(redactArguments(list)).toEqual(list)
    expect(redactCommand(line)).toBe(line)
  })

  it('leaves an inventory without secrets as it is, the object itself', () => {
    const inventory = richInventory()
    const shown = redactInventory(inventory)
    expect(shown).toEqual(inventory)
    for (const [index, asset] of inventory.assets.entries()) expect(shown.assets[index]).toBe(asset)
  })
})
