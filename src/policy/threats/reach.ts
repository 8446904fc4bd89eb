import type {AssetOf} from '../../inventory/asset.ts'

/** Kinds of assets that act. */
export const actors = ['agent', 'mcp-server', 'tool', 'prompt'] as const
export type Actor = AssetOf<(typeof actors)[number]>

const roles: Partial<Record<string, string>> = {instructions: 'rules file', skill: 'skill', command: 'command'}
const labels = {agent: 'agent', 'mcp-server': 'MCP server', tool: 'tool'} as const

/** `MCP server files`, `skill .claude/skills/x/SKILL.md` */
export function actorLabel(actor: Actor): string {
  const label = actor.kind === 'prompt' ? (roles[actor.facts.role] ?? 'prompt') : labels[actor.kind]
  return `${label} ${actor.name}`
}

const shellPattern = /^(?:ba|z|da|k|c|fi)?sh$|^(?:cmd|powershell|pwsh)$/

/** `*`, `*:*`, and a shell that takes any script: `bash -c`, `bash:*`. */
export function isAnyCommand(command: string): boolean {
  const words = command.trim().replace(/:?\*$/, '').split(/\s+/)
  const [program = '', ...rest] = words
  if (command.trim() === '*' || (program === '' && rest.length === 0)) return true
  const isShell = shellPattern.test(program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1).replace(/\.exe$/i, ''))
  return isShell && /\*$/.test(command.trim()) && rest.every(word => /^-\w{1,3}$/.test(word))
}

const roots =
  /^(?:\/|\/\*{1,2}|~|~[/\\]?\*{0,2}|\$\{?(?:HOME|userHome|env:HOME)\}?[/\\]?\*{0,2}|[A-Za-z]:[\\/]?\*{0,2}|%USERPROFILE%[\\/]?|\/(?:home|Users|root|etc|var|mnt|host|media)\/?\*{0,2}|\/(?:home|Users)\/[^/\\]+\/?\*{0,2}|[A-Za-z]:[\\/]Users(?:[\\/][^/\\]+)?[\\/]?)$/

/** The root of a disk, a home folder, or a folder of the system that holds far more than a project. */
export function isWholeDisk(path: string): boolean {
  return path.length < 300 && roots.test(path.trim())
}
