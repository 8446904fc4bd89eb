import type {ThreatMeta} from '../inventory/finding.ts'

export const digestDiffers: ThreatMeta = {
  id: 'AIB247',
  name: 'digest-differs',
  severity: 'critical',
  threat: 'supply chain',
  title: 'The content is not what its registry or description states',
  why: 'The digest of the bytes differs from the stated digest. The file was damaged or replaced.',
  fix: 'Do not load this file. Download it again from its registry; aibom fetch checks every file.',
  references: ['OWASP LLM03:2025', 'CWE-345', 'CWE-354', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
