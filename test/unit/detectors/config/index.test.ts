import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {config} from '../../../../src/detectors/config/index.ts'
import {detect, filesOf} from '../../../support/detect.ts'
import {casePlaces} from '../../../support/places.ts'

const found = (name: string): Promise<string[]> => casePlaces(config, `test/fixtures/config/${name}`)

describe('config', () => {
  it.each([
    [
      'agent-file',
      [
        'agents/critic.yaml:1 configured agent:agents/critic.yaml#Critic',
        'agents/critic.yaml:2 configured model:openai/gpt-4o',
        'agents/critic.yaml:3 configured prompt:agents/critic.yaml#instructions',
      ],
    ],
    [
      'autogen',
      [
        'team.json:1 configured agent:team.json#planner',
        'team.json:6 configured model:openai/gpt-4o-2024-08-06',
        'team.json:7 configured prompt:team.json#config.system_message',
      ],
    ],
    [
      'azd',
      [
        'main.parameters.json:5 configured model:openai/gpt-4.1-mini',
        'main.parameters.json:6 configured model:openai/text-embedding-3-large',
      ],
    ],
    [
      'agent-graph',
      [
        'graph.yaml:3 configured agent:graph.yaml#Poet',
        'graph.yaml:6 configured service:openai',
        'graph.yaml:7 configured model:openai/gpt-4o-mini',
        'graph.yaml:8 configured prompt:graph.yaml#graph.nodes.0.config.role',
      ],
    ],
    [
      'cagent',
      [
        'team.yaml:3 configured agent:team.yaml#root',
        'team.yaml:6 configured prompt:team.yaml#agents.root.instruction',
        'team.yaml:10 configured agent:team.yaml#writer',
        'team.yaml:11 configured model:openai/gpt-4o',
        'team.yaml:12 configured prompt:team.yaml#agents.writer.instruction',
        'team.yaml:15 configured service:anthropic',
        'team.yaml:16 configured model:anthropic/claude-sonnet-4-0',
        'team.yaml:18 configured service:ollama',
        'team.yaml:19 configured model:ollama/qwen3',
      ],
    ],
    [
      'positions',
      [
        'speech.yaml:2 configured model:whisper/large-v2',
        'speech.yaml:4 configured model:UVX-NET-Inst_4',
        'speech.yaml:6 configured model:nimbus-4-fast',
        'speech.yaml:7 configured model:huggingface/acme-labs/deep_v3',
        'speech.yaml:7 configured model:sail-2',
        'speech.yaml:9 configured model:tf_efficientnet_b5_ns',
      ],
    ],
    ['no-positions', []],
    [
      'downloads',
      [
        'compose.yaml:7 configured model:docker-hub/ai/smollm2',
        'compose.yaml:9 configured model:docker-hub/ai/mxbai-embed-large',
        'config.yml:1 configured dataset:raw.csv',
        'config.yml:2 configured dataset:train.csv',
        'get.sh:10 used model:huggingface/acme/tiny-GGUF',
        'get.sh:10 used weights:tiny-q4.gguf',
        'get.sh:11 used model:huggingface/gpt2',
        'get.sh:12 used dataset:train.csv',
        'get.sh:3 used weights:final_111_net_0_36',
        'get.sh:4 used weights:detector',
        'get.sh:5 used weights:face',
        'get.sh:6 used weights:sr_model_weights.zip',
        'get.sh:7 used dataset:kaggle/house-prices',
        'get.sh:8 used dataset:kaggle/acme/plant-seeds',
        'get.sh:9 used dataset:birds.zip',
      ].sort(),
    ],
    ['no-downloads', []],
    [
      'cloudformation',
      [
        'template.yaml:3 configured agent:template.yaml#clerk',
        'template.yaml:4 configured service:bedrock',
        'template.yaml:7 configured model:bedrock/anthropic.claude-3-haiku-20240307-v1:0',
        'template.yaml:8 configured prompt:template.yaml#Resources.Clerk.Properties.Instruction',
      ],
    ],
    [
      'commented',
      [
        'config.yaml:1 configured model:huggingface/acme/tiny-llama-1b',
        'config.yaml:4 mentioned model:openai/gpt-4o',
        'config.yaml:7 configured dataset:data/train.jsonl',
        'config.yaml:8 configured dataset:huggingface/acme/pairs',
      ],
    ],
    [
      'compose',
      [
        'docker-compose.yml:3 configured service:ollama',
        'docker-compose.yml:5 configured service:vllm',
        'docker-compose.yml:7 configured model:huggingface/NousResearch/Meta-Llama-3-8B-Instruct',
        'docker-compose.yml:7 configured service:vllm',
        'docker-compose.yml:12 configured service:openai',
        'docker-compose.yml:13 configured model:openai/gpt-4o-mini',
        'docker-compose.yml:14 configured service:ollama',
        'docker-compose.yml:18 configured service:qdrant',
      ],
    ],
    [
      'continue',
      [
        'config.json:4 configured model:anthropic/claude-3-5-sonnet-latest',
        'config.json:4 configured service:anthropic',
        'config.json:5 configured model:ollama/starcoder2',
        'config.json:5 configured service:ollama',
        'config.json:7 configured model:ollama/nomic-embed-text',
        'config.json:7 configured service:ollama',
        'config.json:8 configured prompt:config.json#systemMessage',
      ],
    ],
    [
      'crewai',
      [
        'config/agents.yaml:1 configured agent:config/agents.yaml#researcher',
        'config/agents.yaml:1 configured prompt:config/agents.yaml#researcher',
        'config/agents.yaml:8 configured model:openai/gpt-4o-mini',
        'config/agents.yaml:8 configured service:openai',
        'config/agents.yaml:9 configured agent:config/agents.yaml#writer',
        'config/agents.yaml:9 configured prompt:config/agents.yaml#writer',
        'config/tasks.yaml:1 configured prompt:config/tasks.yaml#research',
      ],
    ],
    [
      'docker-models',
      [
        'compose.yaml:9 configured model:docker-hub/ai/gemma3:4B-Q4_0',
        'compose.yaml:11 configured model:huggingface/unsloth/qwen3-gguf',
      ],
    ],
    [
      'embedded-json',
      [
        '.env.example:3 configured model:huggingface/acme-labs/Llama-3.1-70B-Instruct',
        '.env.example:8 configured model:openai/text-embedding-3-small',
        'values.yaml:2 configured service:huggingface',
        'values.yaml:5 configured model:huggingface/acme-labs/Llama-3.1-8B-Instruct',
        'values.yaml:6 configured model:openai/gpt-4o',
        'values.yaml:8 configured model:huggingface/mistralai/Mistral-7B-Instruct-v0.3',
      ],
    ],
    [
      'env',
      [
        '.env.example:2 configured service:openai',
        '.env.example:3 configured service:anthropic',
        '.env.example:4 configured service:ollama',
        '.env.example:5 configured model:groq/llama-3.3-70b-versatile',
        '.env.example:5 configured service:groq',
        '.env.example:6 configured model:huggingface/BAAI/bge-m3',
        '.env.example:7 configured model:azure-openai/my-gpt4-deployment',
        '.env.example:8 configured prompt:.env.example#SYSTEM_PROMPT',
        '.env.example:9 mentioned service:mistral',
        '.env.example:13 configured service:huggingface',
      ],
    ],
    [
      'genai',
      [
        'docker-compose.yml:5 configured service:ollama',
        'docker-compose.yml:6 configured model:ollama/llama2',
        'docker-compose.yml:7 configured model:ollama/mistral',
      ],
    ],
    [
      'gitlab',
      [
        '.gitlab-ci.yml:3 configured model:huggingface/openai/whisper-small',
        '.gitlab-ci.yml:6 configured package:pypi/lm-eval',
        '.gitlab-ci.yml:7 configured model:huggingface/EleutherAI/pythia-160m',
        '.gitlab-ci.yml:8 configured model:huggingface/acme/tiny-GGUF',
        '.gitlab-ci.yml:8 configured weights:tiny.Q4_K_M.gguf',
      ],
    ],
    [
      'helm-template',
      [
        'deployment.yaml:12 configured model:huggingface/mistralai/Mistral-7B-Instruct-v0.3',
        'deployment.yaml:17 configured model:huggingface/BAAI/bge-small-en-v1.5',
      ],
    ],
    [
      'hydra',
      [
        'config.yaml:6 configured model:huggingface/acme/small-encoder',
        'config.yaml:9 configured model:huggingface/acme/small-encoder',
        'config.yaml:12 configured model:huggingface/bert-base-cased',
        'config.yaml:14 configured dataset:data/train.jsonl',
      ],
    ],
    [
      'kubeai',
      [
        'values.yaml:4 configured model:huggingface/intfloat/e5-mistral-7b-instruct',
        'values.yaml:7 configured model:ollama/qwen2:0.5b',
      ],
    ],
    [
      'kubernetes',
      [
        'deployment.yaml:12 configured service:tgi',
        'deployment.yaml:15 configured model:huggingface/teknium/OpenHermes-2.5-Mistral-7B',
        'deployment.yaml:21 configured service:openai',
        'deployment.yaml:25 configured service:vllm',
        'deployment.yaml:26 configured service:vllm',
        'deployment.yaml:27 configured model:huggingface/acme/tiny-llama-3',
        'deployment.yaml:35 configured model:huggingface/Qwen/Qwen2.5-7B-Instruct',
        'deployment.yaml:35 configured service:vllm',
        'deployment.yaml:44 configured model:openai/gpt-4o',
        'deployment.yaml:45 configured service:openai',
        'deployment.yaml:46 configured model:huggingface/intfloat/e5-large-v2',
      ],
    ],
    [
      'litellm',
      [
        'config.yaml:4 configured model:azure-openai/gpt-4o-mini-eu',
        'config.yaml:4 configured service:azure-openai',
        'config.yaml:5 configured service:azure-openai',
        'config.yaml:6 configured service:azure-openai',
        'config.yaml:9 configured model:bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0',
        'config.yaml:9 configured service:bedrock',
        'config.yaml:12 configured model:ollama/llama3.1',
        'config.yaml:12 configured service:ollama',
        'config.yaml:13 configured service:ollama',
        'config.yaml:16 configured model:huggingface/HuggingFaceH4/zephyr-7b-beta',
      ],
    ],
    ['litgpt', ['lora.yaml:1 configured model:huggingface/meta-llama/Llama-2-7b-hf']],
    [
      'modelscope',
      [
        'download.sh:2 used model:modelscope/iic/CosyVoice2-0.5B',
        'download.sh:3 used model:modelscope/Qwen/Qwen2.5-0.5B-Instruct',
        'download.sh:4 used model:modelscope/iic/SenseVoiceSmall',
      ],
    ],
    [
      'llamafactory',
      [
        'dataset_info.json:2 configured dataset:identity.json',
        'dataset_info.json:4 configured dataset:huggingface/llamafactory/alpaca_en',
        'dataset_info.json:5 configured dataset:modelscope/AI-ModelScope/alpaca_en',
        'dataset_info.json:8 configured dataset:pairs.json',
        'sft.yaml:2 configured model:huggingface/meta-llama/Meta-Llama-3-8B-Instruct',
        'sft.yaml:7 configured dataset:alpaca_en',
        'sft.yaml:7 configured dataset:identity',
        'sft.yaml:9 mentioned dataset:pairs',
      ],
    ],
    [
      'make',
      [
        'Makefile:1 configured model:huggingface/Qwen/Qwen2.5-0.5B',
        'Makefile:4 used model:huggingface/Qwen/Qwen2.5-0.5B',
        'Makefile:4 used service:vllm',
        'Makefile:6 used package:pypi/vllm',
      ],
    ],
    [
      'powershell',
      [
        'start.ps1:1 configured service:openai',
        'start.ps1:2 used package:pypi/langchain',
        'start.ps1:4 used model:huggingface/mistralai/Mistral-7B-v0.1',
      ],
    ],
    [
      'promptfoo',
      [
        'promptfooconfig.yaml:3 configured prompt:promptfooconfig.yaml#prompts[0]',
        'promptfooconfig.yaml:6 configured model:openai/gpt-4.1-mini',
        'promptfooconfig.yaml:7 configured model:anthropic/claude-3-5-haiku-20241022',
        'promptfooconfig.yaml:10 configured model:ollama/llama3.2:1b',
      ],
    ],
    [
      'shell',
      [
        'run.sh:4 configured model:huggingface/decapoda-research/llama-7b-hf',
        'run.sh:7 used model:huggingface/decapoda-research/llama-7b-hf',
        'run.sh:8 used dataset:huggingface/yahma/alpaca-cleaned',
        'run.sh:10 used model:huggingface/acme/tiny-GGUF',
        'run.sh:10 used model:ollama/llama3.1:8b',
        'run.sh:11 used weights:tiny.safetensors',
        'run.sh:12 used service:openai',
        'run.sh:13 used dataset:huggingface/acme/corpus',
        'run.sh:14 configured service:anthropic',
        'run.sh:14 used service:llama-cpp',
        'run.sh:15 used package:npm/@acme/agent',
        'run.sh:17 used model:nltk/punkt',
        'run.sh:18 used model:huggingface/acme/tiny-bert',
      ],
    ],
    [
      'spacy',
      [
        'configs/config.cfg:3 configured model:spacy/en_vectors_web_lg',
        'configs/config.cfg:14 configured model:huggingface/roberta-base',
        'configs/config.cfg:17 configured model:spacy/en_vectors_web_lg',
        'project.yml:4 configured model:spacy/en_core_web_md',
        'project.yml:8 configured dataset:things.jsonl',
        'project.yml:10 configured weights:glove.6B.zip',
        'project.yml:11 configured dataset:assets/dev.jsonl',
        'project.yml:17 configured model:spacy/de_core_news_sm',
      ],
    ],
    [
      'spring',
      [
        'application.properties:3 configured service:openai',
        'application.properties:4 configured model:openai/gpt-4o',
        'application.properties:5 configured service:ollama',
        'application.properties:6 configured model:ollama/mxbai-embed-large',
      ],
    ],
    [
      'tools',
      [
        '.aider.conf.yml:1 configured model:openrouter/anthropic/claude-3.7-sonnet',
        '.aider.conf.yml:2 configured model:openai/gpt-4o-mini',
        '.aider.conf.yml:3 configured service:lm-studio',
        '.codex/config.toml:1 configured model:openai/gpt-5-codex',
        '.codex/config.toml:2 configured service:azure-openai',
        '.codex/config.toml:5 configured service:azure-openai',
        'continue.yaml:4 configured service:anthropic',
        'continue.yaml:5 configured model:anthropic/claude-3-7-sonnet-latest',
        'continue.yaml:6 configured service:anthropic',
        'continue.yaml:8 configured service:ollama',
        'continue.yaml:9 configured model:ollama/qwen2.5-coder:1.5b',
        'dify.yml:3 configured model:openai/gpt-4o',
        'dify.yml:3 configured service:openai',
        'dify.yml:4 configured prompt:dify.yml#model_config.pre_prompt',
        'garak.yaml:3 configured model:openai/gpt-4o',
        'garak.yaml:5 configured model:huggingface/gpt2',
        'guardrails.yml:4 configured model:openai/gpt-3.5-turbo-instruct',
        'hellaswag.yaml:2 configured dataset:hellaswag',
        'merge.yaml:3 configured model:huggingface/OpenPipe/mistral-ft-optimized-1218',
        'merge.yaml:5 configured model:huggingface/mlabonne/NeuralHermes-2.5-Mistral-7B',
        'merge.yaml:8 configured model:huggingface/OpenPipe/mistral-ft-optimized-1218',
        'n8n.json:1 configured model:openai/gpt-4o-mini',
        'n8n.json:1 configured prompt:n8n.json#nodes.0.parameters.options.systemMessage',
        'openapi.json:1 mentioned model:openai/gpt-4o',
        'opencode.json:1 configured agent:opencode.json#reviewer',
        'opencode.json:1 configured model:anthropic/claude-sonnet-4-20250514',
        'opencode.json:1 configured model:openai/gpt-5',
        'opencode.json:1 configured prompt:opencode.json#agent.reviewer.prompt',
        'opencode.json:2 configured model:ollama/llama2',
        'opencode.json:2 configured service:groq',
        'opencode.json:2 configured service:ollama',
        'rasa.yml:5 configured model:huggingface/rasa/LaBSE',
        'rasa.yml:7 configured model:spacy/en_core_web_md',
        'ray.yaml:6 configured model:huggingface/Qwen/Qwen2.5-7B-Instruct',
        'swift.sh:1 used dataset:huggingface/AI-ModelScope/alpaca-gpt4-data-zh',
        'swift.sh:1 used model:huggingface/Qwen/Qwen2.5-7B-Instruct',
        'swift.sh:11 used weights:model.pt',
        'swift.sh:12 used dataset:kaggle/acme/things',
        'swift.sh:2 used model:huggingface/meta-llama/Llama-3.1-8B',
        'swift.sh:3 used dataset:imdb',
        'swift.sh:3 used model:huggingface/bert-base-uncased',
        'swift.sh:4 used weights:yolov8n.pt',
        'swift.sh:6 used dataset:data/a.json',
        'swift.sh:6 used dataset:wikitext',
        'swift.sh:6 used model:huggingface/gpt2',
        'swift.sh:7 used model:huggingface/meta-llama/Llama-3.2-1B',
        'swift.sh:8 used model:huggingface/facebook/opt-125m',
        'swift.sh:8 used service:vllm',
        'swift.sh:9 configured service:groq',
      ],
    ],
    [
      'torchtune',
      [
        'lora.yaml:6 configured model:Llama-3.2-1B-Instruct',
        'lora.yaml:9 configured model:Llama-3.2-1B-Instruct',
        'lora.yaml:12 configured dataset:huggingface/yahma/alpaca-cleaned',
        'lora.yaml:16 configured dataset:huggingface/acme/instructions',
        'lora.yaml:19 configured dataset:huggingface/acme/held-out',
      ],
    ],
    [
      'trl',
      [
        'sft.yaml:1 configured model:huggingface/HuggingFaceTB/SmolLM2-135M',
        'sft.yaml:3 configured dataset:huggingface/trl-lib/Capybara',
      ],
    ],
    [
      'workflow',
      [
        '.github/workflows/review.yml:9 configured agent:.github/workflows/review.yml#anthropics/claude-code-action',
        '.github/workflows/review.yml:11 configured service:anthropic',
        '.github/workflows/review.yml:12 configured model:anthropic/claude-sonnet-4-20250514',
        '.github/workflows/review.yml:13 configured prompt:.github/workflows/review.yml#jobs.review.steps.2.with.prompt',
        '.github/workflows/review.yml:17 configured package:pypi/openai',
        '.github/workflows/review.yml:17 configured package:pypi/ruff',
        '.github/workflows/review.yml:18 configured model:huggingface/acme/tiny-bert',
      ],
    ],
  ])('reads %s', async (name, places) => expect((await found(name)).sort()).toEqual([...places].sort()))

  it('finds nothing in look-alikes', async () => expect(await found('look-alikes')).toEqual([]))

  it.each(['env', 'litellm', 'continue', 'powershell'])('keeps no secret of %s', async name => {
    const {assets} = await detect(config, filesOf(`test/fixtures/config/${name}`))
    expect(
      JSON.stringify(assets, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/sk-|REPLACE-ME|abcdefghijk|:secret@/)
  })

  it('gives the names of credentials and the address of a server', async () => {
    const {assets} = await detect(config, filesOf('test/fixtures/config/env'))
    expect(assets.filter(asset => asset.kind === 'service').map(asset => asset.facts)).toContainEqual(
      expect.objectContaining({provider: 'anthropic', authenticated: true, environment: ['ANTHROPIC_API_KEY']}),
    )
    expect(assets.filter(asset => asset.kind === 'service').map(asset => asset.facts)).toContainEqual(
      expect.objectContaining({provider: 'ollama', endpoints: ['http://localhost:11434']}),
    )
  })

  it.each([
    ['a.yaml', 'base_model: [acme/x\nmodel: gpt-4o'],
    ['a.json', '{"model": "gpt-4o"'],
    ['a.toml', 'model = = "x"'],
  ])('tells that %s is broken', async (path, text) => {
    const {gaps} = await detect(config, {[path]: text})
    expect(gaps).toEqual([expect.objectContaining({path, code: 'syntax', stage: 'extract'})])
  })

  it('reads what it can of broken YAML', async () => {
    const {assets} = await detect(config, {'a.yaml': 'base_model: acme/tiny-llama\nbad: [\nmodel: gpt-4o\n'})
    expect(assets.map(asset => asset.id)).toEqual(['model:huggingface/acme/tiny-llama', 'model:openai/gpt-4o'])
  })

  it.each([
    'package.json',
    'package-lock.json',
    'pyproject.toml',
    'poetry.lock',
    'tsconfig.json',
    '.mcp.json',
    'dvc.yaml',
    'environment.yml',
    'tokenizer.json',
    'src/locales/en.json',
    'app.cdx.json',
    'test/fixtures/answers.json',
    'README.md',
    'main.py',
    'env.py',
    'environment.ts',
  ])('leaves %s to others', path => expect(config.required({path, byteLength: 10n, known: []})).toBe(false))

  it.each(['.env', '.env.local.example', 'env.example', 'docker.env', '.env.production', '.envrc', 'example.env'])(
    'takes %s for an environment file',
    async path => {
      const {assets} = await detect(config, {[path]: 'OPENAI_API_KEY=\n'})
      expect(assets.map(asset => asset.id)).toEqual(['service:openai'])
    },
  )

  it.each([
    [
      'recorded exchanges',
      '{"fixtures": [{"match": {"systemMessage": "You are a clerk of a shop"}, "model": "gpt-4o"}]}',
    ],
    [
      'records to learn from',
      '[{"instruction": "Say what the model gpt-4o is", "output": "A model", "model": "gpt-4o"}]',
    ],
    [
      'answers that were compared',
      '[{"instruction": "Say what the model gpt-4o is", "output_1": "A model", "output_2": "None", "preference": 1}]',
    ],
  ])('takes %s for data', async (_name, text) => expect((await detect(config, {'a.json': text})).assets).toEqual([]))

  it('reads no recorded exchange in YAML, and says nothing of its faults', async () => {
    const {assets, gaps} = await detect(config, {'a.yaml': 'interactions:\n- request: {model: gpt-4o}\n  broken: [\n'})
    expect([assets, gaps ?? []]).toEqual([[], []])
  })

  it.each([
    ['WHISPER_MODEL=large-v3', ['model:whisper/large-v3']],
    ['whisper_model_size=base.en', ['model:whisper/base.en']],
    ['STANZA_NAME=en_ewt', ['model:stanza/en_ewt']],
    ['WHISPER=base', []],
    ['WHISPER_MODEL=enabled', []],
    ['SIZE=base', []],
    ['MODEL_SIZE=base', []],
  ])('takes the short names of a library only where the key names it: %s', async (text, ids) =>
    expect((await detect(config, {'.env': text})).assets.map(asset => asset.id)).toEqual(ids),
  )

  it('leaves forms for reports alone', () =>
    expect(config.required({path: '.github/ISSUE_TEMPLATE/bug.yml', byteLength: 10n, known: []})).toBe(false))

  it.each([
    ['values.yaml', 'images:\n  nvidia-gpu: "vllm/vllm-openai:v0.8.3"\n', ['service:vllm']],
    ['values.yaml', 'links:\n  home: vllm/vllm-openai\n  other: acme/tool:v1\n', []],
    [
      'job.yaml',
      'args: ["--dataset-path", "/app/talks.jsonl", "--model", "acme/tiny-bert"]\n',
      ['dataset:talks.jsonl', 'model:huggingface/acme/tiny-bert'],
    ],
  ])('reads images with their tag and files elsewhere on the machine: %s %s', async (path, text, ids) => {
    const {assets} = await detect(config, {[path]: text})
    expect(assets.map(asset => asset.id).sort()).toEqual(ids)
  })

  it.each([
    [
      'compose.yaml',
      'services:\n  gateway:\n    image: docker/mcp-gateway:latest\n    command:\n      - --transport=sse\n      - --servers=fetch,duckduckgo\n',
      6,
    ],
    ['a.sh', 'docker mcp gateway run --servers fetch,duckduckgo --port 8811', 1],
  ])('finds the servers of a gateway: %s', async (path, text, line) => {
    const {assets} = await detect(config, {[path]: text})
    expect(assets.map(({id, evidence}) => `${id}:${evidence[0]?.line}`)).toEqual([
      `mcp-server:${path}#fetch:${line}`,
      `mcp-server:${path}#duckduckgo:${line}`,
    ])
  })

  it('finds no server where the gateway names none', async () => {
    const text = 'docker mcp gateway run --servers=$SERVERS\ndocker mcp catalog ls --servers=fetch\n'
    expect((await detect(config, {'a.sh': text})).assets).toEqual([])
  })

  it.each([
    ['python predict.py --fp16 a.pth\\\n  models/b.pth\n', ['1 a.pth', '2 b.pth']],
    ['python -m tools.predict a.pth\n', []],
    ['python train.py --save best.pth\npython train.py --output-dir out.pth\n', []],
    ['rm a.pth\ncp a.pth b.pth\npython clean.py a.csv\n', []],
  ])('finds the weights that a script is given: %j', async (text, expected) => {
    const {assets} = await detect(config, {'a.sh': text})
    expect(assets.map(({name, evidence}) => `${evidence[0]?.line} ${name}`)).toEqual(expected)
  })

  it('leaves what a program has measured alone', () =>
    expect(config.required({path: 'evals/benchmark_results/a.json', byteLength: 10n, known: []})).toBe(false))

  it('leaves the base of an adapter to the detector of weights, and tells what else stands there', async () => {
    const adapter = {
      peft_type: 'PROMPT_TUNING',
      base_model_name_or_path: 'acme/tiny-7b',
      tokenizer_name_or_path: 'acme/tiny-words',
      prompt_tuning_init_text: 'Say whether the customer is content or complains:',
    }
    const text = JSON.stringify(adapter, undefined, 1)
    const ids = async (path: string, content: string) =>
      (await detect(config, {[path]: content})).assets.map(({id}) => id)
    expect(await ids('lora/adapter_config.json', text)).toEqual([
      'model:huggingface/acme/tiny-words',
      'prompt:lora/adapter_config.json#prompt_tuning_init_text',
    ])
    const embedded = `kind: ConfigMap\ndata:\n  adapter_config.json: |\n${text.replaceAll(/^/gm, '    ')}\n`
    expect(await ids('map.yaml', embedded)).toContain('model:huggingface/acme/tiny-7b')
  })

  it('reads the instruction of an agent in a variable', async () => {
    const text =
      'services:\n  crew:\n    environment:\n      CLERK_AGENT_INSTRUCTION: |\n        You are a clerk with an LLM at hand.\n      LLM_INSTALL_INSTRUCTIONS: run the setup and then restart it\n'
    const {assets} = await detect(config, {'compose.yaml': text})
    expect(assets.map(({kind, evidence}) => `${kind} ${evidence[0]?.line}`)).toEqual(['prompt 4'])
  })

  it.each([
    [
      'application.yml',
      'quarkus:\n  langchain4j:\n    mcp:\n      files: {transport-type: stdio, command: "jbang,files"}\n',
    ],
    ['application.properties', 'quarkus.langchain4j.mcp.files.command=jbang,files\n'],
    ['application.properties', 'spring.ai.mcp.client.streamable-http.connections.files.url=http://files:8080\n'],
    ['config/packages/mcp.yaml', 'mcp:\n  servers:\n    files: {version: 1.0.0, transports: {stdio: true}}\n'],
  ])('finds an MCP server that %s connects to or serves', async (path, text) => {
    const {assets} = await detect(config, {[path]: text})
    expect(assets.map(({kind, name}) => `${kind} ${name}`)).toEqual(['mcp-server files'])
  })

  it('knows an agent of Symfony by the platform that it asks, without a text', async () => {
    const text =
      "ai:\n  platform:\n    mistral: {api_key: '%env(MISTRAL_API_KEY)%'}\n  agent:\n    archive:\n      platform: 'ai.platform.mistral'\n      model: {name: 'mistral-small-latest'}\n"
    const {assets} = await detect(config, {'config/packages/ai.yaml': text})
    expect(assets.map(({kind, name}) => `${kind} ${name}`).sort()).toEqual([
      'agent archive',
      'model mistral-small-latest',
      'service mistral',
    ])
  })

  it('takes the name beside an id for what people call it', async () => {
    const models = [
      {id: 'gpt-4o', name: 'GPT-4o'},
      {id: 'small', name: 'acme-labs/Llama-3.1-8B-Instruct'},
    ]
    const {assets} = await detect(config, {'models.json': JSON.stringify({models})})
    expect(assets.map(asset => asset.id).sort()).toEqual([
      'model:huggingface/acme-labs/Llama-3.1-8B-Instruct',
      'model:openai/gpt-4o',
    ])
  })

  it.each([
    ['a.sh', 'vllm serve acme/tiny-bert --revision v1.0'],
    ['a.sh', 'python -m vllm.entrypoints.openai.api_server --model acme/tiny-bert --revision=v1.0'],
    ['a.sh', 'trl sft --model_name_or_path acme/tiny-bert --model_revision v1.0 --dataset_name acme/talks'],
    [
      'compose.yaml',
      'services:\n  llm:\n    image: vllm/vllm-openai:v0.6\n    command: ["--model", "acme/tiny-bert", "--revision", "v1.0"]\n',
    ],
    ['recipe.yaml', 'model_name_or_path: acme/tiny-bert\nmodel_revision: v1.0\nlearning_rate: 1e-5\n'],
  ])('pins the model to the revision beside it: %s %s', async (path, text) => {
    const {assets} = await detect(config, {[path]: text})
    expect(assets.flatMap(asset => (asset.kind === 'model' ? [`${asset.name}@${asset.facts.revision}`] : []))).toEqual([
      'tiny-bert@v1.0',
    ])
  })

  it.each([
    ['vllm serve acme/tiny-bert --revision main', 'the branch of everybody'],
    ['vllm serve acme/tiny-bert --tokenizer-revision v1.0', 'the revision of something else'],
    ['git checkout v1.0 && vllm serve acme/tiny-bert', 'another command'],
  ])('takes no pin from `%s`: %s', async text => {
    const {assets} = await detect(config, {'a.sh': text})
    expect(assets.flatMap(asset => (asset.kind === 'model' ? [asset.facts.revision] : []))).toEqual([undefined])
  })

  it('knows a shell script by its first line', async () => {
    const {assets} = await detect(config, {
      'bin/start': '#!/usr/bin/env bash\nollama pull phi3:mini\n',
      'bin/tool': '#!/usr/bin/env python3\nx = "ollama pull phi3:mini"\n',
    })
    expect(assets.map(asset => asset.evidence.map(({path, line}) => `${path}:${line}`))).toEqual([['bin/start:2']])
  })

  it('lists settings of more than a megabyte as a gap, unread', async () => {
    const found = await detect(config, {'a.json': `{"provider": "openai", "model": "gpt-4o"${' '.repeat(1_048_576)}}`})
    expect(found).toMatchObject({assets: [], gaps: [{path: 'a.json', code: 'too-large'}]})
  })

  it('never throws, whatever the file holds', async () => {
    const part = fc.constantFrom(
      'model: ',
      'args: [',
      '- ',
      '\n',
      '  ',
      'gpt-4o',
      '{{',
      '}}',
      '"',
      '${',
      '}',
      '|',
      '>',
      'x',
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '#',
      '=',
      '[',
      '\\',
    )
    const name = fc.constantFrom(
      'a.yaml',
      'a.json',
      'a.toml',
      'a.ini',
      '.env',
      'a.sh',
      'Makefile',
      'a.ps1',
      'a.properties',
    )
    await fc.assert(
      fc.asyncProperty(name, fc.array(part, {maxLength: 60}), async (path, parts) => {
        await expect(detect(config, {[path]: parts.join('')})).resolves.toBeDefined()
      }),
      {numRuns: 300},
    )
  })

  it.each([
    ['a.json', '['.repeat(100_000)],
    ['a.yaml', '['.repeat(100_000)],
    [
      'a.yaml',
      'a: &a [x]\n'.concat(
        'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\n',
      ),
    ],
    ['a.yaml', `model: ${'a/'.repeat(200_000)}`],
    ['a.yaml', `run: ${'$('.repeat(100_000)}`],
    ['.env', `X=${'$'.repeat(500_000)}`],
    ['.env', 'A_B='.repeat(100_000)],
    ['a.sh', '--model='.repeat(50_000)],
    ['a.ini', '[a.'.repeat(100_000)],
    ['a.yaml', '{{'.repeat(100_000)],
    ['a.yaml', '# model: gpt-4o\n'.repeat(20_000)],
    ['a.json', `[${'"gpt-4o",'.repeat(60_000)}1]`],
    ['a.yaml', Array.from({length: 60_000}, (_, at) => `model_name_${at}: gpt-4o\n`).join('')],
    ['.env', Array.from({length: 60_000}, (_, at) => `A${at}_MODEL=gpt-4o\n`).join('')],
    ['a.yaml', Array.from({length: 60_000}, (_, at) => `A${at}_MODEL: some text\n`).join('')],
    ['a.yaml', 'a: b\n---\n'.repeat(40_000)],
    ['a.yaml', `steps:\n${'  - run: >\n      a b\n'.repeat(10_000)}`],
  ])(
    'reads a hostile %s',
    async (path, text) => {
      await expect(detect(config, {[path]: text})).resolves.toBeDefined()
    },
    60_000,
  )

  it('takes several sizes of Whisper from one variable, and no text about a prompt', async () => {
    const {assets} = await detect(config, {
      '.env': 'WHISPER_MODELS=tiny,small.en\n',
      'messages/app.properties': 'llm.prompt-too-large=The text is too large for OpenAI. Try to write less of it.\n',
    })
    expect(assets.map(asset => asset.id).sort()).toEqual(['model:whisper/small.en', 'model:whisper/tiny'])
  })

  it('takes the service from the address beside a protocol', async () => {
    const {assets} = await detect(config, {
      'models.yaml': 'provider: openai_compatible\nbase_url: https://api.deepseek.com/v1\nmodel: deepseek-v4-pro\n',
    })
    expect(assets.map(asset => asset.id)).toContain('service:deepseek')
    expect(assets.map(asset => asset.id)).not.toContain('service:openai-compatible')
  })

  it('does not take own names of objects for settings', async () => {
    const {assets} = await detect(config, {
      'a.json': '{"__proto__": {"model": "gpt-4o"}, "constructor": "x", "model": "\x24{__proto__.x}"}',
    })
    expect(assets.map(asset => asset.id)).toEqual(['model:openai/gpt-4o'])
    expect(Object.hasOwn(Object.prototype, 'model')).toBe(false)
  })
})
