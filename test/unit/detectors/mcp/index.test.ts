import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mcp} from '../../../../src/detectors/mcp/index.ts'
import type {AssetOf} from '../../../../src/inventory/asset.ts'
import type {Extraction} from '../../../../src/inventory/inventory.ts'
import {detect, type Files, filesOf} from '../../../support/detect.ts'

const fixture = (name: string): Files => filesOf(`test/fixtures/mcp/${name}`)
const serversOf = (found: Extraction): Record<string, AssetOf<'mcp-server'>> =>
  Object.fromEntries(found.assets.flatMap(asset => (asset.kind === 'mcp-server' ? [[asset.name, asset]] : [])))

describe('mcp: configured servers', () => {
  it('reads .mcp.json: packages with their version, remote servers, images, mounts and what is granted', async () => {
    const found = await detect(mcp, fixture('claude'))
    const servers = serversOf(found)
    expect(Object.keys(servers).sort()).toEqual(['docs', 'files', 'git', 'issues', 'off'])
    expect(servers['docs']).toMatchObject({
      id: 'mcp-server:https://***@docs.example.com/mcp?apiKey=***',
      facts: {
        role: 'configured',
        transport: 'http',
        environment: ['DOCS_TOKEN'],
        reach: {network: ['docs.example.com']},
      },
    })
    expect(servers['files']).toMatchObject({
      id: 'mcp-server:npm/@modelcontextprotocol/server-filesystem',
      version: '2025.8.21',
      evidence: [{path: '.mcp.json', line: 10, level: 'configured'}],
      facts: {
        origin: 'pkg:npm/%40modelcontextprotocol/server-filesystem@2025.8.21',
        pinned: true,
        reach: {
          executes: ['npx'],
          reads: ['./docs', '/srv/shared'],
          writes: ['./docs', '/srv/shared'],
          autoApproves: ['start'],
        },
      },
    })
    expect(servers['git']).toMatchObject({version: '0.6.2', facts: {environment: ['GIT_TOKEN'], pinned: true}})
    expect(servers['issues']).toMatchObject({
      id: 'mcp-server:oci/ghcr.io/example/tracker-mcp',
      facts: {
        origin: 'ghcr.io/example/tracker-mcp:1.4',
        pinned: false,
        environment: ['TRACKER_TOKEN'],
        reach: {reads: ['/home/me/cache']},
      },
    })
    expect(servers['issues']?.facts.reach?.writes).toBeUndefined()
    expect(servers['off']).toMatchObject({
      evidence: [{level: 'configured'}],
      properties: {'aibom:mcp:enabled': ['false']},
    })
    expect(found.relationships).toContainEqual({
      from: 'mcp-server:npm/@modelcontextprotocol/server-filesystem@2025.8.21',
      to: 'package:npm/@modelcontextprotocol/server-filesystem@2025.8.21',
      kind: 'depends-on',
    })
  })

  it('reports the coding agent that settings let act without asking', async () => {
    const found = await detect(mcp, fixture('claude'))
    expect(found.assets.find(asset => asset.kind === 'agent')).toMatchObject({
      name: 'claude-code',
      facts: {
        reach: {
          executes: ['notify --token *** done', 'npm test:*', 'npx prettier --write .'],
          writes: ['*'],
          network: ['domain:docs.example.com'],
          autoApproves: ['Bash(npm test:*)', 'Edit', 'WebFetch(domain:docs.example.com)', 'mode:acceptEdits'],
        },
      },
    })
  })

  it('reads VS Code: comments, inputs, shells around npx, bridges to a remote server', async () => {
    const found = await detect(mcp, fixture('vscode'))
    const servers = serversOf(found)
    expect(servers['search']).toMatchObject({
      id: 'mcp-server:npm/search-mcp',
      aliases: ['search', 'search-mcp'],
      evidence: [{line: 5}],
      facts: {pinned: false, environment: ['REGION'], command: 'cmd'},
    })
    expect(servers['search']?.facts.args).toEqual(expect.arrayContaining(['--api-key', '$'.concat('{input:key}')]))
    expect(servers['remote']).toMatchObject({facts: {transport: 'sse', url: 'https://tools.example.com/sse'}})
    expect(servers['bridge']).toMatchObject({
      facts: {url: 'https://bridge.example.com/mcp', origin: 'pkg:npm/mcp-remote'},
    })
    expect(found.assets.find(asset => asset.kind === 'agent')).toMatchObject({
      name: 'github-copilot',
      facts: {reach: {autoApproves: ['*']}},
    })
  })

  it('reads the TOML of codex and its sandbox', async () => {
    const found = await detect(mcp, fixture('toml'))
    const servers = serversOf(found)
    expect(servers['context']).toMatchObject({
      evidence: [{line: 5}],
      facts: {pinned: false, environment: ['CONTEXT_KEY']},
    })
    expect(servers['remote']).toMatchObject({facts: {transport: 'http', environment: ['REMOTE_TOKEN']}})
    expect(found.assets.find(asset => asset.kind === 'agent')).toMatchObject({
      name: 'codex',
      facts: {reach: {executes: ['*'], autoApproves: ['*']}},
    })
  })

  it('reads the dialects of the other clients', async () => {
    const servers = serversOf(await detect(mcp, fixture('dialects')))
    expect(Object.keys(servers).sort()).toEqual([
      ...[
        'browser',
        'fetcher',
        'idle',
        'local',
        'maps',
        'postgres-context-server',
        'shell',
        'sqlite',
        'surf',
        'tracker',
        'uvx',
        'weather',
      ],
    ])
    expect(servers['weather']).toMatchObject({
      version: '0.3.0',
      facts: {transport: 'stdio', environment: ['WEATHER_KEY']},
    })
    expect(servers['idle']?.properties).toEqual({'aibom:mcp:enabled': ['false']})
    expect(servers['maps']?.facts.reach?.autoApproves).toEqual(['*'])
    expect(servers['shell']?.facts.reach?.autoApproves).toEqual(['list', 'run'])
    expect(servers['surf']).toMatchObject({facts: {transport: 'sse'}})
    expect(servers['local']).toMatchObject({facts: {command: '/opt/bin/tool', environment: ['TOOL_KEY']}})
    expect(servers['fetcher']).toMatchObject({
      aliases: ['fetcher', 'mcp-server-fetch'],
      facts: {environment: ['PROXY_URL']},
    })
    expect(servers['uvx']).toMatchObject({id: 'mcp-server:pypi/mcp-server-time', version: '2.1.0'})
    expect(servers['tracker']).toMatchObject({evidence: [{path: '.github/agents/helper.agent.md', line: 5}]})
  })

  it('reads the settings of .NET, whose names begin with capitals', async () => {
    const settings = {
      ModelContextProtocol: {StdioServers: [{Command: 'npx', Arguments: ['-y', '@acme/files'], Name: 'Files'}]},
      Printers: {StdioServers: [{Command: 'lp', Name: 'Printer'}]},
    }
    const servers = serversOf(await detect(mcp, {'src/appsettings.json': JSON.stringify(settings, undefined, 1)}))
    expect(Object.keys(servers)).toEqual(['Files'])
    expect(servers['Files']).toMatchObject({facts: {role: 'configured', command: 'npx', args: ['-y', '@acme/files']}})
  })

  it('keeps two servers apart that one file starts from the same package', async () => {
    const found = await detect(mcp, fixture('twins'))
    expect(found.assets.filter(asset => asset.kind === 'mcp-server').map(asset => asset.id)).toEqual([
      'mcp-server:npm/@example/postgres-mcp#orders',
      'mcp-server:npm/@example/postgres-mcp#users',
    ])
    expect(found.relationships?.map(({from}) => from)).toEqual([
      'mcp-server:npm/@example/postgres-mcp#orders@1.0.0',
      'mcp-server:npm/@example/postgres-mcp#users@1.0.0',
    ])
  })

  it('reads examples of configuration files', async () => {
    const text = '{"mcpServers": {"a": {"command": "a-server"}}}'
    const found = await detect(mcp, {'mcp.json.example': text, 'claude_desktop_config.json.sample': text})
    expect(found.assets.map(asset => asset.evidence[0]?.path)).toEqual([
      'claude_desktop_config.json.sample',
      'mcp.json.example',
    ])
  })

  it('reads scopes as a list or as one text, and none of a text without one', async () => {
    const scopesOf = async (scopes: unknown): Promise<readonly string[] | undefined> => {
      const text = JSON.stringify({mcpServers: {a: {url: 'https://a.example/mcp', oauth: {scopes}}}})
      const [server] = (await detect(mcp, {'.mcp.json': text})).assets
      return server?.properties?.['aibom:mcp:scope']
    }
    expect(await scopesOf(['write', 'read'])).toEqual(['read', 'write'])
    expect(await scopesOf(' write, read ')).toEqual(['read', 'write'])
    expect(await scopesOf('')).toBeUndefined()
  })

  it('takes a URL with and without a slash at its end for one server', async () => {
    const file = (url: string): string => JSON.stringify({mcpServers: {a: {url}}})
    const found = await detect(mcp, {
      '.mcp.json': file('https://a.example/mcp'),
      '.cursor/mcp.json': file('https://a.example/mcp/'),
    })
    expect(new Set(found.assets.map(asset => asset.id))).toEqual(new Set(['mcp-server:https://a.example/mcp']))
  })

  it('lets no secret through', async () => {
    for (const name of ['claude', 'vscode', 'toml', 'dialects', 'twins']) {
      const written = JSON.stringify((await detect(mcp, fixture(name))).assets)
      expect(written).not.toMatch(/s3cret|abc123|glpat-|:pw@|u:p@/)
    }
  })
})

