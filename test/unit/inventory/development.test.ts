import {describe, expect, it} from 'vitest'
import {isForDevelopers} from '../../../src/inventory/development.ts'

describe('what helps to write and check a program', () => {
  it.each(['CLAUDE.md', 'packages/web/AGENTS.md', '.cursor/rules/a.mdc', 'app/.github/workflows/ci.yml', '.mcp.json'])(
    'is told by its path: %s',
    path => expect(isForDevelopers(path)).toBe(true),
  )

  it.each([
    'prompts/agents.txt',
    'agents/critic.md',
    'skills/run/SKILL.md',
    'src/cursor/a.py',
    '.streamlit/config.toml',
  ])('is not %s', path => expect(isForDevelopers(path)).toBe(false))
})
