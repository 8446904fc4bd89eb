import type {ThreatMeta} from '../inventory/finding.ts'

export const notSigned: ThreatMeta = {
  id: 'AIB244',
  name: 'not-signed',
  severity: 'high',
  threat: 'supply chain',
  title: 'It has to be signed by somebody, and is not',
  why: 'Without a signature that holds, nobody can tell whether these are the bytes that its maker released.',
  fix: 'Get a signed release, and verify it: aibom verify. Or change who has to sign what, in the policy.',
  references: ['OWASP LLM03:2025', 'CWE-345', 'CWE-347', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
