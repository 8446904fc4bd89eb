import {approvedByMode, reachOfTools} from '../../catalog/agent-tools.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {ReachFacts} from '../../inventory/facts.ts'
import {registryId} from '../../inventory/identity.ts'
import {asList, asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {redactCommand} from '../../lib/redact/arguments.ts'

interface Grant {
  readonly reach: ReachFacts
  /** what it is denied, as it is written */
  readonly denied?: readonly string[]
  /** key that grants it */
  readonly key: readonly string[]
}

interface Client {
  readonly agent: string
  readonly isSettings: (path: string) => boolean
  readonly read: (settings: UnknownRecord) => Grant | undefined
}

/** Settings files by which a repository lets a coding agent act without asking. */
const clients: readonly Client[] = [
  {
    agent: 'claude-code',
    isSettings: path => /(?:^|\/)\.claude\/settings(?:\.local)?\.json$/.test(path),
    read: readClaude,
  },
  {agent: 'codex', isSettings: path => /(?:^|\/)\.codex\/config\.toml$/.test(path), read: readCodex},
  {agent: 'gemini-cli', isSettings: path => /(?:^|\/)\.gemini\/settings\.json$/.test(path), read: readGemini},
  {agent: 'cursor-agent', isSettings: path => /(?:^|\/)\.cursor\/cli\.json$/.test(path), read: readClaude},
  {agent: 'opencode', isSettings: path => /(?:^|\/)\.?opencode\.jsonc?$/.test(path), read: readOpencode},
  {agent: 'zed', isSettings: path => /(?:^|\/)\.zed\/settings\.json$/.test(path), read: readZed},
  {agent: 'github-copilot', isSettings: path => /(?:^|\/)\.vscode\/settings\.json$/.test(path), read: readCopilot},
]

/** The agent that a settings file sets free to act, with what it may do; undefined where the file grants nothing. */
export function toGrantedAgent(
  document: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
): AssetOf<'agent'> | undefined {
  const client = clients.find(({isSettings}) => isSettings(path))
  const settings = asRecord(document.value)
  const grant = settings === undefined ? undefined : client?.read(settings)
  if (client === undefined || grant === undefined) return undefined
  const line = document.lineOf(grant.key)
  return {
    kind: 'agent',
    id: registryId('agent', '', client.agent),
    name: client.agent,
    aliases: [],
    digests: [],
    evidence: [{...evidence, ...(line !== undefined && {line})}],
    ...(grant.denied !== undefined && grant.denied.length > 0 && {properties: {'aibom:agent:denied': grant.denied}}),
    facts: {framework: client.agent, reach: grant.reach},
  }
}

/**
 * `permissions.allow: ["Bash(npm test:*)", "Edit", "WebFetch(domain:x)", "mcp__github"]`, `defaultMode`, hooks that run
 * commands.
 */
function readClaude(settings: UnknownRecord): Grant | undefined {
  const permissions = asRecord(settings['permissions'])
  const mode = asText(permissions?.['defaultMode'])
  const allowed = textsOf(permissions?.['allow'])
  const hooks = hookCommands(settings['hooks'])
  const allServers = settings['enableAllProjectMcpServers'] === true
  const free = [...approvedByMode(mode), ...(allServers ? ['start:*'] : [])]
  const reach = reachOfTools(
    [...allowed, ...textsOf(permissions?.['additionalDirectories']).map(folder => `Edit(${folder})`)],
    [...allowed, ...free],
  )
  const executes = unique([...(reach.executes ?? []), ...hooks.map(redactCommand)])
  if (executes.length === 0 && Object.keys(reach).length === 0) return undefined
  const key = permissions !== undefined ? 'permissions' : allServers ? 'enableAllProjectMcpServers' : 'hooks'
  const denied = unique(textsOf(permissions?.['deny']).map(redactCommand))
  return {reach: {...reach, ...(executes.length > 0 && {executes})}, denied, key: [key]}
}

function hookCommands(hooks: unknown): string[] {
  return Object.values(asRecord(hooks) ?? {})
    .flatMap(asList)
    .flatMap(matcher => asList(asRecord(matcher)?.['hooks']))
    .flatMap(hook => asText(asRecord(hook)?.['command']) ?? [])
}

function readCodex(settings: UnknownRecord): Grant | undefined {
  const profiles = [settings, ...recordsOf(Object.values(asRecord(settings['profiles']) ?? {}))]
  const stated = (key: string): string[] => profiles.flatMap(profile => asText(profile[key]) ?? [])
  const sandbox = stated('sandbox_mode').find(mode => mode === 'danger-full-access') ?? asText(settings['sandbox_mode'])
  const approval = stated('approval_policy').find(policy => policy === 'never')
  const isFree = sandbox === 'danger-full-access'
  const isInWorkspace = sandbox === 'workspace-write'
  const workspace = asRecord(settings['sandbox_workspace_write'])
  const reach: ReachFacts = {
    ...(isFree && {executes: ['*'], network: ['*'], reads: ['*'], writes: ['*']}),
    ...(isInWorkspace && {writes: ['workspace', ...textsOf(workspace?.['writable_roots'])]}),
    ...(isInWorkspace && workspace?.['network_access'] === true && {network: ['*']}),
    ...(approval === 'never' && {autoApproves: ['*']}),
  }
  if (Object.keys(reach).length === 0) return undefined
  const key = ['sandbox_mode', 'approval_policy'].find(name => settings[name] !== undefined) ?? 'profiles'
  return {reach, key: [key]}
}

function readGemini(settings: UnknownRecord): Grant | undefined {
  const tools = asRecord(settings['tools'])
  const key = ['tools', 'general'].filter(name => settings[name] !== undefined).slice(0, 1)
  const allowed = [...textsOf(settings['allowedTools']), ...textsOf(tools?.['allowed'])]
  const modes = [settings, tools, asRecord(settings['general'])].flatMap(one => [
    one?.['approvalMode'],
    one?.['defaultApprovalMode'],
  ])
  const accepts = settings['autoAccept'] === true || tools?.['autoAccept'] === true || modes.includes('yolo')
  const reach = reachOfTools(allowed, accepts ? [...allowed, '*'] : allowed)
  return Object.keys(reach).length === 0 ? undefined : {reach, key}
}

/** `permission: "allow"`, `permission: {bash: "allow"}`, `{bash: {"*": "allow", "git push": "ask"}}` */
function readOpencode(settings: UnknownRecord): Grant | undefined {
  const permission = settings['permission']
  const allowed =
    permission === 'allow'
      ? ['*']
      : Object.entries(asRecord(permission) ?? {}).flatMap(([tool, value]) => allowedBy(tool, value))
  if (allowed.length === 0) return undefined
  const reach = reachOfTools(
    allowed.map(tool => (tool === '*' ? 'Bash' : tool)),
    allowed,
  )
  return {reach, key: ['permission']}
}

function allowedBy(tool: string, value: unknown): string[] {
  if (value === 'allow') return [tool]
  return Object.entries(asRecord(value) ?? {}).flatMap(([pattern, answer]) =>
    answer === 'allow' ? [pattern === '*' ? tool : `${tool}(${pattern})`] : [],
  )
}

function readZed(settings: UnknownRecord): Grant | undefined {
  const isFree = asRecord(settings['agent'])?.['always_allow_tool_actions'] === true
  return isFree ? {reach: {autoApproves: ['*']}, key: ['agent', 'always_allow_tool_actions']} : undefined
}

function readCopilot(settings: UnknownRecord): Grant | undefined {
  const key = ['chat.tools.autoApprove', 'chat.tools.global.autoApprove'].find(name => settings[name] === true)
  if (key !== undefined) return {reach: {autoApproves: ['*']}, key: [key]}
  const terminal = asRecord(settings['chat.tools.terminal.autoApprove'])
  const commands = Object.entries(terminal ?? {}).flatMap(([command, allowed]) => (allowed === true ? [command] : []))
  return commands.length === 0
    ? undefined
    : {reach: {executes: commands.sort(), autoApproves: commands}, key: ['chat.tools.terminal.autoApprove']}
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)].sort()
}
