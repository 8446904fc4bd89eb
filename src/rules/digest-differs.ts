import type {ThreatMeta} from '../inventory/finding.ts'

export const digestDiffers: ThreatMeta = {
  id: 'AIB247',
  name: 'digest-differs',
  severity: 'critical',
  threat: 'supply chain',
  title: 'The content is not what its registry or description states',
  why: 'The digest that is stated and the digest of the bytes differ. The file was damaged, or replaced.',
  fix: 'Fetch it again from its registry: aibom fetch checks every file. Do not load this one.',
  references: ['OWASP LLM03:2025', 'CWE-345', 'CWE-354', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
