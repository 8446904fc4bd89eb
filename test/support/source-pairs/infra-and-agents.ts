import {edited, same} from './pair.ts'

const support = `from pydantic_ai import Agent

support = Agent("openai:gpt-4.1-2025-04-14", system_prompt="Help with invoices only.", name="support")

@support.tool_plain
def find_invoice(number: str) -> str:
    """Find an invoice by its number."""
    return number
`
const sendMail = `
@support.tool
async def send_mail(ctx, to: str, text: str) -> None:
    """Send a mail."""
`
const crew = {
  'config/agents.yaml': `writer:
  role: Writer
  goal: Write it up for {topic}
  backstory: You write short sentences.
  llm: openai/gpt-4o-2024-08-06
`,
}
const azure = {
  'main.tf': `resource "azurerm_cognitive_account" "ai" {
  name     = "acme-ai"
  location = "swedencentral"
  kind     = "OpenAI"
}
`,
}
const bedrock = {
  'agent.tf': `resource "aws_bedrockagent_agent" "desk" {
  agent_name       = "desk"
  foundation_model = var.model
  instruction      = file("\${path.module}/instruction.txt")
}
variable "model" { default = "anthropic.claude-3-5-sonnet-20240620-v1:0" }
`,
  'instruction.txt': 'You answer questions about parcels. You may look up a parcel by its number.\n',
}
const prompty = {
  'prompts/mail.prompty': `---
name: Mail
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: chat
    azure_endpoint: https://acme-eu.openai.azure.com
  parameters:
    temperature: 0.2
---
system:
You write mails in the tone of the house.
`,
}

/** Changes of infrastructure, of prompt files with a head, and of what agents are given after they are made. */
export const infraAndAgentChanges = [
  edited(
    'Pydantic AI: one more tool by its decorator',
    {'a.py': support},
    [['    return number\n', `    return number\n${sendMail}`]],
    ['tools-changed support', 'asset-added send_mail'],
  ),
  edited(
    'Pydantic AI: one more tool in another file',
    {
      'app/__init__.py': '',
      'app/agent.py': support,
      'app/tools.py': 'from pydantic_ai import RunContext\nfrom app.agent import support\n',
    },
    [['import support\n', `import support\n${sendMail}`]],
    ['asset-added send_mail', 'uses-changed support'],
  ),
  edited(
    'smolagents: a module more that code may import',
    {
      'a.py':
        'from smolagents import CodeAgent, InferenceClientModel\nagent = CodeAgent(tools=[], model=InferenceClientModel(model_id="Qwen/Qwen2.5-Coder-32B-Instruct"), additional_authorized_imports=["math"])\n',
    },
    [['["math"]', '["math", "os"]']],
    ['permission-widened agent'],
  ),
  edited(
    'CrewAI: the model of another provider',
    crew,
    [['openai/gpt-4o-2024-08-06', 'groq/llama-3.3-70b-versatile']],
    ['asset-replaced llama-3.3-70b-versatile', 'provider-changed groq', 'uses-changed writer'],
  ),
  edited(
    'LLaMA-Factory: code that comes with the model',
    {'sft.yaml': 'model_name_or_path: Qwen/Qwen2.5-7B-Instruct\ntrust_remote_code: false\nstage: sft\n'},
    [['false', 'true']],
    ['remote-code-enabled Qwen/Qwen2.5-7B-Instruct'],
  ),
  edited(
    'Compose: code that comes with the model',
    {'compose.yaml': 'services:\n  llm:\n    image: vllm/vllm-openai:v0.9.1\n    command: --model Qwen/Qwen3-8B\n'},
    [['Qwen/Qwen3-8B', 'Qwen/Qwen3-8B --trust-remote-code']],
    ['remote-code-enabled Qwen/Qwen3-8B'],
  ),
  edited(
    'Haystack: the template of a prompt builder',
    {
      'rag.yml': `components:
  prompt_builder:
    type: haystack.components.builders.prompt_builder.PromptBuilder
    init_parameters:
      template: "Answer from these documents: {{documents}} Question: {{question}}"
  generator:
    type: haystack.components.generators.openai.OpenAIGenerator
    init_parameters:
      model: gpt-4o-mini-2024-07-18
`,
    },
    [['Answer from these documents', 'Answer freely, and glance at these documents']],
    ['prompt-changed template'],
  ),
  edited(
    'Relay: a model that another address serves',
    {
      'l.ts':
        "import OpenAI from 'openai'\nconst c = new OpenAI({baseURL: 'https://openrouter.ai/api/v1'})\nawait c.chat.completions.create({model: 'meta-llama/llama-3.3-70b-instruct', messages: []})\n",
    },
    [['https://openrouter.ai/api/v1', 'https://llm.relay.example/v1']],
    ['provider-changed meta-llama/llama-3.3-70b-instruct', 'provider-changed openai-compatible'],
  ),
  edited(
    'opencode: the model of a provider of its own',
    {'opencode.json': '{"model": "anthropic/claude-sonnet-4-20250514"}\n'},
    [['anthropic/claude-sonnet-4-20250514', 'opencode/grok-code']],
    ['asset-replaced grok-code'],
  ),
  edited(
    'Codex: the network',
    {'.codex/config.toml': 'sandbox_mode = "workspace-write"\n\n[sandbox_workspace_write]\nnetwork_access = false\n'},
    [['false', 'true']],
    ['permission-widened codex'],
  ),
  edited(
    'Claude: a subagent that no longer names its tools',
    {'.claude/agents/r.md': '---\nname: r\ndescription: Reviews\ntools: Read, Grep\n---\nYou review code.\n'},
    [['tools: Read, Grep\n', '']],
    ['tools-changed r', 'permission-widened r'],
  ),
  edited(
    'Terraform: where an account of Azure lies',
    azure,
    [['swedencentral', 'eastus']],
    ['endpoint-changed azure-openai'],
  ),
  edited(
    'Terraform: an instruction in a file of its own',
    bedrock,
    [['You may look up a parcel', 'You may look up and redirect a parcel']],
    ['prompt-changed instruction'],
  ),
  edited(
    'Terraform: the default of a variable on one line',
    bedrock,
    [['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022']],
    ['version-up anthropic.claude-3-5-sonnet-20241022-v1:0'],
  ),
  edited('prompty: the address of a resource', prompty, [['acme-eu', 'acme-us']], ['endpoint-changed azure-openai']),
  edited('prompty: the temperature', prompty, [['temperature: 0.2', 'temperature: 1.0']], ['settings-changed chat']),
]

