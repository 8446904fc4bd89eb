import type {ThreatMeta} from '../inventory/finding.ts'

export const originUnknown: ThreatMeta = {
  id: 'AIB248',
  name: 'origin-unknown',
  severity: 'medium',
  threat: 'supply chain',
  title: 'Weights lie here that nothing says the origin of',
  why: 'No card, no base model, no registry and no licence: nobody can say who made them, from what, and under which terms.',
  fix: 'Put the model card beside the weights, with its base model and licence; or fetch them from their registry, pinned.',
  references: ['OWASP LLM03:2025', 'CWE-1357', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
