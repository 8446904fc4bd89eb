import {same} from './pair.ts'

const python = `from openai import OpenAI

SYSTEM_PROMPT = "You are a careful support assistant. Never promise a refund."
client = OpenAI(base_url="https://llm.acme.example/v1")


def answer(question):
    return client.chat.completions.create(
        model="gpt-4o",
        temperature=0.2,
        messages=[{"role": "system", "content": SYSTEM_PROMPT}, {"role": "user", "content": question}],
    )


def embed(text):
    return client.embeddings.create(model="text-embedding-3-small", input=text)
`
const typescript = `import {openai} from '@ai-sdk/openai'
import {generateText} from 'ai'

export const answer = (prompt: string) =>
  generateText({model: openai('gpt-4o'), system: 'You are a careful support assistant.', prompt})
`
const servers = {
  files: {command: 'npx', args: ['-y', '@acme/files@1.0.0', '/srv/docs'], env: {ROOT: '/srv', API_TOKEN: '${T}'}},
  web: {type: 'http', url: 'https://mcp.acme.example/mcp'},
}
const compose = `services:
  llm:
    image: vllm/vllm-openai:v0.6.0
    command: --model acme/chat-small --quantization awq
    environment:
      HF_TOKEN: \${HF_TOKEN}
  app:
    image: acme/app:1.0
    environment:
      OPENAI_BASE_URL: http://llm:8000/v1
`
const notebook = (count: number | null, outputs: object[]): string =>
  JSON.stringify({
    cells: [
      {
        cell_type: 'code',
        execution_count: count,
        metadata: {},
        outputs,
        source: ['from openai import OpenAI\n', 'OpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'],
      },
    ],
    metadata: {language_info: {name: 'python'}},
    nbformat: 4,
    nbformat_minor: 5,
  })
const [first = '', second = ''] = python.split('\n\n\ndef embed')
const swapped = `${first.split('\n\n\ndef answer')[0]}\n\n\ndef embed${second}\n\ndef answer${first.split('\n\n\ndef answer')[1]}\n`
const skill = (head: string): string => `---\n${head}\n---\nBuild the service, run the tests and deploy it.\n`
const lock = (indent: number, isTurned: boolean): string => {
  const packages = [
    ['', {name: 'app', version: '1.0.0', dependencies: {ai: '4.0.0', openai: '4.1.0'}}],
    [
      'node_modules/ai',
      {
        version: '4.0.0',
        resolved: 'https://registry.npmjs.org/ai/-/ai-4.0.0.tgz',
        integrity: `sha512-${'A'.repeat(86)}==`,
      },
    ],
    [
      'node_modules/openai',
      {
        version: '4.1.0',
        resolved: 'https://registry.npmjs.org/openai/-/openai-4.1.0.tgz',
        integrity: `sha512-${'B'.repeat(86)}==`,
      },
    ],
  ] as const
  return JSON.stringify(
    {
      name: 'app',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: Object.fromEntries(isTurned ? [...packages].reverse() : packages),
    },
    null,
    indent,
  )
}
const manifest = JSON.stringify({name: 'app', version: '1.0.0', dependencies: {ai: '4.0.0', openai: '4.1.0'}})

