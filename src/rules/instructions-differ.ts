import type {RuleMeta} from '../inventory/finding.ts'

export const instructionsDiffer: RuleMeta = {
  id: 'AIB412',
  name: 'instructions-differ',
  severity: 'high',
  title: 'Instructions to a model differ from the declared ones',
  why: 'Instructions decide what the model does. These are not the ones in the BOM, so nobody reviewed them with the code.',
  fix: 'Find out what changed them: a deployment, a prompt store or a variable. Review the new text, then write a new BOM.',
  references: ['OWASP LLM01:2025', 'OWASP LLM07:2025', 'CWE-353'],
}
