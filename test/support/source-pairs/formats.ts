import {type Edit, edited, type Files, same} from './pair.ts'

const change = (name: string, before: Files, edits: readonly Edit[], ...expected: string[]) =>
  edited(name, before, edits, expected)

const litellm = {
  'litellm_config.yaml': `model_list:
  - model_name: chat
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/OPENAI_API_KEY
  - model_name: small
    litellm_params:
      model: mistral/mistral-small-2503
`,
}

const crew = {
  'src/trip/config/agents.yaml': `planner:
  role: Trip planner
  goal: Plan a trip that fits the budget
  backstory: You have planned trips for years
  tools: [SerperDevTool]
`,
  'src/trip/config/tasks.yaml': `plan_task:
  description: Plan three days in the city of the traveller
  expected_output: A table of three days
  agent: planner
`,
}

const langgraph = {
  'langgraph.json': `{
  "dependencies": ["."],
  "graphs": {"support": "./agent.py:graph"},
  "env": ".env"
}
`,
  'agent.py': `from langgraph.prebuilt import create_react_agent
from langchain_core.tools import tool


@tool
def search(query: str) -> str:
    """Search the manual."""
    return query


@tool
def refund(order: str) -> str:
    """Pay an order back."""
    return order


graph = create_react_agent("openai:gpt-4o-2024-08-06", tools=[search], prompt="You answer from the manual only.")
`,
}

const compose = {
  'compose.yaml': `services:
  llm:
    image: vllm/vllm-openai:v0.6.0
    command: --model acme/chat-small --revision ${'1f'.repeat(20)}
    environment:
      HF_HUB_OFFLINE: "1"
  app:
    image: acme/app:1.0
    environment:
      OPENAI_BASE_URL: http://llm:8000/v1
`,
}

const pinnedCompose = {
  'compose.yaml': `services:
  ollama:
    image: ollama/ollama:0.5.1@sha256:${'c3'.repeat(32)}
`,
}

const modelRunner = {
  'compose.yaml': `services:
  chat:
    build: .
    models: [llm]
models:
  llm:
    model: ai/smollm2:360M-Q4_K_M
`,
}

const helm = {
  'chart/values.yaml': `image:
  repository: vllm/vllm-openai
  tag: v0.6.0
modelSpec:
  - name: chat
    modelURL: acme/chat-small
env:
  - name: OPENAI_BASE_URL
    value: https://llm.acme.example/v1
`,
}

const modelfile = {
  Modelfile: `FROM llama3.1:8b
ADAPTER ./tone.gguf
PARAMETER num_ctx 4096
SYSTEM You answer in one sentence.
`,
}

const mcp = (servers: object): Files => ({'.mcp.json': `${JSON.stringify({mcpServers: servers}, null, 2)}\n`})
const docker = mcp({files: {command: 'docker', args: ['run', '-i', '--rm', 'ghcr.io/acme/files-mcp:1.0.0']}})
const uvx = mcp({git: {command: 'uvx', args: ['mcp-server-git==0.6.2']}})
const secured = mcp({
  issues: {type: 'http', url: 'https://mcp.acme.example/mcp', headers: {Authorization: 'Bearer ${READ_TOKEN}'}},
})

const cursor = {
  '.cursor/mcp.json': '{"mcpServers": {"docs": {"url": "https://docs.acme.example/mcp"}}}\n',
  '.cursor/rules/style.mdc': `---
description: Style
globs: **/*.ts
alwaysApply: false
---
Write plain functions and name units.
`,
}

const copilot = {'.github/copilot-instructions.md': '# Instructions\n\nRun the linter before you finish.\n'}

const claude = {
  '.claude/settings.json': `{
  "permissions": {
    "allow": ["Bash(npm test:*)", "Read(src/**)"],
    "deny": ["Read(.env)"]
  }
}
`,
}

const pyproject = {
  'pyproject.toml': `[project]
name = "app"
version = "1.0.0"
dependencies = ["openai>=1.40", "pydantic>=2"]
`,
}

