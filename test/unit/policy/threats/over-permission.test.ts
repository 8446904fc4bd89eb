import {describe, expect, it} from 'vitest'
import type {Files} from '../../../support/detect.ts'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'

function servers(entries: object): Files {
  return {'.mcp.json': JSON.stringify({mcpServers: entries}, null, 2)}
}

function claude(permissions: object): Files {
  return {'.claude/settings.json': JSON.stringify({permissions})}
}

/** A tool that calls what makes the client. */
function engineTool(client: string): {readonly 'a.py': string} {
  return {
    'a.py': `import docker
from langchain_core.tools import tool

client = ${client}


@tool
def list_containers(name: str) -> str:
    """List the containers of this name."""
    return client.containers.list(filters={"name": name})
`,
  }
}

const filesystem = '@modelcontextprotocol/server-filesystem@2025.3.28'
const docker = (...words: string[]) => ({x: {command: 'docker', args: ['run', ...words, 'acme/mcp:1.2.3']}})

const found: Readonly<Record<string, readonly Case[]>> = {
  'mcp-unpinned': [
    ['npx -y without a version', servers({x: {command: 'npx', args: ['-y', '@acme/mcp']}})],
    ['npx with a range', servers({x: {command: 'npx', args: ['-y', '@acme/mcp@^1']}})],
    ['npx with latest', servers({x: {command: 'npx', args: ['@acme/mcp@latest']}})],
    [
      'code that starts it',
      {
        'a.py':
          'from mcp import StdioServerParameters\np = StdioServerParameters(command="npx", args=["-y", "@acme/mcp"])\n',
      },
    ],
    ['uvx', servers({x: {command: 'uvx', args: ['acme-mcp']}})],
    ['an image without a tag', servers({x: {command: 'docker', args: ['run', '-i', 'acme/mcp']}})],
    [
      'a repository at its branch',
      servers({x: {command: 'uvx', args: ['--from', 'git+https://github.com/acme/mcp@main', 'mcp']}}),
    ],
  ],
  'whole-disk': [
    ['a file server for the root', servers({x: {command: 'npx', args: ['-y', filesystem, '/']}})],
    ['a file server for a home folder', servers({x: {command: 'npx', args: ['-y', filesystem, '/Users/me']}})],
    ['a file server for the home variable', servers({x: {command: 'npx', args: ['-y', filesystem, '$' + '{HOME}']}})],
    ['a mount of the root, read-only', servers(docker('-v', '/:/host:ro'))],
    ['a mount of a drive', servers(docker('-v', 'C:\\:/host'))],
  ],
  'container-socket': [
    ['a mount by -v', servers(docker('-v', '/var/run/docker.sock:/var/run/docker.sock'))],
    ['a mount by --mount', servers(docker('--mount', 'type=bind,src=/run/user/1000/podman/podman.sock,dst=/s'))],
    ['a tool that uses the client of the engine', engineTool('docker.from_env()')],
    ['a tool that names the socket', engineTool('docker.DockerClient(base_url="unix:///var/run/docker.sock")')],
    [
      'a tool of JavaScript',
      {
        'a.ts': `import Docker from 'dockerode'\nimport {tool} from 'ai'\n\nconst docker = new Docker()\nexport const run = tool({description: 'Run an image', execute: async ({image}) => docker.run(image, [], null)})\n`,
      },
    ],
  ],
  'auto-approved': [
    ['bypassPermissions', claude({defaultMode: 'bypassPermissions'})],
    ['Bash as a whole', claude({allow: ['Bash']})],
    ['Bash with any argument', claude({allow: ['Bash(*)']})],
    ['a shell with any script', claude({allow: ['Bash(bash -c:*)']})],
    ['a server whose tools are all trusted', servers({x: {command: 'node', args: ['s.js'], alwaysAllow: true}})],
    [
      'a skill that may run anything',
      {'skills/x/SKILL.md': '---\nname: x\ndescription: does x\nallowed-tools: Bash\n---\nDo x.\n'},
    ],
    ['codex that never asks', {'.codex/config.toml': 'approval_policy = "never"\n'}],
  ],
  'credentials-passed': [
    ['a server of any version', servers({x: {command: 'npx', args: ['-y', '@acme/mcp'], env: {ACME_TOKEN: '$'}}})],
    [
      'a server that is reached without encryption',
      servers({x: {url: 'http://mcp.acme.dev/mcp', headers: {Authorization: 'Bearer $' + '{ACME_TOKEN}'}}}),
    ],
    [
      'a server whose name only begins like this machine',
      servers({x: {url: 'http://127.acme.dev/mcp', headers: {Authorization: 'Bearer $' + '{ACME_TOKEN}'}}}),
    ],
  ],
  'runs-anything': [
    [
      'an agent with Bash',
      {'.claude/agents/x.md': '---\nname: x\ndescription: d\ntools: Bash, Read\n---\nYou are x.\n'},
    ],
    ['codex outside its sandbox', {'.codex/config.toml': 'sandbox_mode = "danger-full-access"\n'}],
    ['a server that is a shell', servers({x: {command: 'uvx', args: ['mcp-shell-server==1.0.3']}})],
    ['a server of the whole desktop', servers({x: {command: 'npx', args: ['@wonderwhy-er/desktop-commander@0.2.1']}})],
  ],
}

