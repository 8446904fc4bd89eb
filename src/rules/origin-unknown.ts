import type {ThreatMeta} from '../inventory/finding.ts'

export const originUnknown: ThreatMeta = {
  id: 'AIB248',
  name: 'origin-unknown',
  severity: 'medium',
  threat: 'supply chain',
  title: 'Nothing says where these weights come from',
  why: 'There is no card, base model, registry or license. Nobody can say who made them, from what, and under which terms.',
  fix: 'Put a model card with base model and license next to the weights, or fetch them from their registry at a pinned revision.',
  references: ['OWASP LLM03:2025', 'CWE-1357', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
