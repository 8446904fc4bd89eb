import {type Edit, edited, type Files} from './pair.ts'

const server = (facts: object): Files => ({'.mcp.json': JSON.stringify({mcpServers: {files: facts}}, null, 2)})
const files = server({
  command: 'npx',
  args: ['-y', '@acme/files@1.0.0', '/srv/docs'],
  env: {FILES_ROOT: '/srv/docs'},
})
const remote = server({type: 'http', url: 'https://mcp.acme.example/mcp'})

const skill = {
  '.claude/skills/deploy/SKILL.md': `---
name: deploy
description: Deploys the service
allowed-tools: Read
---
Build the service, run the tests and deploy it.
`,
}

const reviewer = {
  '.claude/agents/reviewer.md': `---
name: reviewer
description: Reviews code
tools: Read
model: sonnet
---
You review code with care.
`,
}

const compose = {
  'compose.yaml': `services:
  llm:
    image: vllm/vllm-openai:v0.6.0@sha256:${'a1'.repeat(32)}
    command: --model acme/chat-small --revision ${'1f'.repeat(20)} --quantization awq
`,
}

const litellm = {
  'litellm.yaml': `model_list:
  - model_name: chat
    litellm_params:
      model: openai/gpt-4o
      api_base: https://llm.acme.example/v1
`,
}

const crew = {
  'config/agents.yaml': `researcher:
  role: Senior researcher of train timetables
  goal: Find every train that leaves from the city
  backstory: You read timetables for a living
  llm: gpt-4o
`,
  'crew.py': `from crewai import Agent
from crewai.project import CrewBase, agent


@CrewBase
class Trains:
    agents_config = "config/agents.yaml"

    @agent
    def researcher(self) -> Agent:
        return Agent(config=self.agents_config["researcher"])
`,
}

const rails = {
  'rails/config.yml': `models:
  - type: main
    engine: openai
    model: gpt-4o
rails:
  input:
    flows:
      - self check input
      - jailbreak detection heuristics
`,
}

const terraform = {
  'main.tf': `resource "aws_bedrock_guardrail" "chat" {
  name = "chat"
  content_policy_config {
    filters_config {
      type            = "HATE"
      input_strength  = "HIGH"
      output_strength = "HIGH"
    }
  }
}
`,
}

const sortedTerraform = {
  'main.tf': `resource "aws_bedrock_guardrail" "chat" {
  content_policy_config {
    filters_config {
      input_strength  = "HIGH"
      output_strength = "HIGH"
      type            = "HATE"
    }
    filters_config {
      input_strength  = "LOW"
      output_strength = "LOW"
      type            = "INSULTS"
    }
  }
  name = "chat"
}

variable "action" {
  type = "string"
}
`,
}

const card = {
  'agent-card.json': JSON.stringify(
    {
      name: 'Clause',
      version: '1.0.0',
      url: 'https://agent.acme.example/a2a',
      capabilities: {},
      skills: [{id: 'ask', name: 'Ask'}],
    },
    null,
    2,
  ),
}

const change = (name: string, before: Files, edits: readonly Edit[], ...expected: string[]) =>
  edited(name, before, edits, expected)

/** A workflow in which an agent reviews. */
const reviewed = (options: string): string => `on: push
jobs:
  review:
    runs-on: ubuntu-latest
    steps:
      - uses: anthropics/claude-code-action@v1
        with:
          prompt: Review this pull request and say what is wrong with it.
          claude_args: ${options}
`

/** An inference service of KServe. */
const served = (address: string): string => `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: fraud}
spec:
  predictor:
    model:
      modelFormat: {name: sklearn}
      storageUri: ${address}
`

