import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {Finding} from '../../inventory/finding.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {OpenFile} from '../../inventory/source.ts'
import {asRecord, asText, textsOf} from '../../lib/narrow.ts'
import {parseDocument, type StructuredDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {splitFrontMatter} from '../../lib/text/front-matter.ts'
import {configuredIn, type Detector, type DetectorContext} from '../detector.ts'
import {isBundle, readBundle} from './bundle.ts'
import {toCapturedTools} from './captured-tools.ts'
import {toServer} from './configured.ts'
import {toGrantedAgent} from './grants.ts'
import {toImplemented} from './implemented.ts'
import {locateServers} from './locate.ts'
import {secretsOf} from './secrets.ts'

/** Real settings stay far below; `.claude.json` with its history is the largest. */
const textLimitBytes = 8 * 1024 * 1024
const detectorId = 'mcp'

/** Which servers of a `.mcp.json` some settings file lets run without asking. */
interface Approval {
  /** folder that the settings hold for, with a closing slash; empty for the root */
  readonly folder: string
  /** `*` for all */
  readonly servers: readonly string[]
}

/** Suffixes of files that may hold a client's servers. */
const suffixes = ['.json', '.jsonc', '.json5', '.yaml', '.yml', '.toml']
/** Folders of the clients, in which any settings may hold servers. */
const settingsFolders = (
  '.vscode/ .cursor/ .claude/ .claude-plugin/ .codex/ codex/ .gemini/ .qwen/ .zed/ zed/ .amp/ .continue/ .goose/ goose/ .windsurf/ .codeium/ .roo/ .kiro/ ' +
  '.amazonq/ .trae/ .junie/ .opencode/ .devcontainer/ .factory/ .copilot/'
).split(' ')
const ownNames = new Set([
  ...[
    '.claude.json',
    'opencode.json',
    'opencode.jsonc',
    'crush.json',
    '.crush.json',
    'librechat.yaml',
    'librechat.yml',
    'fastagent.config.yaml',
  ],
  ...[
    'gemini-extension.json',
    'qwen-extension.json',
    'claude_desktop_config.json',
    'devcontainer.json',
    '.devcontainer.json',
  ],
])
const manifestNames = new Set([
  'server.json',
  'manifest.json',
  'smithery.yaml',
  'smithery.yml',
  'fastmcp.json',
  'package.json',
  'pyproject.toml',
])
const agentFolders = ['.github/agents/', '.claude/agents/']
/** Locks, data and builds, in which no client keeps its servers. */
const otherNames =
  /(?:^|[-.])lock(?:file)?\.|^(?:pnpm-lock|tokenizer|vocab|tsconfig|composer)\b|\.(?:cdx|spdx|min|map|index)\.json$/
/** What a file that holds servers says somewhere. */
const mark = /mcp|context_servers|modelContextProtocol|"inputSchema"/i
/** And in one that no client owns: a key for servers, a tool whose type says it is one, a captured tool. */
const placeMark =
  /servers|server[-_. ]?configs?|(?:type|kind)\W{1,20}(?:hosted_|remote_)?mcp|extensions["']?\s{0,3}:|inputSchema/i
/** Files that no client owns are read where they are no larger. */
const anyFileLimit = 1024n * 1024n

export const mcp: Detector<Approval> = {
  id: detectorId,
  version: 1,
  finds: ['mcp-server', 'package', 'agent', 'tool'],
  wantsInstalled: true,
  required(file) {
    const {path} = file
    const name = baseName(path)
    if (manifestNames.has(name) || ownNames.has(name) || name.endsWith('.code-workspace') || isBundle(name)) return true
    if (name.endsWith('.md')) return agentFolders.some(folder => path.includes(folder))
    if (!suffixes.some(suffix => name.endsWith(suffix)))
      return /\.json\.(?:example|sample|template|dist)$(?<=(?:mcp|claude_desktop_config)[\w.-]*)/i.test(name)
    return (
      name.toLowerCase().includes('mcp') ||
      inOwnFolder(path) ||
      (file.byteLength <= anyFileLimit && !otherNames.test(name))
    )
  },
  extract,
  assemble,
}

function inOwnFolder(path: string): boolean {
  return settingsFolders.some(folder => path.startsWith(folder) || path.includes(`/${folder}`))
}

async function extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Approval>> {
  const {path} = file
  if (isBundle(path)) return await readBundle(file, configuredIn(path, context, detectorId, 0.98))
  const text = await file.text(textLimitBytes)
  const isOwn = isOwnFile(path)
  if (
    !(isMarked(text, isOwn) || (isOwn && !isCommonName(path)) || (isCommonName(path) && text.includes('dxt_version')))
  )
    return {assets: []}
  const read = readDocument(text, path)
  if (read === undefined) return {assets: []}
  // what else cannot be read is told by the detector whose it is
  if (!read.ok && !(isOwn && (mark.test(text) || mark.test(path)))) return {assets: []}
  if (!read.ok) return {assets: [], gaps: [{path, stage: 'extract', code: 'syntax', message: read.message}]}
  const {document} = read
  const evidence = configuredIn(path, context, detectorId, 0.98)
  const implemented = toImplemented(document, path, evidence, await packageNameBeside(path, context))
  const agent = toGrantedAgent(document, path, evidence)
  const servers = configuredServers(document, path, evidence)
  return {
    assets: [
      ...(implemented === undefined ? [] : [implemented]),
      ...(agent === undefined ? [] : [agent]),
      ...servers.assets,
      ...toCapturedTools(document, path, evidence),
    ],
    relationships: servers.relationships,
    findings: servers.findings,
    notes: approvalsOf(document, path),
  }
}

/** Recorded traffic and prose speak of MCP at length: only what could hold a server is worth parsing. */
function isMarked(text: string, isOwn: boolean): boolean {
  return mark.test(text) && (isOwn || placeMark.test(text))
}

/** A file that a client or a registry of servers knows by its name or folder. */
function isOwnFile(path: string): boolean {
  const name = baseName(path)
  return (
    manifestNames.has(name) ||
    ownNames.has(name) ||
    name.endsWith('.md') ||
    name.endsWith('.code-workspace') ||
    /mcp/i.test(name) ||
    inOwnFolder(path)
  )
}

/** Names that nearly every repository has; most have nothing to do with a server. */
function isCommonName(path: string): boolean {
  return /(?:^|\/)(?:package|manifest|server)\.json$|(?:^|\/)pyproject\.toml$/.test(path)
}

type Answer = ReturnType<typeof parseDocument>

/**
 * Settings of an agent may stand in the front matter of its file; a name such as `mcp.json.example` is read as what it
 * is an example of.
 */
function readDocument(text: string, path: string): Answer | undefined {
  if (!path.endsWith('.md')) return parseDocument(text, path.replace(/\.(?:example|sample|template|dist)$/, ''))
  const front = splitFrontMatter(text)
  if (front === undefined || !front.yaml.includes('mcp')) return undefined
  const answer = parseDocument(front.yaml, 'front-matter.yaml')
  // the instructions detector reports metadata that cannot be read
  if (!answer.ok) return undefined
  const {value, lineOf} = answer.document
  return {ok: true, document: {value, lineOf: keys => shifted(lineOf(keys), front.yamlLine)}}
}

function shifted(line: number | undefined, first: number): number | undefined {
  return line === undefined ? undefined : line + first - 1
}

/** `smithery.yaml` and `fastmcp.json` do not name the server: the package of their folder does. */
async function packageNameBeside(path: string, context: DetectorContext): Promise<string | undefined> {
  const slash = path.lastIndexOf('/') + 1
  if (!/^(?:smithery\.ya?ml|fastmcp\.json)$/.test(path.slice(slash))) return undefined
  for (const name of ['package.json', 'pyproject.toml']) {
    const sibling = await context.sibling(path.slice(0, slash) + name)
    const answer = sibling === undefined ? undefined : parseDocument(await sibling.text(textLimitBytes), name)
    const manifest = answer?.ok === true ? asRecord(answer.document.value) : undefined
    const found = asText(manifest?.['name']) ?? asText(asRecord(manifest?.['project'])?.['name'])
    if (found !== undefined) return found
  }
  return undefined
}

/** Two servers that one file starts from the same package stay two: their arguments differ. */
function configuredServers(
  document: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
): {assets: Asset[]; relationships: Relationship[]; findings: Finding[]} {
  const located = locateServers(document, path)
  const found = located.map(entry =>
    toServer(entry, {...evidence, ...(entry.line !== undefined && {line: entry.line})}),
  )
  const counts = new Map<string, number>()
  for (const {server} of found) counts.set(server.id, (counts.get(server.id) ?? 0) + 1)
  const assets: Asset[] = []
  const relationships: Relationship[] = []
  const findings: Finding[] = []
  for (const [index, one] of found.entries()) {
    const id = (counts.get(one.server.id) ?? 0) > 1 ? `${one.server.id}#${one.server.name}` : one.server.id
    findings.push(...secretsOf(located[index]?.entry ?? {}, {...one.server, id}))
    assets.push(...one.assets.map(asset => (asset === one.server ? {...one.server, id} : asset)))
    relationships.push(
      ...one.relationships.map(relationship => ({
        ...relationship,
        from: relationship.from.replace(one.server.id, () => id),
      })),
    )
  }
  return {assets, relationships, findings}
}

/**
 * `enabledMcpjsonServers` and `enableAllProjectMcpServers` of Claude Code speak of the `.mcp.json` beside their folder.
 */
function approvalsOf(document: StructuredDocument, path: string): Approval[] {
  const folder = /^(.*\/|)\.claude\/settings(?:\.local)?\.json$/.exec(path)?.[1]
  const settings = asRecord(document.value)
  if (folder === undefined || settings === undefined) return []
  const servers = settings['enableAllProjectMcpServers'] === true ? ['*'] : textsOf(settings['enabledMcpjsonServers'])
  return servers.length === 0 ? [] : [{folder, servers}]
}

function assemble(found: Extraction<Approval>): Extraction<Approval> {
  const approvals = found.notes ?? []
  if (approvals.length === 0) return found
  const {notes: _notes, ...rest} = found
  return {
    ...rest,
    assets: found.assets.map(asset => (asset.kind === 'mcp-server' ? approved(asset, approvals) : asset)),
  }
}

function approved(server: AssetOf<'mcp-server'>, approvals: readonly Approval[]): AssetOf<'mcp-server'> {
  const isStarted = approvals.some(
    ({folder, servers}) =>
      server.evidence.some(({path}) => path === `${folder}.mcp.json`) &&
      (servers.includes('*') || servers.includes(server.name)),
  )
  if (!isStarted) return server
  const autoApproves = [...new Set([...(server.facts.reach?.autoApproves ?? []), 'start'])].sort()
  return {...server, facts: {...server.facts, reach: {...server.facts.reach, autoApproves}}}
}
