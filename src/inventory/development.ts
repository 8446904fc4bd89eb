/** Folders in which editors, coding assistants and CI keep what they read. */
const folders: ReadonlySet<string> = new Set([
  ...['.github', '.gitlab', '.circleci', '.buildkite', '.woodpecker', '.forgejo', '.gitea', '.vscode', '.devcontainer'],
  ...['.claude', '.claude-plugin', '.cursor', '.codex', '.gemini', '.qwen', '.windsurf', '.codeium', '.clinerules'],
  ...['.roo', '.kilocode', '.continue', '.goose', '.kiro', '.amazonq', '.augment', '.trae', '.tabnine', '.junie'],
  ...['.agent', '.agents', '.opencode', '.openhands', '.factory', '.copilot', '.crush', '.zed', '.rules'],
])

/** Files that assistants and CI read wherever they lie. */
const files: ReadonlySet<string> = new Set([
  ...['agents.md', 'agents.override.md', 'agent.md', 'claude.md', 'claude.local.md', 'gemini.md', 'qwen.md', 'warp.md'],
  ...['crush.md', 'jules.md', 'codex.md', '.cursorrules', '.windsurfrules', '.clinerules', '.roorules', '.goosehints'],
  ...['.kilocoderules', '.rules', '.augment-guidelines', '.openhands_instructions', 'copilot-instructions.md'],
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
