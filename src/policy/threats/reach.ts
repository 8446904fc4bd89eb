import type {Actor} from '../../inventory/actor.ts'

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
  const isShell = shellPattern.test(
    program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1).replace(/\.exe$/i, ''),
  )
  return isShell && /\*$/.test(command.trim()) && rest.every(word => /^-\w{1,3}$/.test(word))
}
