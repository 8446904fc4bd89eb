import {describe, expect, it} from 'vitest'
import {lookalikeOf} from '../../../../src/inventory/well-known-names.ts'
import {proto, stateDict, tensor} from '../../../support/pickles.ts'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'
import {gguf, safetensors} from '../../../support/weights.ts'

const commit = '8b3219a92973c328a8e22fadcfa821b5dc75636a'
const load = (...args: string[]): string =>
  `from transformers import AutoModel\nm = AutoModel.from_pretrained(${args.join(', ')})\n`
const safe = safetensors({a: {dtype: 'F32', shape: [1], data_offsets: [0, 4]}}, 4)
const pickled = proto(2, stateDict({a: tensor('0', 1, [1])}))
const app = (text: string): Record<string, string> => ({'app.py': text})

const found: Readonly<Record<string, readonly Case[]>> = {
  'floating-model': [
    ['a model without a revision', app(load('"acme/tiny-bert"'))],
    [
      'the newest image of a model',
      {
        'compose.yaml':
          'models:\n  llm:\n    model: ai/qwen3:latest\nservices:\n  app:\n    image: acme/app:1\n    models: [llm]\n',
      },
    ],
    ['a model at a branch', app(load('"acme/tiny-bert"', 'revision="main"'))],
    [
      'a model that is asked for, and fetched elsewhere',
      {
        'app.py':
          'from openai import OpenAI\nOpenAI(base_url="http://llm:8000/v1").chat.completions.create(model="acme/tiny-bert", messages=[])\n',
        'compose.yaml': 'services:\n  llm:\n    image: vllm/vllm-openai:v0.6.3\n    command: --model acme/tiny-bert\n',
      },
    ],
    [
      'a folder that a model of the hub is downloaded to',
      {
        'lora.yaml': 'checkpoint_dir: checkpoints/meta-llama/Meta-Llama-3-8B\n',
        'get.sh':
          'huggingface-cli download meta-llama/Meta-Llama-3-8B --local-dir checkpoints/meta-llama/Meta-Llama-3-8B\n',
      },
    ],
    [
      'a model that ollama is told to fetch',
      app('import ollama\n\nollama.pull("llama3.2")\nollama.chat(model="llama3.2")\n'),
    ],
    ['an image of ollama at latest', {Dockerfile: 'FROM ollama/ollama:0.5.1\nRUN ollama pull llama3:latest\n'}],
  ],
  'remote-code': [
    ['a model at a commit', app(load('"acme/tiny-bert"', `revision="${commit}"`, 'trust_remote_code=True'))],
  ],
  'remote-code-unpinned': [['a model without a commit', app(load('"acme/tiny-bert"', 'trust_remote_code=True'))]],
  'pickle-beside-safetensors': [
    [
      'both in one folder',
      {'m/config.json': '{"model_type":"bert"}', 'm/model.safetensors': safe, 'm/pytorch_model.bin': pickled},
    ],
  ],
  'lookalike-name': [
    ['a letter less', app(load('"microsof/phi-2"'))],
    ['letters of another alphabet', app(load('"m\u0456crosoft/phi-2"'))],
    ['letters that look alike', app(load('"rnistralai/Mistral-7B"'))],
    ['a package of Python', {'requirements.txt': 'opena1==1.0.0\n'}],
    ['letters that changed places', {'requirements.txt': 'langchian==1.0.0\n'}],
    ['a package of npm', {'package.json': '{"name":"a","dependencies":{"openal":"1.0.0"}}'}],
    [
      'a scope of a server',
      {'.mcp.json': '{"mcpServers":{"x":{"command":"npx","args":["@modelcontextprotocoI/server-github@1.0.0"]}}}'},
    ],
  ],
  'mixed-registries': [
    [
      'an index beside the public one',
      {'requirements.txt': '--extra-index-url https://pypi.acme.dev/simple\nopenai==1.0.0\n'},
    ],
  ],
  'origin-unknown': [['a file that nothing describes', {'models/secret.gguf': gguf({})}]],
}