const notFound: Readonly<Record<string, readonly Case[]>> = {
  'mcp-unpinned': [
    [
      'code that starts one version',
      {
        'a.py':
          'from mcp import StdioServerParameters\np = StdioServerParameters(command="npx", args=["-y", "@acme/mcp@1.2.3"])\n',
      },
    ],
    ['npx with a version', servers({x: {command: 'npx', args: ['-y', '@acme/mcp@1.2.3']}})],
    ['an image by its digest', servers({x: {command: 'docker', args: ['run', `acme/mcp@sha256:${'ab'.repeat(32)}`]}})],
    [
      'npx of a package that is locked',
      {
        ...servers({x: {command: 'npx', args: ['nx', 'mcp']}}),
        'package.json': '{"name":"a","dependencies":{"nx":"^1"}}',
        'package-lock.json':
          '{"lockfileVersion":3,"packages":{"":{"name":"a","dependencies":{"nx":"^1"}},"node_modules/nx":{"version":"1.2.3"}}}',
      },
    ],
    ['a program of the repository', servers({x: {command: 'node', args: ['server.js']}})],
    ['a remote server', servers({x: {url: 'https://mcp.example.com/x'}})],
    [
      'a test of it',
      {'tests/.mcp.json': JSON.stringify({mcpServers: {x: {command: 'npx', args: ['-y', '@acme/mcp']}}})},
    ],
  ],
  'whole-disk': [
    ['a folder of the project', servers({x: {command: 'npx', args: ['-y', filesystem, './docs']}})],
    [
      'a folder inside the home folder',
      servers({x: {command: 'npx', args: ['-y', filesystem, '/Users/me/work/docs']}}),
    ],
    ['the folder that is open', servers({x: {command: 'npx', args: ['-y', filesystem, '$' + '{workspaceFolder}']}})],
  ],
  'container-socket': [
    ['another socket', servers(docker('-v', '/run/acme/acme.sock:/s'))],
    ['an engine on another machine', engineTool('docker.DockerClient(base_url="tcp://builds.acme.example:2376")')],
    [
      'a script beside a tool',
      {
        'a.py': `import docker\n${engineTool('None')['a.py']}\n\ndef pull():\n    docker.from_env().images.pull("redis:7")\n`,
      },
    ],
  ],
  'auto-approved': [
    ['one command', claude({allow: ['Bash(npm test:*)', 'Read', 'WebFetch(domain:example.com)']})],
    ['one script of a shell', claude({allow: ['Bash(bash ./build.sh:*)', 'Bash(sh -c "npm test")']})],
    ['one tool of a server', servers({x: {command: 'node', args: ['s.js'], alwaysAllow: ['search']}})],
    [
      'a skill with one command',
      {'skills/x/SKILL.md': '---\nname: x\ndescription: does x\nallowed-tools: Bash(git status:*)\n---\nDo x.\n'},
    ],
    ['a denial', claude({deny: ['Bash']})],
  ],
  'credentials-passed': [
    [
      'a server of one version',
      servers({x: {command: 'npx', args: ['-y', '@acme/mcp@1.2.3'], env: {ACME_TOKEN: '$'}}}),
    ],
    [
      'a server without credentials',
      servers({x: {command: 'npx', args: ['-y', '@acme/mcp'], env: {ACME_REGION: 'eu'}}}),
    ],
    [
      'a server on this machine',
      servers({x: {url: 'http://localhost:3000/mcp', headers: {Authorization: 'Bearer $' + '{ACME_TOKEN}'}}}),
    ],
  ],
  'runs-anything': [
    [
      'an agent that reads',
      {'.claude/agents/x.md': '---\nname: x\ndescription: d\ntools: Read, Grep\n---\nYou are x.\n'},
    ],
    ['a server started by a shell', servers({x: {command: 'bash', args: ['-c', 'npx -y @acme/mcp@1.0.0']}})],
    ['a server of commands of a shop', servers({x: {command: 'npx', args: ['@acme/order-mcp@1.0.0']}})],
  ],
}

describe('rules of over-permission', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })

  it('shows where it is, and keeps its fingerprint when lines move', async () => {
    const entries = {x: {command: 'npx', args: ['-y', '@acme/mcp']}}
    const [before] = (await checkFiles(servers(entries))).findings
    const [after] = (await checkFiles({'.mcp.json': `\n\n${JSON.stringify({mcpServers: entries}, null, 2)}`})).findings
    expect(before?.place).toEqual({path: '.mcp.json', line: 3})
    expect(after?.place).toEqual({path: '.mcp.json', line: 5})
    expect(after?.fingerprint).toBe(before?.fingerprint)
  })
})
