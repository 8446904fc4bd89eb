import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {McpServerFacts} from '../../inventory/facts.ts'
import {localId, registryId} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {asList, asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {redactArguments, redactCommand} from '../../lib/redact/arguments.ts'
import {redactUrl} from '../../lib/redact/url.ts'

/** A server that this source builds, as a manifest states it. */
interface Statement {
  readonly name: string
  readonly id?: string
  /** key whose line is the evidence */
  readonly key: readonly (string | number)[]
  readonly aliases?: readonly (string | undefined)[]
  readonly version?: string | undefined
  readonly description?: string | undefined
  readonly author?: string | undefined
  readonly licence?: string | undefined
  readonly transport?: McpServerFacts['transport']
  readonly url?: string | undefined
  readonly environment?: readonly string[]
  readonly command?: string | undefined
  readonly args?: readonly string[]
}

/** Packages that a server is built with; clients use the first two as well, so they alone prove nothing. */
const serverLibraries = new Set([
  '@modelcontextprotocol/sdk',
  'mcp',
  'fastmcp',
  'mcp-framework',
  '@modelcontextprotocol/server',
  'mcp-use',
  'xmcp',
  'mcp-handler',
])
const serverNamePattern = /(?:^|[-_./@])mcp(?:[-_./]|$)|mcp-?server|server-?mcp/i
const otherNamePattern =
  /client|inspector|host|registry|installer|proxy|gateway|sdk|types|core|bridge|adapter|test|example-client/i

/**
 * The server that a manifest says is implemented here: `server.json` of the MCP registry, `manifest.json` of a desktop
 * extension, `smithery.yaml`, or a package that is run as a server.
 * @param packageName of the folder, where the manifest itself gives none
 */
export function toImplemented(
  document: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
  packageName?: string,
): AssetOf<'mcp-server'> | undefined {
  const manifest = asRecord(document.value)
  const statement = manifest === undefined ? undefined : read(manifest, path, packageName)
  if (statement === undefined) return undefined
  const line = document.lineOf(statement.key)
  const licence = statement.licence === undefined ? undefined : toLicence(statement.licence)
  return {
    kind: 'mcp-server',
    id: statement.id ?? localId('mcp-server', path),
    name: statement.name,
    ...(statement.version !== undefined && {version: statement.version}),
    ...(statement.description !== undefined && {description: statement.description}),
    ...(statement.author !== undefined && {author: statement.author}),
    ...(licence !== undefined && {licences: [licence]}),
    aliases: [...new Set([statement.name, ...(statement.aliases ?? [])].filter(alias => alias !== undefined))].sort(),
    digests: [],
    evidence: [{...evidence, ...(line !== undefined && {line})}],
    facts: {
      role: 'implemented',
      transport: statement.transport ?? 'unknown',
      ...(statement.url !== undefined && {url: redactUrl(statement.url)}),
      ...(statement.environment !== undefined &&
        statement.environment.length > 0 && {environment: statement.environment}),
      ...(statement.command !== undefined && {command: redactCommand(statement.command)}),
      ...(statement.args !== undefined && statement.args.length > 0 && {args: redactArguments(statement.args)}),
    },
  }
}

function read(manifest: UnknownRecord, path: string, packageName: string | undefined): Statement | undefined {
  switch (baseName(path)) {
    case 'server.json':
      return readRegistry(manifest)
    case 'manifest.json':
      return readExtension(manifest)
    case 'smithery.yaml':
    case 'smithery.yml':
      return readSmithery(manifest, path, packageName)
    case 'fastmcp.json':
      return readFastMcp(manifest, path, packageName)
    case 'package.json':
      return readNpm(manifest)
    case 'pyproject.toml':
      return readPython(manifest)
    default:
      return undefined
  }
}

/** @see MCP registry, server.schema.json (2025-07 and later; the older snake_case keys too) */
function readRegistry(manifest: UnknownRecord): Statement | undefined {
  const name = asText(manifest['name'])
  const isRegistry =
    (asText(manifest['$schema'])?.includes('modelcontextprotocol') ?? false) || /^[\w.-]+\/[\w.-]+$/.test(name ?? '')
  const packages = recordsOf(manifest['packages'])
  const remotes = recordsOf(manifest['remotes'])
  if (name === undefined || !isRegistry || packages.length + remotes.length === 0) return undefined
  const variables = packages.flatMap(item => recordsOf(item['environmentVariables'] ?? item['environment_variables']))
  return {
    name,
    id: registryId('mcp-server', 'registry', name),
    key: ['name'],
    aliases: packages.map(item => asText(item['identifier']) ?? asText(item['name'])),
    version: asText(manifest['version']) ?? asText(asRecord(manifest['version_detail'])?.['version']),
    description: asText(manifest['description']),
    transport: transportOf(packages, remotes),
    url: asText(remotes[0]?.['url']),
    environment: [...new Set(variables.flatMap(variable => asText(variable['name']) ?? []))].sort(),
  }
}

function transportOf(
  packages: readonly UnknownRecord[],
  remotes: readonly UnknownRecord[],
): McpServerFacts['transport'] {
  const [first] = [
    ...packages.map(item => asRecord(item['transport'])?.['type']),
    ...remotes.map(item => item['type'] ?? item['transport_type']),
  ]
  if (first === 'sse') return 'sse'
  if (first === undefined || first === 'stdio') return packages.length > 0 ? 'stdio' : 'http'
  return 'http'
}

/** Desktop extensions (DXT, MCPB): told from other manifest.json files by their server with its command. */
function readExtension(manifest: UnknownRecord): Statement | undefined {
  const name = asText(manifest['name'])
  const server = asRecord(manifest['server'])
  const version =
    asText(manifest['dxt_version']) ?? asText(manifest['manifest_version']) ?? asText(manifest['mcpb_version'])
  if (name === undefined || version === undefined || asText(server?.['type']) === undefined) return undefined
  const config = asRecord(server?.['mcp_config'])
  if (config === undefined && asText(server?.['entry_point']) === undefined) return undefined
  return {
    name,
    key: ['name'],
    aliases: [asText(manifest['display_name'])],
    version: asText(manifest['version']),
    description: asText(manifest['description']),
    author: asText(asRecord(manifest['author'])?.['name']),
    licence: asText(manifest['license']),
    transport: 'stdio',
    environment: Object.keys(asRecord(config?.['env']) ?? {}).sort(),
    command: asText(config?.['command']),
    args: asList(config?.['args']).filter(one => typeof one === 'string'),
  }
}

function readSmithery(manifest: UnknownRecord, path: string, packageName: string | undefined): Statement | undefined {
  const start = asRecord(manifest['startCommand'])
  const runtime = asText(manifest['runtime'])
  if (start === undefined && runtime === undefined) return undefined
  const type = asText(start?.['type'])
  return {
    name: packageName ?? path,
    key: [start === undefined ? 'runtime' : 'startCommand'],
    transport: type === 'stdio' ? 'stdio' : 'http',
  }
}

/** Project configuration of FastMCP: `source.path` and `entrypoint`. */
function readFastMcp(manifest: UnknownRecord, path: string, packageName: string | undefined): Statement | undefined {
  const source = asRecord(manifest['source'])
  if (asText(source?.['path']) === undefined) return undefined
  const transport = asText(asRecord(manifest['deployment'])?.['transport'])
  return {
    name: packageName ?? path,
    key: ['source'],
    transport: transport === 'http' || transport === 'sse' ? transport : 'stdio',
  }
}

/**
 * The registry asks an npm package for `mcpName`; without it the name must say so, beside a server library and a
 * program to run.
 */
function readNpm(manifest: UnknownRecord): Statement | undefined {
  const name = asText(manifest['name'])
  if (name === undefined) return undefined
  const mcpName = asText(manifest['mcpName'])
  const dependencies = Object.keys(asRecord(manifest['dependencies']) ?? {})
  const isServer =
    manifest['bin'] !== undefined && dependencies.some(one => serverLibraries.has(one)) && saysServer(name)
  if (mcpName === undefined && !isServer) return undefined
  return {
    name,
    id: registryId('mcp-server', 'npm', name),
    key: [mcpName === undefined ? 'name' : 'mcpName'],
    aliases: [mcpName],
    version: asText(manifest['version']),
    description: asText(manifest['description']),
    licence: asText(manifest['license']),
  }
}

function readPython(manifest: UnknownRecord): Statement | undefined {
  const project = asRecord(manifest['project'])
  const name = asText(project?.['name'])
  if (project === undefined || name === undefined || !saysServer(name)) return undefined
  const dependencies = textsOf(project['dependencies']).map(one => one.split(/[\s[<>=!~;@]/, 1)[0]?.toLowerCase() ?? '')
  const scripts = Object.keys(asRecord(project['scripts']) ?? {})
  if (scripts.length === 0 || !dependencies.some(one => serverLibraries.has(one))) return undefined
  return {
    name,
    id: registryId('mcp-server', 'pypi', name),
    key: ['project', 'name'],
    aliases: scripts.includes(name) ? [] : scripts.filter(saysServer),
    version: asText(project['version']),
    description: asText(project['description']),
    licence: asText(project['license']),
  }
}

function saysServer(name: string): boolean {
  return serverNamePattern.test(name) && !otherNamePattern.test(name.replace(/mcp-?server|server/gi, ''))
}
