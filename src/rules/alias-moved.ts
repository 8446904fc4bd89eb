import type {RuleMeta} from '../inventory/finding.ts'

export const aliasMoved: RuleMeta = {
  id: 'AIB410',
  name: 'alias-moved',
  severity: 'medium',
  title: 'A model name is answered by another version than before',
  why: 'The provider moved the name to another model. Answers, prices and test results change although the code does not.',
  fix: 'Name one version, and test before you move to the next one.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
