import type {Argument, Naming, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {localId} from '../../../inventory/identity.ts'
import {redactText} from '../../../lib/redact/text.ts'
import {redactUrl} from '../../../lib/redact/url.ts'
import type {Finder} from '../finder.ts'
import {snakeCase} from '../names/snake-case.ts'
import {startedBy} from './started-by.ts'

const saysMcp = /(?:^|[^a-z])mcp(?:[^a-z]|$)|modelcontextprotocol/i
const launcher = /^(?:npx|bunx|pnpx|uvx|uv|pipx|docker|podman|node|deno|python3?|npm|pnpm|yarn)$/
const commandLine = /^(?:npx|bunx|pnpx|uvx|uv (?:run|tool run)|pipx run|docker run|pnpm dlx|yarn dlx)\s+\S/
const addressName = /^(?:server_?url|mcp_?(?:server_?)?(?:url|endpoint)|url|endpoint|base_?url|http_?url|uri)$/i
const mcpAddress = /(?:^|_)mcp_(?:[a-z]{1,20}_){0,2}(?:ur[il]|endpoint|address|server)$/i
/** `https://mcp.acme.dev/sse`, `http://localhost:8000/mcp` */
const serverAddress = /^https?:\/\/(?:mcp\.[^/\s]+(?:\/\S*)?|[^/\s]+(?:\/\S*)?\/(?:mcp|sse)\/?)$/i

/**
 * MCP servers that a program is set up with in settings of its own: a command with arguments, a command line, an
 * address.
 */
export function addMcpServers(finder: Finder): void {
  const {namings} = finder.module
  if (!namings.some(({name, value}) => saysMcp.test(snakeCase(name)) || mentionsMcp(value))) return
  const named = new Map<Value, string>()
  for (const {name, value} of namings) if (!named.has(value)) named.set(value, name)
  const known = new Set(
    finder.bag.assets.flatMap(asset => (asset.kind === 'mcp-server' ? asset.evidence.map(({line}) => line) : [])),
  )
  for (const naming of namings) {
    const owner = naming.within === undefined ? undefined : named.get(naming.within)
    const launch = launchOf(naming, owner)
    const lines = [naming.line, naming.within?.line]
    if (
      launch === undefined ||
      lines.some(line => known.has(line === undefined ? undefined : placeOf(finder.module, line).line))
    )
      continue
    addServer(finder, naming, launch, owner)
  }
  for (const naming of namings) addCommandLines(finder, naming)
}

interface Launch {
  readonly command?: string
  readonly args?: readonly string[]
  readonly url?: string
}

function mentionsMcp(value: Value): boolean {
  return value.kind === 'text'
    ? value.text.length < 500 && saysMcp.test(value.text)
    : value.kind === 'list' && value.items.some(mentionsMcp)
}

/** @param owner the name that the settings around it have */
function launchOf({name, value, within}: Naming, owner: string | undefined): Launch | undefined {
  if (value.kind !== 'text') return undefined
  // `mcpEndpoint := "https://mcp.acme.dev/mcp"`
  if (within === undefined)
    return mcpAddress.test(snakeCase(name)) && serverAddress.test(value.text) ? {url: value.text} : undefined
  const isMcp = owner !== undefined && saysMcp.test(snakeCase(owner))
  if (name === 'command' && launcher.test(value.text)) {
    const args = textsIn(memberOf(within, 'args'))
    return args.length > 0 && (isMcp || args.some(arg => saysMcp.test(arg))) ? {command: value.text, args} : undefined
  }
  return addressName.test(name) && serverAddress.test(value.text) ? {url: value.text} : undefined
}

function memberOf(within: Value, key: string): Value | undefined {
  if (within.kind === 'map') return within.entries.find(entry => entry.key === key)?.value
  return within.kind === 'call' ? within.args.find(({name}: Argument) => name === key)?.value : undefined
}

function textsIn(value: Value | undefined): string[] {
  return value?.kind === 'list'
    ? value.items.slice(0, 100).flatMap(item => (item.kind === 'text' ? [item.text] : []))
    : []
}

/** `MCP_SERVERS = ["npx -y @acme/server"]` */
function addCommandLines(finder: Finder, naming: Naming): void {
  const texts = naming.value.kind === 'list' ? naming.value.items : [naming.value]
  for (const text of texts.slice(0, 200)) {
    if (text.kind !== 'text' || text.text.length > 500 || !commandLine.test(text.text)) continue
    if (!saysMcp.test(text.text) && !saysMcp.test(snakeCase(naming.name))) continue
    const [command = '', ...args] = text.text.trim().split(/\s+/)
    addServer(finder, {...naming, line: text.line}, {command, args}, undefined)
  }
}

function addServer(finder: Finder, naming: Naming, launch: Launch, owner: string | undefined): void {
  const started = startedBy(launch)
  const stated = naming.within === undefined ? undefined : memberOf(naming.within, 'name')
  const own = stated?.kind === 'text' ? stated.text : owner
  const shown =
    own !== undefined && own.length <= 100 && !/servers?$|config|params|options|^args$|^kwargs$/i.test(own)
      ? own
      : started
  if (shown === undefined) return
  const place = placeOf(finder.module, naming.line)
  const name = /^https?:/.test(shown) ? redactUrl(shown) : shown
  const {command, args = [], url} = launch
  finder.bag.add({
    kind: 'mcp-server',
    id: localId('mcp-server', place.path, name),
    name,
    aliases:
      started === undefined || started === shown ? [] : [/^https?:/.test(started) ? redactUrl(started) : started],
    digests: [],
    evidence: [finder.evidence(place, {rule: 'mcp-server', level: 'configured', confidence: 0.8, symbol: naming.name})],
    facts: {
      role: 'configured',
      ...(command !== undefined && {command}),
      ...(args.length > 0 && {args: args.map(arg => redactText(arg))}),
      ...(url !== undefined && {url: redactUrl(url)}),
    },
  })
}
