import {describe, expect, it} from 'vitest'
import {roleOf} from '../../../../src/detectors/code/prompts/prompt-words.ts'

describe('the role that a constant is named for', () => {
  it.each([
    ['SYSTEM_PROMPT', 'system'],
    ['AGENT_INSTRUCTIONS', 'system'],
    ['PROMPT_EXTRACT_BLOCKS', 'template'],
    // it takes an instruction, and is none
    ['PROMPT_EXTRACT_BLOCKS_WITH_INSTRUCTION', 'template'],
    ['USER_TEMPLATE', 'user'],
  ])('%s: %s', (name, role) => expect(roleOf(name)).toBe(role))
})