const notFound: Readonly<Record<string, readonly Case[]>> = {
  'floating-model': [
    [
      'a model of the hub behind the protocol of a provider',
      {
        'llm.yaml':
          'llm:\n  provider: openai\n  base_url: http://localhost:8000/v1\n  model: meta-llama/Llama-3.3-70B-Instruct\n',
      },
    ],
    [
      'a folder that is called like a model of the hub',
      {'lora.yaml': 'checkpoint_dir: checkpoints/meta-llama/Meta-Llama-3-8B\n'},
    ],
    ['a model that ollama is asked for', app('import ollama\n\nollama.chat(model="llama3.2")\n')],
    [
      'what a proxy and the server behind it call a model',
      {
        'litellm.yaml':
          'model_list:\n  - model_name: meta-llama/Llama-3.1-8B-Instruct\n    litellm_params:\n      model: hosted_vllm/meta-llama/Llama-3.1-8B-Instruct\n      api_base: http://vllm:8000/v1\n',
      },
    ],
    [
      'variables of an application that is told whom to ask',
      {
        'compose.yaml':
          'services:\n  app:\n    image: acme/app:1\n    environment:\n      LLM_ENDPOINT: http://vllm:8008\n      LLM_MODEL: Qwen/Qwen2.5-72B-Instruct\n  other:\n    image: acme/other:1\n    environment:\n      - OPENAI_API_BASE=http://vllm:8008\n      - OPENAI_API_MODEL=Qwen/Qwen2.5-14B-Instruct\n',
        'app.yaml':
          'kind: Pod\nspec:\n  containers:\n    - name: app\n      image: acme/app:1\n      env:\n        - {name: LLM_BASE_URL, value: "http://vllm/v1"}\n        - {name: LLM_MODEL, value: Qwen/Qwen2.5-32B-Instruct}\n',
        '.env': 'LLM_BASE_URL=http://vllm:8008\nLLM_MODEL=Qwen/Qwen2.5-7B-Instruct\n',
      },
    ],
    [
      'models that a prompt is written for',
      {
        'prompts.yml':
          'prompts:\n  - task: general\n    models:\n      - databricks/dolly-v2-3b\n    content: Answer what the user asks in a friendly way.\n',
      },
    ],
    [
      'a model that the inference service of the hub runs',
      {
        'ask.py':
          'from huggingface_hub import InferenceClient\n\nInferenceClient(model="acme/tiny-chat").chat_completion(messages=[])\n',
      },
    ],
    [
      'the name of a model that a migration writes into a database',
      {
        'shop/migrations/0034_chat_model.py':
          'from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [\n        migrations.AlterField(\n            model_name="options",\n            name="chat_model",\n            field=models.CharField(default="NousResearch/Hermes-2-Pro-Mistral-7B-GGUF", max_length=200),\n        )\n    ]\n',
      },
    ],
    [
      'an image of a model by its tag',
      {
        'compose.yaml':
          'models:\n  llm:\n    model: ai/qwen3:0.6B-Q4_0\nservices:\n  app:\n    image: acme/app:1\n    models: [llm]\n',
      },
    ],
    ['a model at a commit', app(load('"acme/tiny-bert"', `revision="${commit}"`))],
    [
      'a model that stands beside the address of whoever is asked for it',
      {
        'llm.ts':
          'import {Base} from "./base"\nexport class Own extends Base {\n  constructor(config: {model?: string}) {\n    super({baseURL: "https://api.together.ai/v1", model: config.model || "MiniMaxAI/MiniMax-M3"})\n  }\n}\n',
      },
    ],
    [
      'models of Java: one that a server is asked for, one that comes with its package',
      {
        'App.java':
          'import dev.langchain4j.model.huggingface.HuggingFaceEmbeddingModel;\nimport dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;\n\nclass App {\n  Object a = HuggingFaceEmbeddingModel.builder().modelId("sentence-transformers/all-mpnet-base-v2").build();\n  Object b = new AllMiniLmL6V2EmbeddingModel();\n}\n',
      },
    ],
    [
      'a model of a list with its commit',
      {'models.json': `{"models":[{"modelId":"acme/tiny-bert","commitHash":"${commit}"}]}`},
    ],
    [
      'a hosted model',
      app('from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'),
    ],
    [
      'a model that a server is asked for',
      app(
        'from openai import OpenAI\nOpenAI(base_url="http://llm:8000/v1").chat.completions.create(model="acme/tiny-bert", messages=[])\n',
      ),
    ],
    [
      'models of a gateway',
      {
        'llm.yaml':
          'providers:\n  main:\n    base_url: https://openrouter.ai/api/v1\n    models:\n      - mistralai/mixtral-8x7b-instruct\n',
      },
    ],
    [
      'models of a gateway that code lists',
      {
        'presets.rb': `require "openai"
PRESETS = [{
  id: "open_router",
  models: [{name: "meta-llama/llama-3.3-70b-instruct", tokens: 131_072}],
  endpoint: "https://openrouter.ai/api/v1/chat/completions",
}]
`,
        'presets.py':
          'import openai\nPRESETS = [dict(base_url="https://openrouter.ai/api/v1", models=["meta-llama/llama-3.1-70b-instruct"])]\n',
      },
    ],
    [
      'a model of a provider',
      {'llm.yaml': 'llm:\n  provider: together\n  model: meta-llama/Llama-3.3-70B-Instruct-Turbo\n'},
    ],
    ['a model in a test', {'tests/test_app.py': load('"acme/tiny-bert"')}],
  ],
  'remote-code': [
    ['a model whose code is not run', app(load('"acme/tiny-bert"', `revision="${commit}"`, 'trust_remote_code=False'))],
  ],
  'remote-code-unpinned': [
    ['a model at a commit', app(load('"acme/tiny-bert"', `revision="${commit}"`, 'trust_remote_code=True'))],
  ],
  'pickle-beside-safetensors': [
    ['safetensors alone', {'m/config.json': '{"model_type":"bert"}', 'm/model.safetensors': safe}],
  ],
  'lookalike-name': [
    ['the owner itself', app(load('"microsoft/phi-2"'))],
    [
      'packages as they are called',
      {'requirements.txt': 'openai==1.0.0\nlangchain_core==0.3.0\nopenapi==1.0\nhuggingface_hub==0.30.0\n'},
    ],
    ['a path in Russian', app('ways = ["да/нет", "API-ключ/пароль", "\u0394x/\u0394t"]\n')],
    ['an owner of its own', app(load('"acme/tiny-bert"'))],
  ],
  'mixed-registries': [
    ['one index', {'requirements.txt': '--index-url https://pypi.acme.dev/simple\nopenai==1.0.0\n'}],
    [
      'the index of a vendor',
      {'requirements.txt': '--extra-index-url https://download.pytorch.org/whl/cu121\ntorch==2.3.0\n'},
    ],
  ],
  'origin-unknown': [
    [
      'a file with its card',
      {
        'models/README.md': '---\nlicense: apache-2.0\nbase_model: acme/base\n---\n# x\n',
        'models/config.json': '{"model_type":"bert"}',
        'models/model.safetensors': safe,
      },
    ],
  ],
}

describe('rules of the supply chain', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })

  it.each([
    ['Meta-Llama', undefined],
    ['meta-lama', 'meta-llama'],
    ['metallama', 'meta-llama'],
    ['meta-llama3x', undefined],
    ['g00gle', 'google'],
    ['goolge', 'google'],
    ['openaii', 'openai'],
    ['apple', undefined],
    ['qwem', undefined],
    ['', undefined],
    ['a'.repeat(200), undefined],
  ])('knows what %s is almost', (name, owner) => {
    expect(lookalikeOf(name, 'hub')).toBe(owner)
  })
})