const notebook = (lines: readonly string[], more: object = {}, outputs: readonly object[] = []): Files => ({
  'train.ipynb': JSON.stringify({
    cells: [{cell_type: 'code', execution_count: null, metadata: {}, outputs, source: lines, ...more}],
    metadata: {kernelspec: {name: 'python3', display_name: 'Python 3', language: 'python'}},
    nbformat: 4,
    nbformat_minor: 5,
  }),
})
const asked = [
  'from openai import OpenAI\n',
  'OpenAI().responses.create(model="gpt-4o-2024-08-06", instructions="You tell the truth.", input="Hi")\n',
]
const loaded = [
  'from transformers import AutoModel\n',
  `model = AutoModel.from_pretrained("acme/base", revision="${'1f'.repeat(20)}")\n`,
]

const bedrock = {
  'agent.tf': `resource "aws_bedrockagent_agent" "support" {
  agent_name       = "support"
  foundation_model = "anthropic.claude-3-5-sonnet-20240620-v1:0"
  instruction      = "You are a support assistant. Never promise refunds to anybody."
}
`,
}

const azure = {
  'ai.tf': `resource "azurerm_cognitive_deployment" "chat" {
  name                 = "chat"
  cognitive_account_id = azurerm_cognitive_account.ai.id
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-08-06"
  }
  sku {
    name = "Standard"
  }
}
`,
}

