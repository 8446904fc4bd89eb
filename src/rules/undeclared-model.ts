import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredModel: RuleMeta = {
  id: 'AIB401',
  name: 'undeclared-model',
  severity: 'high',
  title: 'The BOM does not declare a model that is used',
  why: 'Tests and approvals do not cover this model. A variable, a remote setting or code that was not scanned selected it.',
  fix: 'Find out what selects the model. Test it, then declare it with a new BOM or lock.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