describe('mcp: servers in any file', () => {
  const names = async (path: string, text: string): Promise<string[]> =>
    (await detect(mcp, {[path]: text})).assets
      .flatMap(asset => (asset.kind === 'mcp-server' ? [asset.name] : []))
      .sort()

  it.each<[string, string, string, string[]]>([
    [
      'the settings of a program',
      'extensions.example.json',
      '{"skills": {}, "mcpServers": {"docs": {"url": "http://127.0.0.1:1933/mcp"}}}',
      ['docs'],
    ],
    [
      'a variable that holds them as JSON',
      'chart/values.yaml',
      'env:\n  MCP_SERVERS: >\n    [{"name": "Web search", "url": "https://mcp.search.example/mcp"}]\n',
      ['Web search'],
    ],
    [
      'words with dashes',
      'deploy/agent.yaml',
      'mcp-server-configs:\n  files:\n    command: uvx\n    args: [files-mcp]\n',
      ['files'],
    ],
    [
      'a tool of that type, quoted',
      'deploy/agent.yaml',
      "tools:\n  - 'type' : 'hosted_mcp'\n    server_label: wiki\n    server_url: https://mcp.wiki.example/sse\n",
      ['wiki'],
    ],
    [
      'the extensions of a recipe',
      'recipe.yaml',
      'extensions:\n  - type: stdio\n    name: files\n    cmd: uvx\n    args: [files-mcp]\n',
      ['files'],
    ],
    ['prose about it', 'notes.yaml', 'text: MCP is a protocol, and a command of it is a tool\n', []],
    [
      'a map far down',
      'deploy/values.yaml',
      'app:\n  agent:\n    mcp_servers:\n      files:\n        command: uvx\n        args: [files-mcp]\n',
      ['files'],
    ],
    [
      'TOML',
      'app.toml',
      '[agent.mcp.servers.search]\ncommand = "npx"\nargs = ["-y", "@acme/search-mcp"]\n',
      ['search'],
    ],
    [
      'command lines',
      'agent.yaml',
      'mcp_servers:\n  - npx -y @acme/search-mcp\n  - https://mcp.acme.dev/sse\n',
      ['@acme/search-mcp', 'https://mcp.acme.dev/sse'],
    ],
    [
      'a tool of that type',
      'agent.json',
      '{"tools": [{"type": "mcp", "server_label": "wiki", "server_url": "https://mcp.acme.dev/sse"}]}',
      ['wiki'],
    ],
    [
      'what a package started by its name says',
      'pkg/tools/default.yaml',
      'servers:\n  - name: thinking\n    command: npx\n    args: [-y, "@modelcontextprotocol/server-sequential-thinking"]\n',
      ['thinking'],
    ],
    [
      'settings one level below their type',
      'graph.yaml',
      'tooling:\n  - type: mcp_local\n    config: {command: uvx, args: [blender-mcp]}\n  - type: mcp_remote\n    config: {server: "http://127.0.0.1:8001/mcp"}\n',
      ['blender-mcp', 'http://127.0.0.1:8001/mcp'],
    ],
  ])('reads %s', async (_name, path, text, expected) => expect(await names(path, text)).toEqual(expected))

  it.each<[string, string, string]>([
    [
      'a package of another kind',
      'app.yaml',
      'servers:\n  - name: web\n    command: npx\n    args: [-y, http-server]\nmcp: none\n',
    ],
    ['settings without command and address', 'app.json', '{"mcpServers": {"enabled": true, "timeout": 3}}'],
    ['servers of another kind', 'app.yaml', 'servers:\n  web:\n    url: https://acme.dev\n  mcp: none\n'],
    ['text that only speaks of them', 'notes.json', '{"text": "set mcpServers to your servers", "type": "mcp"}'],
    ['a lock file', 'package-lock.json', '{"mcpServers": {"docs": {"url": "http://127.0.0.1:1933/mcp"}}}'],
    ['a file that is broken', 'other.json', '{"mcpServers": {'],
  ])('finds none in %s', async (_name, path, text) => expect(await names(path, text)).toEqual([]))

  it('knows the tag of an image and the reference of a repository', async () => {
    const {assets} = await detect(mcp, {
      '.mcp.json': JSON.stringify({
        mcpServers: {
          image: {command: 'docker', args: ['run', '-i', 'ghcr.io/acme/server:0.5.0']},
          git: {command: 'uvx', args: ['--from', 'git+https://github.com/acme/tool-mcp@v1.4', 'tool-mcp']},
          commit: {command: 'npx', args: ['-y', `github:acme/other#${'a'.repeat(40)}`]},
        },
      }),
    })
    const facts = Object.fromEntries(
      assets.flatMap(asset =>
        asset.kind === 'mcp-server' ? [[asset.name, {...asset.facts, version: asset.version}]] : [],
      ),
    )
    expect(facts['image']).toMatchObject({version: '0.5.0', pinned: true})
    expect(facts['git']).toMatchObject({
      version: 'v1.4',
      pinned: false,
      origin: 'git+https://github.com/acme/tool-mcp@v1.4',
    })
    expect(facts['commit']).toMatchObject({
      version: 'a'.repeat(40),
      pinned: true,
      origin: `git+https://github.com/acme/other@${'a'.repeat(40)}`,
    })
  })
})

