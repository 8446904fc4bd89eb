import {describe, expect, it} from 'vitest'
import type {Files} from '../../../support/detect.ts'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'

const script = (text: string): Files => ({'run.sh': `#!/bin/sh\n${text}\n`})
const python = (text: string): Files => ({'app.py': `${text}\n`})
const compose = (service: string, name = 'agent'): Files => ({
  'compose.yaml': `services:\n  ${name}:\n${service.replace(/^/gm, '    ')}\n`,
})
const pod = (image: string, path: string, more = ''): Files => ({
  'k8s/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: main\n      image: ${image}\n      volumeMounts: [{name: v, mountPath: /host${more}}]\n  volumes:\n    - {name: v, hostPath: {path: ${path}}}\n`,
})
const proxy = (options: string): Files =>
  python(`from autogen import UserProxyAgent\nu = UserProxyAgent(\n    "u",\n    ${options},\n)`)
const pyproject = (text: string): Files => ({'pyproject.toml': `[project]\nname = "a"\nversion = "1"\n${text}\n`})
const private_ = 'https://pypi.acme.dev/simple'
const source = (priority: string, name = 'acme'): string =>
  `[[tool.poetry.source]]\nname = "${name}"\nurl = "${private_}"\npriority = "${priority}"`

const found: Readonly<Record<string, readonly Case[]>> = {
  'auto-approved': [
    ['Claude Code in a script', script('claude --dangerously-skip-permissions -p "fix it"')],
    ['a line that goes on', script('codex exec \\\n  --yolo "fix it"')],
    ['a workflow', {'.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n      - run: gemini --yolo -p fix\n'}],
    [
      'arguments of an action',
      {
        '.github/workflows/a.yml':
          'jobs:\n  a:\n    steps:\n      - with:\n          claude_args: --dangerously-skip-permissions\n',
      },
    ],
    [
      'a template of a workflow, which is not YAML',
      {
        '.github/workflows/a.yml':
          'jobs:\n  a:\n    volumes: [{{ volumes }\n    steps:\n      - run: gemini --yolo -p fix\n',
      },
    ],
    ['a script of a package', {'package.json': '{"name":"a","scripts":{"fix":"codex --full-auto \\"fix it\\""}}'}],
    ['an image', {Dockerfile: 'FROM node:22\nCMD ["sh", "-c", "claude --dangerously-skip-permissions"]\n'}],
    [
      'an image below the root',
      {'deploy/Dockerfile': 'FROM node:22\nCMD ["sh", "-c", "claude --dangerously-skip-permissions"]\n'},
    ],
    ['codex that never asks', script('codex exec --ask-for-approval never "x"')],
    ['codex by a setting', script("codex exec -c approval_policy=never 'x'")],
    ['Amazon Q', script('q chat --no-interactive --trust-all-tools "x"')],
    ['the settings of aider', {'.aider.conf.yml': 'yes-always: true\n'}],
    [
      'an option of the Claude SDK',
      python(
        'from claude_agent_sdk import ClaudeAgentOptions\no = ClaudeAgentOptions(permission_mode="bypassPermissions")',
      ),
    ],
    [
      'an MCP tool of OpenAI',
      python(
        'from openai import OpenAI\nt = [{"type": "mcp", "server_url": "https://mcp.acme.dev", "require_approval": "never"}]',
      ),
    ],
    ['AutoGen that asks nobody', proxy('human_input_mode="NEVER", code_execution_config={"work_dir": "x"}')],
    [
      'settings of a container for development',
      {'.devcontainer/devcontainer.json': '{"customizations":{"vscode":{"settings":{"chat.tools.autoApprove":true}}}}'},
    ],
    ['every server of the project', {'.claude/settings.json': '{"enableAllProjectMcpServers": true}'}],
    ['opencode', {'opencode.json': '{"permission": {"bash": {"*": "allow"}}}'}],
    ['a profile of codex', {'.codex/config.toml': '[profiles.ci]\napproval_policy = "never"\n'}],
    ['Gemini by its settings', {'.gemini/settings.json': '{"general": {"defaultApprovalMode": "yolo"}}'}],
  ],
  'runs-anything': [
    ['AutoGen without a container', proxy('code_execution_config={"use_docker": False}')],
    [
      'dangerous code of LangChain',
      python(
        'from langchain_experimental.agents import create_pandas_dataframe_agent as c\na = c(llm, df, allow_dangerous_code=True)',
      ),
    ],
    ['a shell of LangChain', python('from langchain_community.tools import ShellTool\ntools = [ShellTool()]')],
    [
      'an interpreter of LangChain',
      python('from langchain_experimental.tools import PythonREPLTool\ntools = [PythonREPLTool()]'),
    ],
    [
      'the shell of Strands',
      python(
        'from strands import Agent\nfrom strands_tools import calculator, shell\na = Agent(tools=[calculator, shell])',
      ),
    ],
    [
      'the shell of Anthropic',
      python('from anthropic import Anthropic\ntools = [{"type": "bash_20250124", "name": "bash"}]'),
    ],
    [
      'CrewAI in unsafe mode',
      python(
        'from crewai import Agent\na = Agent(role="x", goal="y", backstory="z", allow_code_execution=True, code_execution_mode="unsafe")',
      ),
    ],
    [
      'a tool of its own that runs what it is given',
      python(
        'import subprocess\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n@mcp.tool()\ndef run(command: str) -> str:\n    return subprocess.run(command, shell=True, text=True).stdout',
      ),
    ],
  ],
  'remote-code-unpinned': [
    ['a flag of vLLM', script('vllm serve acme/m --trust-remote-code --host 127.0.0.1')],
    ['a setting of a training run', {'train.yaml': 'base_model: acme/m\ntrust_remote_code: true\nnum_epochs: 3\n'}],
    ['torch.hub', python('import torch\nm = torch.hub.load("acme/repo", "model")')],
  ],
  'remote-code': [
    [
      'a flag with a commit',
      script(
        'vllm serve acme/m --revision 8b3219a92973c328a8e22fadcfa821b5dc75636a --trust-remote-code --host 127.0.0.1',
      ),
    ],
  ],
  'dataset-runs-code': [
    ['a script of its own', python('from datasets import load_dataset\nload_dataset("./my_dataset.py")')],
  ],
  'sensitive-training-data': [
    [
      'a file that a trainer reads',
      python(
        'from datasets import load_dataset\nfrom transformers import Trainer\nd = load_dataset("json", data_files={"train": "data/support_tickets.jsonl"})\nTrainer(model=m, train_dataset=d).train()',
      ),
    ],
    [
      'an upload to tune a model',
      python(
        'from openai import OpenAI\nf = OpenAI().files.create(file=open("data/patients.jsonl", "rb"), purpose="fine-tune")',
      ),
    ],
  ],
  'container-socket': [
    ['an agent in Compose', compose('image: acme/coding:1\nvolumes: ["/var/run/docker.sock:/var/run/docker.sock"]')],
    [
      'a gateway of MCP',
      compose(
        'image: docker/mcp-gateway\nvolumes:\n  - type: bind\n    source: /var/run/docker.sock\n    target: /var/run/docker.sock',
        'tools',
      ),
    ],
    [
      'what has a key of a provider',
      compose('image: acme/x:1\nenvironment: [OPENAI_API_KEY]\nvolumes: ["/var/run/docker.sock:/s"]', 'worker'),
    ],
    ['an agent in a pod', pod('ghcr.io/all-hands-ai/openhands:0.9', '/var/run/docker.sock')],
  ],
  'whole-disk': [
    ['an agent in Compose', compose('image: acme/coding:1\nvolumes: ["/:/host:ro"]')],
    ['the home folder', compose('image: acme/coding:1\nvolumes: ["${HOME}:/home/agent"]')],
    ['an agent in a pod', pod('acme/llm-agent:1', '/')],
    [
      'files of LangChain',
      python(
        'from langchain_community.agent_toolkits import FileManagementToolkit\nt = FileManagementToolkit().get_tools()',
      ),
    ],
  ],
  'mixed-registries': [
    ['the settings of pip', {'pip.conf': `[global]\nextra-index-url = ${private_}\n`}],
    ['a variable of an image', {Dockerfile: `FROM python:3.12\nENV PIP_EXTRA_INDEX_URL=${private_}\n`}],
    ['a variable of a workflow', {'.github/workflows/a.yml': `env:\n  PIP_EXTRA_INDEX_URL: ${private_}\n`}],
    ['pip that is set up', script(`pip config set global.extra-index-url ${private_}`)],
    [
      'an unsafe strategy of uv',
      pyproject(`[tool.uv]\nindex-strategy = "unsafe-best-match"\nextra-index-url = ["${private_}"]`),
    ],
    [
      'an unsafe strategy and an index of uv',
      pyproject(
        `[tool.uv]\nindex-strategy = "unsafe-first-match"\n[[tool.uv.index]]\nname = "acme"\nurl = "${private_}"`,
      ),
    ],
    ['a supplemental source of Poetry', pyproject(source('supplemental'))],
    [
      'a primary source beside PyPI',
      pyproject(`[[tool.poetry.source]]\nname = "PyPI"\npriority = "primary"\n${source('primary')}`),
    ],
    [
      'a second source of Pipenv',
      {
        Pipfile: `[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n[[source]]\nname = "acme"\nurl = "${private_}"\n[packages]\nacme-llm = "*"\n`,
      },
    ],
  ],
  'public-weights': [
    [
      'a copy to a web server',
      {Dockerfile: 'FROM nginx:1.27\nCOPY models/own.safetensors /usr/share/nginx/html/own.safetensors\n'},
    ],
    [
      'an upload that everybody reads',
      script('aws s3 cp models/own.safetensors s3://acme/own.safetensors --acl public-read'),
    ],
    [
      'the same in code',
      python(
        'import boto3\nboto3.client("s3").upload_file("model.safetensors", "acme", "m", ExtraArgs={"ACL": "public-read"})',
      ),
    ],
    [
      'a bucket of weights',
      {
        'main.tf':
          'resource "aws_s3_bucket_acl" "models" {\n  bucket = aws_s3_bucket.models.id\n  acl    = "public-read"\n}\n',
      },
    ],
    [
      'a folder of a web server',
      {'nginx.conf': 'server {\n  location /weights/ {\n    alias /srv/models/;\n    autoindex on;\n  }\n}\n'},
    ],
    [
      'a push to the hub',
      python(
        'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("./out")\nmodel.push_to_hub("acme/own", private=False)',
      ),
    ],
  ],
}

