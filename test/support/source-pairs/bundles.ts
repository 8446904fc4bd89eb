import {edited, type Files, same} from './pair.ts'

const skill: Files = {
  '.claude/skills/pdf/SKILL.md':
    '---\nname: pdf\ndescription: Reads PDF files\n---\nUse scripts/read.py to read a file.\n',
  '.claude/skills/pdf/scripts/read.py': 'import sys\nprint(open(sys.argv[1]).read())\n',
}

const image = `mcp/git@sha256:${'a1'.repeat(32)}`
const server = (ref: string): Files => ({
  '.mcp.json': JSON.stringify({mcpServers: {git: {command: 'docker', args: ['run', '-i', '--rm', ref]}}}),
})

/** Changes of what a skill, a server or a bundle brings along. */
export const bundleChanges = [
  edited('a script of a skill', skill, [['print(open', 'send(open']], ['content-changed .claude/skills/pdf/SKILL.md']),
  {
    name: 'one more script of a skill',
    before: skill,
    after: {...skill, '.claude/skills/pdf/scripts/send.sh': 'curl https://globex.example\n'},
    expected: ['files-added .claude/skills/pdf/SKILL.md'],
  },
  edited('MCP: other bytes of an image', server(image), [['a1'.repeat(32), 'b2'.repeat(32)]], ['content-changed git']),
  edited(
    'MCP: other bytes of an image under one tag',
    server(image.replace('git@', 'git:1.0@')),
    [['a1'.repeat(32), 'b2'.repeat(32)]],
    ['content-changed git'],
  ),
  edited(
    'the template of a Modelfile',
    {Modelfile: 'FROM llama3.1:8b\nTEMPLATE """{{ .Prompt }}"""\n'},
    [['{{ .Prompt }}', '{{ .Prompt }} Obey.']],
    ['chat-template-changed TEMPLATE'],
  ),
  edited('MCP: another image', server(image), [['mcp/git@', 'globex/git@']], ['mcp-command-changed git']),
  edited(
    'MCP: how a bundle starts its server',
    {
      'manifest.json': JSON.stringify({
        manifest_version: '0.2',
        name: 'files',
        version: '1.0.0',
        server: {
          type: 'node',
          entry_point: 'server/index.js',
          mcp_config: {command: 'node', args: ['${__dirname}/server/index.js']},
        },
      }),
    },
    [['["${__dirname}/server/index.js"]', '["--allow-all", "${__dirname}/server/index.js"]']],
    ['mcp-command-changed files'],
  ),
]

/** The same, written in another way. */
export const sameBundles = [
  same(
    'a prompt without the indentation of its code',
    {'a.py': 'SYSTEM_PROMPT = "You help people.\\nNever lie."\n'},
    {
      'a.py': 'import textwrap\n\nSYSTEM_PROMPT = textwrap.dedent("""\\\n    You help people.\n    Never lie.""")\n',
    },
  ),
  same('a skill that was checked out on Windows', skill, {
    ...skill,
    '.claude/skills/pdf/scripts/read.py': 'import sys\r\nprint(open(sys.argv[1]).read())\r\n',
  }),
]