/** Changes in files of gateways, servers, assistants and clouds. */
export const formatChanges = [
  change(
    'LiteLLM: one more model',
    litellm,
    [
      [
        '      model: mistral/mistral-small-2503\n',
        '      model: mistral/mistral-small-2503\n  - model_name: big\n    litellm_params:\n      model: anthropic/claude-sonnet-4-5-20250929\n',
      ],
    ],
    'asset-added claude-sonnet-4-5-20250929',
    'asset-added anthropic',
  ),
  change(
    'LiteLLM: one model less',
    litellm,
    [['  - model_name: small\n    litellm_params:\n      model: mistral/mistral-small-2503\n', '']],
    'asset-removed mistral-small-2503',
    'asset-removed mistral',
  ),
  change('LiteLLM: another key', litellm, [['OPENAI_API_KEY', 'OPENAI_ADMIN_KEY']], 'credentials-changed openai'),
  change(
    'CrewAI: one more tool',
    crew,
    [['[SerperDevTool]', '[SerperDevTool, FileWriterTool]']],
    'tools-changed planner',
  ),
  change('CrewAI: what a task asks for', crew, [['Plan three days', 'Plan thirty days']], 'prompt-changed plan_task'),
  change(
    'LangGraph: one more graph',
    langgraph,
    [['"./agent.py:graph"', '"./agent.py:graph", "admin": "./admin.py:graph"']],
    'asset-added admin',
  ),
  change(
    'LangGraph: one more tool of an agent',
    langgraph,
    [['tools=[search]', 'tools=[search, refund]']],
    'tools-changed support',
  ),
  change(
    'LangGraph: the prompt of an agent',
    langgraph,
    [['from the manual only', 'from memory']],
    'prompt-changed prompt',
  ),
  change(
    'LangGraph: the model of an agent, a later day',
    langgraph,
    [['2024-08-06', '2024-11-20']],
    'version-up gpt-4o-2024-11-20',
    'uses-changed support',
  ),
  change(
    'LangGraph: the model of an agent, no day',
    langgraph,
    [['gpt-4o-2024-08-06', 'gpt-4o']],
    'pin-lost gpt-4o',
    'uses-changed support',
  ),
  change(
    'LangGraph: the model of an agent, a day where none was',
    {...langgraph, 'agent.py': langgraph['agent.py'].replace('gpt-4o-2024-08-06', 'gpt-4o')},
    [['gpt-4o', 'gpt-4o-2024-08-06']],
    'pinned gpt-4o-2024-08-06',
    'uses-changed support',
  ),
  change('Compose: the tag of an image', compose, [['v0.6.0', 'v0.7.1']], 'version-up vllm'),
  change('Compose: an earlier tag of an image', compose, [['v0.6.0', 'v0.5.4']], 'version-down vllm'),
  change(
    'Compose: the pin of an image is gone',
    pinnedCompose,
    [[`@sha256:${'c3'.repeat(32)}`, '']],
    'pin-lost ollama',
  ),
  change(
    'Compose: another model of the model runner',
    modelRunner,
    [['ai/smollm2:360M-Q4_K_M', 'ai/qwen3:0.6B-Q4_0']],
    'asset-replaced ai/qwen3:0.6B-Q4_0',
  ),
  change('Helm: the tag of an image', helm, [['tag: v0.6.0', 'tag: v0.6.3']], 'version-up vllm'),
  change('Helm: the model that is served', helm, [['acme/chat-small', 'globex/chat']], 'asset-replaced globex/chat'),
  change(
    'Helm: the address of a service',
    helm,
    [['llm.acme.example', 'llm.globex.example']],
    'endpoint-changed openai',
  ),
  change('Modelfile: another family', modelfile, [['llama3.1:8b', 'qwen2.5:7b']], 'asset-replaced qwen2.5:7b'),
  change(
    'Modelfile: another adapter',
    modelfile,
    [['tone.gguf', 'voice.gguf']],
    'asset-added voice.gguf',
    'asset-removed tone.gguf',
  ),
  change('MCP: the tag of a server in a container', docker, [['1.0.0', '1.1.0']], 'version-up files'),
  change(
    'MCP: the version of a server of PyPI',
    uvx,
    [['0.6.2', '0.6.3']],
    'version-up git',
    'version-up mcp-server-git',
  ),
  change('MCP: the credential in a header', secured, [['READ_TOKEN', 'ADMIN_TOKEN']], 'credentials-changed issues'),
  change(
    'MCP: a server of Cursor at another address',
    cursor,
    [['docs.acme.example', 'docs.globex.example']],
    'mcp-url-changed docs',
    'permission-narrowed docs',
    'permission-widened docs',
  ),
  change(
    'Cursor: what a rule says',
    cursor,
    [['plain functions', 'clever classes']],
    'prompt-changed .cursor/rules/style.mdc',
  ),
  change(
    'Cursor: a rule that always applies',
    cursor,
    [['alwaysApply: false', 'alwaysApply: true']],
    'prompt-changed .cursor/rules/style.mdc',
  ),
  change(
    'Copilot: its instructions',
    copilot,
    [['before you finish', 'never']],
    'prompt-changed .github/copilot-instructions.md',
  ),
  change(
    'Claude: a command that needs no question',
    claude,
    [['"Read(src/**)"', '"Read(src/**)", "Bash(curl:*)"']],
    'permission-widened claude-code',
  ),
  change(
    'Claude: a file that may be read now',
    claude,
    [['"deny": ["Read(.env)"]', '"deny": []']],
    'permission-widened claude-code',
  ),
  change('pyproject: the range of a package', pyproject, [['openai>=1.40', 'openai>=2']], 'version-changed openai'),
  change(
    'pyproject: one more package',
    pyproject,
    [['"pydantic>=2"', '"pydantic>=2", "langchain>=0.3"']],
    'package-added langchain',
  ),
  edited(
    'Notebook: the model of a cell',
    notebook(asked),
    [['2024-08-06', '2024-11-20']],
    ['version-up gpt-4o-2024-11-20'],
  ),
  edited('Notebook: the commit of a model', notebook(loaded), [['1f1f1f', '2e1f1f']], ['revision-moved acme/base']),
  change(
    'Terraform: a later model of an agent on Bedrock',
    bedrock,
    [['20240620-v1:0', '20241022-v2:0']],
    'version-up anthropic.claude-3-5-sonnet-20241022-v2:0',
  ),
  change(
    'Terraform: the instruction of an agent on Bedrock',
    bedrock,
    [['Never promise', 'Always promise']],
    'prompt-changed instruction',
  ),
  change('Terraform: the version of a deployment on Azure', azure, [['2024-08-06', '2024-11-20']], 'version-up gpt-4o'),
]

const replaced = (files: Files, ...edits: readonly Edit[]): Files => edited('', files, edits, []).after