/** Changes of configuration. */
export const settingChanges = [
  change('MCP: the version of a server', files, [['@1.0.0', '@1.1.0']], 'version-up files', 'version-up @acme/files'),
  change(
    'MCP: the package of a server',
    files,
    [['@acme/files@1.0.0', '@globex/files@1.0.0']],
    'mcp-command-changed files',
    'package-added @globex/files',
    'package-removed @acme/files',
  ),
  change('MCP: a wider folder', files, [['"/srv/docs"\n      ]', '"/"\n      ]']], 'mcp-command-changed files'),
  change(
    'MCP: another variable',
    files,
    [['"FILES_ROOT"', '"API_TOKEN": "${API_TOKEN}",\n        "FILES_ROOT"']],
    'credentials-changed files',
  ),
  change(
    'MCP: the value of a variable',
    files,
    [['"FILES_ROOT": "/srv/docs"', '"FILES_ROOT": "/"']],
    'settings-changed files',
  ),
  change(
    'MCP: the address of a server',
    remote,
    [['mcp.acme.example', 'mcp.globex.example']],
    'mcp-url-changed files',
    'permission-widened files',
    'permission-narrowed files',
  ),
  change(
    'MCP: scopes of a server',
    {
      '.gemini/settings.json': JSON.stringify(
        {mcpServers: {files: {httpUrl: 'https://mcp.acme.example/mcp', oauth: {enabled: true, scopes: ['read']}}}},
        null,
        2,
      ),
    },
    [['"read"', '"read", "write"']],
    'permission-widened files',
  ),
  change(
    'MCP: a tool runs without asking',
    server({command: 'npx', args: ['-y', '@acme/files@1.0.0'], alwaysAllow: []}),
    [['"alwaysAllow": []', '"alwaysAllow": ["write_file"]']],
    'permission-widened files',
  ),
  change(
    'MCP: a server is switched off',
    server({command: 'npx', args: ['@acme/files@1.0.0'], disabled: false}),
    [['false', 'true']],
    'permission-narrowed files',
  ),
  change(
    'what a skill may use',
    skill,
    [['allowed-tools: Read', 'allowed-tools: Read, Bash(*)']],
    'permission-widened .claude/skills/deploy/SKILL.md',
  ),
  change(
    'a skill may use a tool for whatever it likes: that is less of nothing',
    {'.claude/skills/run/SKILL.md': '---\nname: run\nallowed-tools: Bash(git:*)\n---\nRun it.\n'},
    [['Bash(git:*)', 'Bash(*)']],
    'permission-widened .claude/skills/run/SKILL.md',
  ),
  change(
    'an agent may use one tool of a server instead of all',
    {'.claude/settings.json': '{"permissions": {"allow": ["mcp__files"]}}'},
    [['mcp__files', 'mcp__files__read']],
    'permission-narrowed claude-code',
  ),
  change(
    'words of a skill',
    skill,
    [['run the tests', 'skip the tests']],
    'prompt-changed .claude/skills/deploy/SKILL.md',
  ),
  change(
    'tools of a subagent',
    reviewer,
    [['tools: Read', 'tools: Read, Bash']],
    'tools-changed reviewer',
    'permission-widened reviewer',
  ),
  change(
    'words of a rules file',
    {'CLAUDE.md': '# Rules\n\nAlways run the tests before you commit.\n'},
    [['Always', 'Never']],
    'prompt-changed CLAUDE.md',
  ),
  change('Compose: the digest of an image', compose, [['a1a1', 'b2b2']], 'content-changed vllm'),
  change('Compose: the model of a server', compose, [['acme/chat-small', 'globex/chat']], 'asset-replaced globex/chat'),
  change('Compose: the commit of a model', compose, [['1f1f1f', '2e2e2e']], 'revision-moved acme/chat-small'),
  change('Compose: the precision of a model', compose, [['awq', 'gptq']], 'quantization-changed acme/chat-small'),
  change(
    'Compose: the tag of an Ollama model',
    {'run.sh': '#!/bin/sh\nollama pull llama3.1:8b-instruct-q8_0\n'},
    [['q8_0', 'q2_K']],
    'version-changed llama3.1:8b-instruct-q2_K',
  ),
  change(
    'GitHub Actions: the tools of an agent',
    {'.github/workflows/review.yml': reviewed('--model claude-sonnet-4-5 --allowedTools Read')},
    [['Tools Read', 'Tools Read,Bash']],
    'tools-changed anthropics/claude-code-action',
  ),
  change(
    'GitHub Actions: the model of an agent',
    {'.github/workflows/review.yml': reviewed('--model claude-sonnet-4-5 --allowedTools Read')},
    [['sonnet', 'opus']],
    'asset-replaced claude-opus-4-5',
  ),
  change(
    'Helm: a model of another owner under the same name',
    {
      'values.yaml':
        'vllm:\n  image: {repository: vllm/vllm-openai, tag: v0.6.3}\n  extraArgs: ["--model=acme/Mistral-7B-Instruct-v0.3"]\n',
    },
    [['acme/', 'globex/']],
    'asset-replaced globex/Mistral-7B-Instruct-v0.3',
  ),
  change(
    'KServe: another bucket',
    {'service.yaml': served('s3://acme-models/fraud/v3')},
    [['acme-models', 'globex-models']],
    'asset-replaced s3://globex-models/fraud',
  ),
  change(
    'KServe: the folder of another version',
    {'service.yaml': served('s3://acme-models/fraud/v3')},
    [['fraud/v3', 'fraud/v4']],
    'version-up s3://acme-models/fraud',
  ),
  change('LiteLLM: the model behind a name', litellm, [['gpt-4o', 'gpt-4.1']], 'asset-replaced gpt-4.1'),
  change(
    'LiteLLM: the address behind a name',
    litellm,
    [['llm.acme.example', 'llm.globex.example']],
    'endpoint-changed openai',
  ),
  change('CrewAI: the goal of an agent', crew, [['Find every train', 'Invent a train']], 'prompt-changed researcher'),
  change(
    'CrewAI: the model of an agent',
    crew,
    [['gpt-4o', 'gpt-4.1']],
    'asset-replaced gpt-4.1',
    'uses-changed researcher',
  ),
  change(
    'a guardrail checks less',
    rails,
    [['      - jailbreak detection heuristics\n', '']],
    'settings-changed rails',
  ),
  change('Terraform: a guardrail checks less', terraform, [['"HIGH"', '"NONE"']], 'settings-changed chat'),
  change(
    'Terraform: a filter that says its type last is less strict',
    sortedTerraform,
    [['input_strength  = "HIGH"', 'input_strength  = "NONE"']],
    'settings-changed chat',
  ),
  change('Terraform: the type of a variable after a guardrail', sortedTerraform, [
    ['type = "string"', 'type = "number"'],
  ]),
  change(
    'the address of an agent card',
    card,
    [['agent.acme.example', 'agent.globex.example']],
    'endpoint-changed Clause',
  ),
  change(
    'a skill of an agent card',
    card,
    [['"id": "ask"', '"id": "pay"']],
    'tools-changed Clause',
    'content-changed Clause',
  ),
  change(
    'the address in an environment file',
    {'.env': 'OPENAI_BASE_URL=https://llm.acme.example/v1\n'},
    [['acme', 'globex']],
    'endpoint-changed openai',
  ),
  change(
    'the model in an environment file',
    {'.env': 'OPENAI_MODEL=gpt-4o\n'},
    [['gpt-4o', 'gpt-4.1']],
    'asset-replaced gpt-4.1',
  ),
  change(
    'the model of a workflow',
    {
      '.github/workflows/ask.yml': `on: push
jobs:
  ask:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/ai-inference@v1
        with:
          model: openai/gpt-4o
          prompt: Say hello
`,
    },
    [['gpt-4o', 'gpt-4.1']],
    'asset-replaced gpt-4.1',
  ),
]