const notFound: Readonly<Record<string, readonly Case[]>> = {
  'auto-approved': [
    ['a comment', script('# never run: claude --dangerously-skip-permissions')],
    ['a warning that is printed', script('echo "do not use codex --yolo here"')],
    ['a page about it', {'guide.md': 'Run `claude --dangerously-skip-permissions` in a container only.\n'}],
    [
      'another program with the flag',
      script('npm create vite@latest app -- --yolo\ncurl -y 5 -Y 1 https://gemini.example.com'),
    ],
    ['an agent that asks', script('claude -p "fix it"\ncodex exec --sandbox read-only "x"')],
    ['a test of it', {'tests/run.sh': 'claude --dangerously-skip-permissions -p x\n'}],
    [
      'a mode that asks',
      python('from claude_agent_sdk import ClaudeAgentOptions\no = ClaudeAgentOptions(permission_mode="default")'),
    ],
    ['AutoGen without code', proxy('human_input_mode="NEVER", code_execution_config=False')],
    [
      'an approval that is asked for',
      python('t = [{"type": "mcp", "server_url": "https://mcp.acme.dev", "require_approval": "always"}]'),
    ],
    [
      'opencode with one command',
      {'opencode.json': '{"permission": {"bash": {"git status": "allow", "*": "ask"}, "edit": "ask"}}'},
    ],
    ['one server of the project', {'.claude/settings.json': '{"enabledMcpjsonServers": ["docs"]}'}],
  ],
  'runs-anything': [
    [
      'a shell that asks',
      python('from langchain_community.tools import ShellTool\ntools = [ShellTool(ask_human_input=True)]'),
    ],
    [
      'a class of that name',
      python('from langchain.tools import BaseTool\nclass ShellTool(BaseTool):\n    name = "x"'),
    ],
    ['AutoGen in a container', proxy('code_execution_config={"use_docker": True}')],
    [
      'code that is not allowed',
      python(
        'from langchain_experimental.agents import create_pandas_dataframe_agent as c\na = c(llm, df, allow_dangerous_code=False)',
      ),
    ],
    [
      'a tool that runs one program',
      python(
        'import subprocess\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n@mcp.tool()\ndef log(path: str) -> str:\n    return subprocess.run(["git", "log", "--", path], text=True).stdout',
      ),
    ],
  ],
  'remote-code-unpinned': [
    ['a flag that is off', script('python serve.py --model acme/m --trust-remote-code=false')],
    ['a comment', {'train.yaml': 'base_model: acme/m\n# trust_remote_code: true\nnum_epochs: 3\n'}],
    ['a setting that is off', {'train.yaml': 'base_model: acme/m\ntrust_remote_code: false\nnum_epochs: 3\n'}],
    ['torch.hub of a folder', python('import torch\nm = torch.hub.load("acme/repo", "model", source="local")')],
  ],
  'dataset-runs-code': [['data', python('from datasets import load_dataset\nload_dataset("./data.jsonl")')]],
  'sensitive-training-data': [
    [
      'a file that is evaluated on',
      python(
        'from datasets import load_dataset\nd = load_dataset("json", data_files="data/support_tickets.jsonl")\nprint(evaluate(m, d))',
      ),
    ],
    [
      'plain records',
      python(
        'from openai import OpenAI\nf = OpenAI().files.create(file=open("data/faq.jsonl", "rb"), purpose="fine-tune")',
      ),
    ],
    [
      'a file for an assistant',
      python(
        'from openai import OpenAI\nf = OpenAI().files.create(file=open("data/patients.jsonl", "rb"), purpose="assistants")',
      ),
    ],
  ],
  'container-socket': [
    [
      'what manages containers',
      compose('image: portainer/agent:2.19\nvolumes: ["/var/run/docker.sock:/var/run/docker.sock"]'),
    ],
    [
      'a proxy of the web',
      compose('image: traefik:v3\nvolumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]', 'proxy'),
    ],
    [
      'an agent of monitoring',
      compose('image: gcr.io/datadoghq/agent:7\nvolumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]', 'datadog'),
    ],
    ['an agent without it', compose('image: acme/coding:1\nvolumes: ["./work:/work"]')],
  ],
  'whole-disk': [
    [
      'a folder of the project',
      compose('image: acme/coding:1\nvolumes: [".:/work", "data:/data", "~/.cache/huggingface:/cache"]'),
    ],
    [
      'files of one folder',
      python(
        'from langchain_community.agent_toolkits import FileManagementToolkit\nt = FileManagementToolkit(root_dir="./work").get_tools()',
      ),
    ],
    ['an exporter', compose('image: prom/node-exporter:v1\nvolumes: ["/:/host:ro"]', 'node-exporter')],
    ['a folder of a pod', pod('acme/llm-agent:1', '/srv/models')],
  ],
  'mixed-registries': [
    ['one index', {'pip.conf': `[global]\nindex-url = ${private_}\n`}],
    ['the index of a vendor', {'pip.conf': '[global]\nextra-index-url = https://download.pytorch.org/whl/cpu\n'}],
    ['uv, which asks one index', pyproject(`[tool.uv]\nextra-index-url = ["${private_}"]`)],
    ['an explicit source of Poetry', pyproject(source('explicit'))],
    ['a source that stands for PyPI', pyproject(source('primary'))],
    [
      'a source that packages name',
      {
        Pipfile: `[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n[[source]]\nname = "acme"\nurl = "${private_}"\n[packages]\nacme-llm = {version = "*", index = "acme"}\n`,
      },
    ],
    [
      'a scope of npm',
      {
        '.npmrc': '@acme:registry=https://npm.acme.dev\n',
        'package.json': '{"name":"a","dependencies":{"@acme/llm":"1.0.0"}}',
      },
    ],
    ['a comment', {Dockerfile: `FROM python:3.12\n# ENV PIP_EXTRA_INDEX_URL=${private_}\n`}],
  ],
  'public-weights': [
    ['a copy of a page', {Dockerfile: 'FROM nginx:1.27\nCOPY dist/ /usr/share/nginx/html/\n'}],
    ['an upload of pages', script('aws s3 sync dist s3://acme-site --acl public-read')],
    ['a private upload', script('aws s3 cp models/own.safetensors s3://acme/own.safetensors')],
    [
      'a bucket of pages',
      {
        'main.tf':
          'resource "aws_s3_bucket_acl" "site" {\n  bucket = aws_s3_bucket.site.id\n  acl    = "public-read"\n}\n',
      },
    ],
    [
      'a folder that asks who is there',
      {'nginx.conf': 'server {\n  location /weights/ {\n    auth_basic "models";\n    alias /srv/models/;\n  }\n}\n'},
    ],
    [
      'a private repository',
      python(
        'from transformers import AutoModel\nmodel = AutoModel.from_pretrained("./out")\nmodel.push_to_hub("acme/own", private=True)',
      ),
    ],
    ['a push of a tokenizer', python('tokenizer.push_to_hub("acme/own")')],
  ],
}

describe('hazards', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })

  it('shows the line, and keeps the fingerprint when lines move', async () => {
    const [before] = (await checkFiles(script('claude --dangerously-skip-permissions'))).findings
    const [after] = (await checkFiles(script('\n\nclaude --dangerously-skip-permissions'))).findings
    expect(before?.place).toEqual({path: 'run.sh', line: 2})
    expect(after?.place).toEqual({path: 'run.sh', line: 4})
    expect(after?.fingerprint).toBe(before?.fingerprint)
  })
})
