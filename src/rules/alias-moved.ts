import type {RuleMeta} from '../inventory/finding.ts'

export const aliasMoved: RuleMeta = {
  id: 'AIB410',
  name: 'alias-moved',
  severity: 'medium',
  title: 'A model name is answered by another version than before',
  why: 'The provider moved the name. Answers, prices and what the tests showed change without a change in the code.',
  fix: 'Name one version, and move on with a test run.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
