import type {ThreatMeta} from '../inventory/finding.ts'

export const hostedAlias: ThreatMeta = {
  id: 'AIB250',
  name: 'hosted-alias',
  severity: 'low',
  threat: 'drift',
  title: 'A hosted model is used under a name that its provider moves',
  why: 'The provider can point the name to a newer model. Answers, prices and test results then change although the code does not.',
  fix: 'Name one version, such as gpt-4o-2024-08-06, and test before you move to the next one.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
