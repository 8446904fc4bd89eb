import {assistantNames} from '../../inventory/development.ts'
import type {PromptFacts} from '../../inventory/facts.ts'
import {baseName} from '../../lib/path.ts'

/** What a file of instructions is for, by its name. */
export interface FileKind {
  /** what the file is to an assistant; an agent's file is also the agent's prompt */
  readonly role: Extract<PromptFacts['role'], 'instructions' | 'skill' | 'command'> | 'agent'
  /** the assistant that reads it, where only one does */
  readonly client?: string
  /** the name proves nothing: front matter or a plugin manifest must */
  readonly uncertain?: true
}

const instructionNames: ReadonlySet<string> = new Set([
  ...assistantNames,
  ...['llm-instructions.md', 'ai-instructions.md', 'airules.md'],
])

interface FolderRule {
  readonly folder: string
  readonly ends: readonly string[]
  readonly kind: FileKind
}

function rule(folder: string, ends: string, role: FileKind['role'], client: string): FolderRule {
  return {folder, ends: ends.split(' '), kind: {role, client}}
}

/** Folders of the assistants; the first that fits counts, so narrower ones stand first. */
const folderRules: readonly FolderRule[] = [
  rule('.cursor/rules/', '.mdc .md', 'instructions', 'cursor'),
  rule('.cursor/commands/', '.md', 'command', 'cursor'),
  rule('.cursor/agents/', '.md', 'agent', 'cursor'),
  rule('.claude/commands/', '.md', 'command', 'claude-code'),
  rule('.claude/agents/', '.md', 'agent', 'claude-code'),
  rule('.claude/rules/', '.md', 'instructions', 'claude-code'),
  rule('.claude/output-styles/', '.md', 'instructions', 'claude-code'),
  rule('.github/instructions/', '.instructions.md', 'instructions', 'github-copilot'),
  rule('.github/prompts/', '.prompt.md', 'command', 'github-copilot'),
  rule('.github/chatmodes/', '.chatmode.md', 'agent', 'github-copilot'),
  rule('.github/agents/', '.md', 'agent', 'github-copilot'),
  rule('.windsurf/rules/', '.md', 'instructions', 'windsurf'),
  rule('.windsurf/workflows/', '.md', 'command', 'windsurf'),
  rule('.clinerules/workflows/', '.md', 'command', 'cline'),
  rule('.clinerules/', '.md .txt', 'instructions', 'cline'),
  rule('.roo/commands/', '.md', 'command', 'roo-code'),
  rule('.roo/rules', '.md .txt', 'instructions', 'roo-code'),
  rule('.kilocode/workflows/', '.md', 'command', 'kilo-code'),
  rule('.kilocode/rules', '.md .txt', 'instructions', 'kilo-code'),
  rule('.continue/rules/', '.md .yaml', 'instructions', 'continue'),
  rule('.continue/prompts/', '.md .prompt', 'command', 'continue'),
  rule('.gemini/commands/', '.toml', 'command', 'gemini-cli'),
  rule('.gemini/agents/', '.md', 'agent', 'gemini-cli'),
  rule('.qwen/commands/', '.toml .md', 'command', 'qwen-code'),
  rule('.qwen/agents/', '.md', 'agent', 'qwen-code'),
  rule('.opencode/command/', '.md', 'command', 'opencode'),
  rule('.opencode/commands/', '.md', 'command', 'opencode'),
  rule('.opencode/agent/', '.md', 'agent', 'opencode'),
  rule('.opencode/agents/', '.md', 'agent', 'opencode'),
  rule('.codex/prompts/', '.md', 'command', 'codex'),
  rule('.kiro/steering/', '.md', 'instructions', 'kiro'),
  rule('.kiro/agents/', '.json .md', 'agent', 'kiro'),
  rule('.amazonq/rules/', '.md', 'instructions', 'amazon-q'),
  rule('.amazonq/prompts/', '.md', 'command', 'amazon-q'),
  rule('.amazonq/cli-agents/', '.json', 'agent', 'amazon-q'),
  rule('.augment/rules/', '.md', 'instructions', 'augment'),
  rule('.augment/commands/', '.md', 'command', 'augment'),
  rule('.trae/rules/', '.md', 'instructions', 'trae'),
  rule('.tabnine/guidelines/', '.md', 'instructions', 'tabnine'),
  rule('.rules/', '.mdc', 'instructions', 'cursor'),
  rule('.junie/', 'guidelines.md AGENTS.md', 'instructions', 'junie'),
  rule('.agent/rules/', '.md', 'instructions', 'antigravity'),
  rule('.agent/workflows/', '.md', 'command', 'antigravity'),
  rule('.openhands/microagents/', '.md', 'instructions', 'openhands'),
  rule('.factory/droids/', '.md', 'agent', 'factory'),
  rule('.factory/commands/', '.md', 'command', 'factory'),
]

/** Where plugins keep the same things; the folder's name alone is too common to count. */
const pluginRules: readonly FolderRule[] = [
  {folder: 'agents/', ends: ['.md'], kind: {role: 'agent', client: 'claude-code', uncertain: true}},
  {folder: 'commands/', ends: ['.md'], kind: {role: 'command', client: 'claude-code', uncertain: true}},
]

/** What a file is to a coding assistant, by its path; undefined for all others. */
export function kindOf(path: string): FileKind | undefined {
  const name = baseName(path)
  if (instructionNames.has(name)) return {role: 'instructions'}
  if (name === 'SKILL.md') return {role: 'skill'}
  if (name.startsWith('README') || name.startsWith('readme')) return undefined
  const known = [...folderRules, ...pluginRules].find(
    ({folder, ends}) => isInside(path, folder) && ends.some(end => name.endsWith(end)),
  )?.kind
  return known ?? (isCollectedRule(path) ? {role: 'instructions', client: 'cursor'} : undefined)
}

/** `project-rules/commit.mdc`: rules that a repository collects for others to copy; below `docs` they are only told of. */
function isCollectedRule(path: string): boolean {
  return /(?:^|[/_-])rules\/[^/]{1,100}\.mdc$/.test(path) && !/(?:^|\/)docs?\//.test(path)
}

/**
 * Cheap: false for nearly all files that {@link kindOf} does not know. Everything but Markdown and
 * Cursor's rules lies in a hidden folder or is hidden itself.
 */
export function mayBeInstructions(path: string): boolean {
  return path.endsWith('.md') || path.endsWith('.mdc') || path.startsWith('.') || path.includes('/.')
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) || path.includes(`/${folder}`)
}
