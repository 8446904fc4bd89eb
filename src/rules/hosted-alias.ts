import type {ThreatMeta} from '../inventory/finding.ts'

export const hostedAlias: ThreatMeta = {
  id: 'AIB250',
  name: 'hosted-alias',
  severity: 'low',
  threat: 'drift',
  title: 'A hosted model is used by a name that its provider moves',
  why: 'The provider points the name at a newer model. Answers, prices and what the tests showed change without a change in the code.',
  fix: 'Name one version, as gpt-4o-2024-08-06 does, and move on with a test run.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