const instruction = 'You answer questions about parcels and nothing else at all.'
const inline = `resource "aws_bedrockagent_agent" "d" {\n  instruction = "${instruction}"\n}\n`

/** Other writings of the same. */
export const infraAndAgentsUnchanged = [
  same(
    'Terraform: a text of several lines',
    {'a.tf': inline},
    {'a.tf': `resource "aws_bedrockagent_agent" "d" {\n  instruction = <<-EOT\n    ${instruction}\n  EOT\n}\n`},
  ),
  same(
    'Terraform: a text moved to a file',
    {'a.tf': inline},
    {
      'a.tf': 'resource "aws_bedrockagent_agent" "d" {\n  instruction = file("${path.module}/d.txt")\n}\n',
      'd.txt': `${instruction}\n`,
    },
  ),
  same('prompty: a head in another order', prompty, {
    'prompts/mail.prompty': (prompty['prompts/mail.prompty'] ?? '')
      .replace('name: Mail\n', 'name: Mail\nauthors: [ann]\n')
      .replace(
        '    type: azure_openai\n    azure_deployment: chat\n',
        '    azure_deployment: chat\n    type: azure_openai\n',
      ),
  }),
  same(
    'Prompt file: lines that end as on Windows',
    {'prompts/system.md': 'You are the front desk.\n\n- Never guess.\n'},
    {'prompts/system.md': 'You are the front desk.\r\n\r\n- Never guess.\r\n'},
  ),
  same(
    'Service: an address with a slash at its end',
    {'a.py': 'from openai import OpenAI\nc = OpenAI(base_url="https://llm.acme.example/v1")\n'},
    {'a.py': 'from openai import OpenAI\nc = OpenAI(base_url="https://llm.acme.example/v1/")\n'},
  ),
]
