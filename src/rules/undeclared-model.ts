import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredModel: RuleMeta = {
  id: 'AIB401',
  name: 'undeclared-model',
  severity: 'high',
  title: 'A model is used that the BOM does not declare',
  why: 'What was tested and approved says nothing of this model. A variable, a remote setting or code that was not scanned chose it.',
  fix: 'Find what chooses the model. Test it, then declare it with a new BOM or lock.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