/** The same files as people and tools write them otherwise. */
export const formatsUnchanged = [
  same('LiteLLM: entries in another order', litellm, {
    'litellm_config.yaml': `# our gateway
model_list:
  - litellm_params: {model: mistral/mistral-small-2503}
    model_name: small
  - litellm_params:
      api_key: "os.environ/OPENAI_API_KEY"
      model: "openai/gpt-4o"
    model_name: chat
`,
  }),
  same('CrewAI: texts in blocks', crew, {
    'src/trip/config/agents.yaml': `planner:
  role: >-
    Trip planner
  goal: >-
    Plan a trip that
    fits the budget
  backstory: >-
    You have planned trips for years
  tools:
    - SerperDevTool
`,
    'src/trip/config/tasks.yaml': crew['src/trip/config/tasks.yaml'],
  }),
  same(
    'LangGraph: graphs on lines of their own',
    langgraph,
    replaced(langgraph, ['{"support": "./agent.py:graph"}', '{\n    "support": "./agent.py:graph"\n  }']),
  ),
  same(
    'LangGraph: tools in a variable',
    langgraph,
    replaced(
      langgraph,
      ['graph = create_react_agent', 'TOOLS = [search]\n\ngraph = create_react_agent'],
      ['tools=[search]', 'tools=TOOLS'],
    ),
  ),
  same(
    'Compose: the command as a list',
    compose,
    replaced(compose, [
      `command: --model acme/chat-small --revision ${'1f'.repeat(20)}`,
      `command: ["--model", "acme/chat-small", "--revision", "${'1f'.repeat(20)}"]`,
    ]),
  ),
  same(
    'Compose: the environment as a list',
    compose,
    replaced(compose, ['      OPENAI_BASE_URL: http://llm:8000/v1', '      - OPENAI_BASE_URL=http://llm:8000/v1']),
  ),
  same('Compose: services in another order', pinnedCompose, {
    'compose.yaml': `services:\n  cache:\n    image: redis:7\n  ollama:\n    image: "ollama/ollama:0.5.1@sha256:${'c3'.repeat(32)}"\n`,
  }),
  same('Helm: quoted, in another order', helm, {
    'chart/values.yaml': `env:
  - value: "https://llm.acme.example/v1"
    name: OPENAI_BASE_URL
modelSpec:
  - modelURL: "acme/chat-small"
    name: "chat"
image:
  tag: "v0.6.0"
  repository: "vllm/vllm-openai"
`,
  }),
  same('Modelfile: in lower case, in another order', modelfile, {
    Modelfile:
      '# one sentence\nfrom llama3.1:8b\nsystem """You answer in one sentence."""\nparameter num_ctx 4096\nadapter ./tone.gguf\n',
  }),
  same('MCP: keys in another order', docker, {
    '.mcp.json':
      '{"mcpServers":{"files":{"args":["run","-i","--rm","ghcr.io/acme/files-mcp:1.0.0"],"command":"docker"}}}',
  }),
  same('Cursor: line ends of Windows', cursor, {
    ...cursor,
    '.cursor/rules/style.mdc': cursor['.cursor/rules/style.mdc'].replaceAll('\n', '\r\n'),
  }),
  same(
    'Claude: permissions in another order',
    claude,
    replaced(claude, ['"Bash(npm test:*)", "Read(src/**)"', '"Read(src/**)",\n      "Bash(npm test:*)"']),
  ),
  same(
    'pyproject: dependencies on lines of their own',
    pyproject,
    replaced(pyproject, ['["openai>=1.40", "pydantic>=2"]', '[\n  "pydantic >= 2",\n  "openai >= 1.40",\n]']),
  ),
  same(
    'Notebook: run, with outputs and an id',
    notebook(asked),
    notebook(asked, {execution_count: 7, id: 'c1'}, [
      {output_type: 'stream', name: 'stdout', text: ['gpt-4.1 says hi\n']},
    ]),
  ),
  same('Terraform: as terraform fmt writes it, with a comment', bedrock, {
    'agent.tf': `# who answers first
resource "aws_bedrockagent_agent" "support" {
  foundation_model = "anthropic.claude-3-5-sonnet-20240620-v1:0"
  instruction = "You are a support assistant. Never promise refunds to anybody."

  agent_name = "support"
}
`,
  }),
]
