/** Folders in which editors, coding assistants and CI keep what they read. */
const folders: ReadonlySet<string> = new Set([
  ...['.github', '.gitlab', '.circleci', '.buildkite', '.woodpecker', '.forgejo', '.gitea', '.vscode', '.devcontainer'],
  ...['.claude', '.claude-plugin', '.cursor', '.codex', '.gemini', '.qwen', '.windsurf', '.codeium', '.clinerules'],
  ...['.roo', '.kilocode', '.continue', '.goose', '.kiro', '.amazonq', '.augment', '.trae', '.tabnine', '.junie'],
  ...['.agent', '.agents', '.opencode', '.openhands', '.factory', '.copilot', '.crush', '.zed', '.rules'],
])

/** Names under which coding assistants read their instructions wherever they lie, as they are written. */
export const assistantNames: readonly string[] = [
  ...['AGENTS.md', 'AGENTS.override.md', 'AGENT.md', 'CLAUDE.md', 'CLAUDE.local.md', 'GEMINI.md', 'QWEN.md', 'WARP.md'],
  ...['CRUSH.md', 'JULES.md', 'CODEX.md', '.cursorrules', '.windsurfrules', '.clinerules', '.roorules', '.goosehints'],
  ...['.kilocoderules', '.rules', '.augment-guidelines', '.openhands_instructions', 'copilot-instructions.md'],
]

/** The same and what CI reads, in small letters. */
const files: ReadonlySet<string> = new Set([
  ...assistantNames.map(name => name.toLowerCase()),
  ...['.mcp.json', '.gitlab-ci.yml', '.gitlab-ci.yaml', '.travis.yml', 'azure-pipelines.yml', 'jenkinsfile'],
])

/**
 * Whether a path is of what helps to write and check a program and is no part of it: rules and servers of coding
 * assistants, workflows of CI.
 */
export function isForDevelopers(path: string): boolean {
  const segments = path.toLowerCase().split('/')
  return files.has(segments.at(-1) ?? '') || segments.slice(0, -1).some(segment => folders.has(segment))
}