/** Other writings of the same thing. */
export const unchanged = [
  same('functions in another order', {'app.py': python}, {'app.py': swapped}),
  same(
    'lines that moved',
    {'app.py': python},
    {'app.py': `# Support\n\n\n${python.replaceAll('\n\n\n', '\n\n\n\n\n')}`},
  ),
  same('other quotes', {'app.py': python}, {'app.py': python.replaceAll('"', "'")}),
  same(
    'comments',
    {'app.py': python},
    {'app.py': python.replace('    return client.chat', '    # gpt-4.1 was slower\n    return client.chat')},
  ),
  same('a variable with another name', {'app.py': python}, {'app.py': python.replaceAll('client', 'api')}),
  same(
    'a constant with another name',
    {'app.py': python},
    {'app.py': python.replaceAll('SYSTEM_PROMPT', 'SUPPORT_PROMPT')},
  ),
  same('a file that moved', {'app.py': python}, {'src/support/answers.py': python}),
  same(
    'an import by another name',
    {'app.py': python},
    {'app.py': python.replace('import OpenAI', 'import OpenAI as Client').replace('= OpenAI(', '= Client(')},
  ),
  same(
    'an import of the module',
    {'app.py': python},
    {'app.py': python.replace('from openai import OpenAI', 'import openai').replace('= OpenAI(', '= openai.OpenAI(')},
  ),
  same(
    'a name that becomes a constant',
    {'app.py': python},
    {'app.py': python.replace('client = ', 'MODEL = "gpt-4o"\nclient = ').replace('model="gpt-4o"', 'model=MODEL')},
  ),
  same(
    'arguments in another order',
    {'app.py': python},
    {
      'app.py': python.replace(
        '        model="gpt-4o",\n        temperature=0.2,\n',
        '        temperature=0.2,\n        model="gpt-4o",\n',
      ),
    },
  ),
  same(
    'a text that is written in two parts',
    {'app.py': python},
    {
      'app.py': python.replace(
        '"You are a careful support assistant. Never promise a refund."',
        '(\n    "You are a careful support assistant. "\n    "Never promise a refund."\n)',
      ),
    },
  ),
  same(
    'a formatter that joins lines',
    {'app.py': python},
    {
      'app.py': python
        .replace(/create\(\n\s+model/, 'create(model')
        .replace('temperature=0.2,\n        messages', 'temperature=0.2, messages'),
    },
  ),
  same('line ends of another system', {'app.py': python}, {'app.py': python.replaceAll('\n', '\r\n')}),
  same(
    'types that are written now',
    {'app.py': python},
    {'app.py': python.replace('(question):', '(question: str) -> object:')},
  ),
  same(
    'TypeScript: other quotes and layout',
    {'a.ts': typescript},
    {
      'a.ts': typescript
        .replaceAll("'", '"')
        .replace('({model', '({\n    model')
        .replace(', prompt}', ',\n    prompt,\n  }'),
    },
  ),
  same(
    'TypeScript: a template text',
    {'a.ts': typescript},
    {'a.ts': typescript.replace("'You are a careful support assistant.'", '`You are a careful support assistant.`')},
  ),
  same(
    'TypeScript: an import by another name',
    {'a.ts': typescript},
    {'a.ts': typescript.replace('{openai}', '{openai as provider}').replace("openai('", "provider('")},
  ),
  same(
    'TypeScript that becomes JavaScript',
    {'a.ts': typescript},
    {'a.js': typescript.replace('(prompt: string)', 'prompt')},
  ),
  same(
    'Go: a formatter',
    {
      'a.go':
        'package main\nimport openai "github.com/sashabaranov/go-openai"\nvar r = openai.ChatCompletionRequest{Model:"gpt-4o"}\n',
    },
    {
      'a.go':
        'package main\n\nimport (\n\topenai "github.com/sashabaranov/go-openai"\n)\n\nvar r = openai.ChatCompletionRequest{\n\tModel: "gpt-4o",\n}\n',
    },
  ),
  same(
    'Java: a builder in another order',
    {
      'A.java':
        'import dev.langchain4j.model.openai.OpenAiChatModel;\nclass A { OpenAiChatModel m = OpenAiChatModel.builder().modelName("gpt-4o").apiKey(k).build(); }\n',
    },
    {
      'A.java':
        'import dev.langchain4j.model.openai.OpenAiChatModel;\n\nclass A {\n  OpenAiChatModel m = OpenAiChatModel.builder()\n      .apiKey(k)\n      .modelName("gpt-4o")\n      .build();\n}\n',
    },
  ),
  same(
    'MCP: keys in another order',
    {'.mcp.json': JSON.stringify({mcpServers: servers})},
    {
      '.mcp.json': JSON.stringify(
        {
          mcpServers: {
            web: servers.web,
            files: {env: {API_TOKEN: '${T}', ROOT: '/srv'}, args: servers.files.args, command: 'npx'},
          },
        },
        null,
        4,
      ),
    },
  ),
  same(
    'MCP: a file of another tool',
    {'.mcp.json': JSON.stringify({mcpServers: servers})},
    {'.cursor/mcp.json': JSON.stringify({mcpServers: servers}, null, 2)},
  ),
  same(
    'Compose: order, quotes and comments',
    {'compose.yaml': compose},
    {
      'compose.yaml': `# stack\nservices:\n  app:\n    environment: {OPENAI_BASE_URL: "http://llm:8000/v1"}\n    image: 'acme/app:1.0'\n  llm:\n    environment: {HF_TOKEN: "\${HF_TOKEN}"}\n    command: ["--model", "acme/chat-small", "--quantization", "awq"]\n    image: vllm/vllm-openai:v0.6.0\n`,
    },
  ),
  same(
    'Compose: an anchor',
    {'compose.yaml': compose},
    {
      'compose.yaml': compose
        .replace('services:', 'x-model: &model --model acme/chat-small --quantization awq\nservices:')
        .replace('command: --model acme/chat-small --quantization awq', 'command: *model'),
    },
  ),
  same('Compose: another name of the file', {'compose.yaml': compose}, {'docker-compose.yml': compose}),
  same(
    'a notebook that ran again',
    {'a.ipynb': notebook(null, [])},
    {'a.ipynb': notebook(7, [{output_type: 'stream', name: 'stdout', text: ['gpt-4.1 is fine\n']}])},
  ),
  same(
    'requirements in another order',
    {'requirements.txt': 'openai==1.2.0\ntransformers==4.40.0\n'},
    {'requirements.txt': '# AI\ntransformers==4.40.0\nopenai == 1.2.0  # client\n'},
  ),
  same(
    'a lock file that was written again',
    {'package.json': manifest, 'package-lock.json': lock(2, false)},
    {'package.json': manifest, 'package-lock.json': lock(4, true)},
  ),
  same(
    'a skill whose head is written differently',
    {
      '.claude/skills/deploy/SKILL.md': skill(
        'name: deploy\ndescription: Deploys the service\nallowed-tools: Read, Grep',
      ),
    },
    {
      '.claude/skills/deploy/SKILL.md': skill(
        'description: "Deploys the service"\nname: deploy\nallowed-tools:\n  - Grep\n  - Read',
      ),
    },
  ),
  same(
    'a prompt that moved',
    {'prompts/support.md': 'You are a careful support assistant. Never promise a refund.\n'},
    {'app/prompts/support.md': 'You are a careful support assistant. Never promise a refund.\n'},
  ),
  same(
    'a route of a proxy on one line, and by an anchor',
    {
      'litellm.yaml':
        'model_list:\n  - model_name: a\n    litellm_params: {model: azure/gpt-4o, api_base: https://acme.openai.azure.com}\n',
    },
    {
      'litellm.yaml':
        'x: &route\n  model: "azure/gpt-4o"\n  api_base: \'https://acme.openai.azure.com\'\nmodel_list:\n  - model_name: a\n    litellm_params: *route\n',
    },
  ),
]
