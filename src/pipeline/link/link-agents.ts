import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'

type Actor = AssetOf<'agent' | 'prompt'>

/**
 * Where the clients that a repository gives permissions to keep the servers, skills, commands and agents that come with
 * it.
 */
const homes: Readonly<Record<string, {readonly servers: readonly string[]; readonly texts: readonly string[]}>> = {
  'claude-code': {servers: ['.mcp.json'], texts: ['.claude/skills/', '.claude/commands/', '.claude/agents/']},
  codex: {servers: ['.codex/config.toml'], texts: ['.codex/skills/', '.codex/prompts/', '.agents/skills/']},
  'gemini-cli': {
    servers: ['.gemini/settings.json'],
    texts: ['.gemini/skills/', '.gemini/commands/', '.gemini/agents/'],
  },
  'cursor-agent': {servers: ['.cursor/mcp.json'], texts: ['.cursor/commands/', '.cursor/skills/', '.cursor/agents/']},
  'github-copilot': {
    servers: ['.vscode/mcp.json', '.vscode/settings.json'],
    texts: ['.github/skills/', '.github/prompts/', '.github/agents/'],
  },
}

/**
 * Joins agents, skills and commands with what they may use: a server, skill or agent that their tools name, and for a
 * client of the repository all that it keeps for it. A name leads somewhere only where one asset has it. Pure.
 */
export function linkAgents(assets: readonly Asset[]): Relationship[] {
  const actors = assets.filter((asset): asset is Actor => asset.kind === 'agent' || asset.kind === 'prompt')
  const named = namesOf(assets)
  return actors.flatMap(actor =>
    [...byTools(actor, named), ...byHome(actor, assets)].flatMap(target => relate(actor, target)),
  )
}

function relate(from: Asset, to: Asset): Relationship[] {
  if (keyOf(from) === keyOf(to)) return []
  return [{from: keyOf(from), to: keyOf(to), kind: to.kind === 'agent' ? 'calls' : 'depends-on'}]
}

type Reached = 'mcp-server' | 'skill' | 'agent'
type Named = ReadonlyMap<string, readonly Asset[]>

function namesOf(assets: readonly Asset[]): Named {
  const entries = assets.flatMap(asset => {
    const kind = reachedAs(asset)
    return kind === undefined
      ? []
      : [...new Set([asset.name, ...asset.aliases])].map(name => ({key: keyFor(kind, name), asset}))
  })
  return new Map([...groupBy(entries, ({key}) => key)].map(([key, list]) => [key, list.map(({asset}) => asset)]))
}

function reachedAs(asset: Asset): Reached | undefined {
  if (asset.kind === 'prompt')
    return asset.facts.role === 'skill' || asset.facts.role === 'command' ? 'skill' : undefined
  return asset.kind === 'mcp-server' || asset.kind === 'agent' ? asset.kind : undefined
}

/** Clients write a name with `_` for what a tool's name cannot have. */
function keyFor(kind: Reached, name: string): string {
  return `${kind}\n${name.toLowerCase().replace(/[^a-z0-9_-]/g, '_')}`
}

function byTools(actor: Actor, named: Named): Asset[] {
  const listed = actor.kind === 'agent' ? (actor.facts.tools ?? []) : []
  return [...listed, ...(actor.facts.reach?.autoApproves ?? [])].flatMap(tool => {
    const target = targetOf(tool)
    const found = target === undefined ? [] : (named.get(keyFor(...target)) ?? [])
    return found.length === 1 ? found : []
  })
}

/** `@files`, `@files/read`, `files/*`. */
const serverTool = /^(?:@([\w.-]{1,100})(?:\/.*)?|([\w.-]{1,100})\/[\w.*-]{1,100})$/
/** `Skill(deploy)`, `Skill(deploy:*)`, `Task(planner)`. */
const argumentTool = /^(Skill|SlashCommand|Task|Agent)\(\/?([^():]{1,100})(?::[^()]*)?\)$/

function targetOf(tool: string): [Reached, string] | undefined {
  if (tool.length > 300) return undefined
  if (tool.startsWith('mcp__')) return ['mcp-server', tool.split('__', 2)[1] ?? '']
  const [, at, slashed] = serverTool.exec(tool) ?? []
  const server = at ?? slashed
  if (server !== undefined) return ['mcp-server', server]
  const [, use, name = ''] = argumentTool.exec(tool) ?? []
  if (use === undefined) return undefined
  return [use === 'Task' || use === 'Agent' ? 'agent' : 'skill', name.trim()]
}

function byHome(actor: Actor, assets: readonly Asset[]): Asset[] {
  const home =
    actor.kind === 'agent' && actor.id === `agent:${actor.name}` && Object.hasOwn(homes, actor.name)
      ? homes[actor.name]
      : undefined
  if (home === undefined) return []
  const roots = [...new Set(actor.evidence.map(({path}) => /^(.*?\/|)\.[a-z]+\/[^/]+$/.exec(path)?.[1] ?? ''))]
  return assets.filter(asset => {
    const folders = asset.kind === 'mcp-server' ? home.servers : reachedAs(asset) === undefined ? [] : home.texts
    return asset.evidence.some(({path}) => roots.some(root => folders.some(folder => isAt(path, root + folder))))
  })
}

function isAt(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place
}
