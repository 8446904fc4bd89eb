import type {ThreatMeta} from '../inventory/finding.ts'

export const publicWeights: ThreatMeta = {
  id: 'AIB223',
  name: 'public-weights',
  severity: 'medium',
  threat: 'model theft',
  title: 'Weights are in a folder that a web server shows to everybody',
  why: 'A web server publishes a folder such as public/ or static/ as it is. Anybody who knows the address can download the weights.',
  fix: 'Keep weights out of served folders, unless everybody may have them.',
  references: ['OWASP LLM02:2025', 'CWE-219', 'CWE-552', 'https://atlas.mitre.org/techniques/AML.T0035'],
}