describe('mcp: implemented servers', () => {
  it('reads the manifests of the registry, desktop extensions, Smithery and packages', async () => {
    const servers = serversOf(await detect(mcp, fixture('implemented')))
    expect(Object.keys(servers).sort()).toEqual([
      'io.github.example/weather',
      'ledger-mcp',
      'notes',
      'smith-mcp-server',
    ])
    expect(servers['io.github.example/weather']).toMatchObject({
      version: '1.2.0',
      aliases: ['@example/weather-mcp', 'io.github.example/weather'],
      evidence: [{path: 'server.json', line: 3}],
      facts: {role: 'implemented', transport: 'stdio', environment: ['WEATHER_KEY']},
    })
    expect(servers['notes']).toMatchObject({
      version: '0.4.1',
      licences: [{kind: 'id', id: 'MIT'}],
      facts: {environment: ['NOTES_DIR']},
    })
  })

  it('finds nothing in clients, browser extensions, mocks, plain settings and results', async () => {
    expect(await detect(mcp, fixture('look-alikes'))).toMatchObject({assets: [], gaps: []})
  })
})

describe('mcp: bad input', () => {
  it('tells of a configuration that is cut off', async () => {
    expect(await detect(mcp, fixture('broken'))).toMatchObject({
      assets: [],
      gaps: [{path: '.mcp.json', code: 'syntax'}],
    })
  })

  it.each([
    ['nested brackets', '['.repeat(100_000), 1],
    ['servers that are no map', '{"mcpServers": [1, null, "x", {"name": 3}]}', 0],
    ['keys of the prototype', '{"mcpServers": {"__proto__": {"command": "x"}, "constructor": {"command": "npx"}}}', 0],
    [
      '10,000 servers',
      JSON.stringify({
        mcpServers: Object.fromEntries(Array.from({length: 10_000}, (_, i) => [`s${i}`, {command: 'x'}])),
      }),
      0,
    ],
  ])('stands %s', async (_name, text, gaps) => {
    const found = await detect(mcp, {'.mcp.json': text})
    expect(found.gaps).toHaveLength(gaps)
    expect(found.assets.length).toBeLessThanOrEqual(1000)
  })

  it('never throws, whatever the settings hold', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue({maxDepth: 4}), fc.string(), async (value, command) => {
        const text = JSON.stringify({
          mcpServers: {a: value, b: {command, args: value, env: value, url: value}},
          permissions: value,
          hooks: value,
        })
        await detect(mcp, {'.mcp.json': text, '.claude/settings.json': text, 'server.json': text})
      }),
    ))
})

