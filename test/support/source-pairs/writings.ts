import {edited, type Files, same} from './pair.ts'

const dspy = {
  'prog.py': `import dspy

lm = dspy.LM("ollama_chat/llama3.2:3b", api_base="http://localhost:11434")
`,
}

const helm = {
  'chart/values.yaml': `llm:
  provider: openai
  model: gpt-4.1
  baseUrl: https://gateway.acme.example/v1
`,
}

const mcp = (...args: readonly string[]): Files => ({
  '.mcp.json': JSON.stringify({mcpServers: {files: {command: 'npx', args}}}),
})
const files = '@modelcontextprotocol/server-filesystem@2025.8.21'

const settings = {'.claude/settings.json': JSON.stringify({permissions: {allow: ['Bash(npm test:*)']}})}

const bomOf = (count: string): Files => ({
  'bom.json': JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        type: 'machine-learning-model',
        'bom-ref': 'm',
        name: 'acme/m',
        version: '1',
        properties: [{name: 'cdx:ai-ml:model:parameter:count', value: count}],
      },
    ],
  }),
})

/** Addresses beside a model whose name says who runs it, permissions that are part of others, and counts as people write them. */
export const writingChanges = [
  edited(
    'DSPy: the address of a model',
    dspy,
    [['http://localhost:11434', 'https://llm.acme.example']],
    ['data-flow-changed ollama', 'endpoint-changed ollama'],
  ),
  edited('Helm: the address beside a provider', helm, [['gateway.acme', 'gateway.other']], ['endpoint-changed openai']),
  same('npx: -y and --yes', mcp('-y', files, './docs'), mcp('--yes', files, './docs')),
  edited(
    'settings: a command without further arguments',
    settings,
    [['npm test:*', 'npm test']],
    ['permission-narrowed claude-code'],
  ),
  edited(
    'settings: a command with any arguments',
    {'.claude/settings.json': settings['.claude/settings.json'].replace(':*', '')},
    [['npm test', 'npm test:*']],
    ['permission-widened claude-code'],
  ),
  {
    name: 'MCP: the whole disk in place of a folder',
    before: mcp('-y', files, './docs'),
    after: mcp('-y', files, '/'),
    expected: ['mcp-command-changed files', 'permission-widened files'],
  },
  {
    name: 'BOM: another number of parameters',
    before: bomOf('110M'),
    after: bomOf('340M'),
    expected: ['parameters-changed acme/m'],
  },
  same('BOM: a number of parameters that is rounded', bomOf('109482240'), bomOf('110M')),
]