/** Looks random, as tokens do, and is none. */
const random = [...'qXbTzKdYwRmPvHcLgNfJ7s924kQxBtZ6u8W3yDrMeVhCaEo']
const token = (prefix: string, length: number): string =>
  prefix + Array.from({length}, (_, at) => random[(at * 7) % random.length]).join('')

describe('mcp: credentials in settings', () => {
  const findings = async (entry: object) =>
    (await detect(mcp, {'.mcp.json': JSON.stringify({mcpServers: {x: entry}})})).findings ?? []

  it.each([
    ['a token of GitHub', {command: 'npx', args: ['-y', 'x@1.0.0'], env: {GITHUB_TOKEN: token('ghp_', 36)}}],
    ['a header', {url: 'https://mcp.acme.dev', headers: {Authorization: `Bearer ${token('', 40)}`}}],
    ['an argument', {command: 'node', args: ['s.js', '--token', token('glpat-', 24)]}],
    ['a password of no known form', {command: 'node', args: ['s.js'], env: {DB_PASSWORD: token('', 28)}}],
  ])('tells %s, and never its value', async (_what, entry) => {
    const found = await findings(entry)
    expect(found.map(({rule}) => rule)).toEqual(['AIB220'])
    expect(JSON.stringify(found)).not.toContain(token('', 20))
  })

  it.each([
    [
      'a reference',
      {
        command: 'npx',
        args: ['x@1.0.0'],
        env: {GITHUB_TOKEN: '${GITHUB_TOKEN}', A_SECRET: '$A_SECRET', B_TOKEN: '${input:b}'},
      },
    ],
    [
      'a placeholder',
      {
        command: 'npx',
        args: ['x@1.0.0'],
        env: {GITHUB_TOKEN: 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', A_KEY: '<your key>'},
      },
    ],
    [
      'a key of an AI provider, which another detector tells',
      {command: 'node', args: [], env: {OPENAI_API_KEY: token('sk-proj-', 60)}},
    ],
    ['what is no secret', {command: 'node', args: ['s.js'], env: {LOG_LEVEL: 'debug', PROJECT_ID: token('', 24)}}],
  ])('leaves alone %s', async (_what, entry) => {
    expect(await findings(entry)).toEqual([])
  })
})

describe('mcp: captured tools', () => {
  const tools = (description: string) => [
    {name: 'add', description, inputSchema: {type: 'object', properties: {a: {type: 'number'}}}},
  ]
  const toolsIn = async (value: unknown) =>
    (await detect(mcp, {'captured/tools.json': JSON.stringify(value, null, 2)})).assets

  it('are told from an answer, its result and the list alone, by one digest', async () => {
    const [answer, result, list] = [
      {jsonrpc: '2.0', id: 1, result: {tools: tools('Adds.')}},
      {tools: tools('Adds.')},
      tools('Adds.'),
    ]
    const found = (await Promise.all([answer, result, list].map(toolsIn))).flat()
    expect(found.map(({id}) => id)).toEqual(Array(3).fill('tool:captured/tools.json#add'))
    expect(new Set(found.map(({digests}) => digests[0]?.hex)).size).toBe(1)
    expect(found[1]?.evidence[0]?.line).toBe(4)
  })

  it('have another digest when a description changes, and the same when keys change places', async () => {
    const hexOf = async (value: unknown): Promise<string | undefined> => (await toolsIn(value))[0]?.digests[0]?.hex
    const [tool] = tools('Adds.')
    expect(await hexOf(tools('Adds two.'))).not.toBe(await hexOf(tools('Adds.')))
    expect(await hexOf([Object.fromEntries(Object.entries(tool ?? {}).reverse())])).toBe(await hexOf([tool]))
  })

  it.each([
    ['tools of another form', {tools: [{name: 'hammer', price: 3, inputSchema: 'none'}]}],
    ['a list in which one is none', {tools: [...tools('a'), {name: 'b'}]}],
    ['no list', {tools: {inputSchema: {}}}],
  ])('are not %s', async (_what, value) => {
    expect(await toolsIn(value)).toEqual([])
  })

  it('are read in time that grows with the file alone', async () => {
    const [tool] = tools('Adds.')
    const schema = {type: 'object', lists: Array<unknown>(1_000_000).fill([])}
    const found = await detect(mcp, {'.mcp.json': JSON.stringify([{...tool, inputSchema: schema}])})
    expect(found.assets.map(({facts}) => facts)).toEqual([{text: 'Adds.'}])
  }, 30_000)
})
