import type {ThreatMeta} from '../inventory/finding.ts'

export const publicWeights: ThreatMeta = {
  id: 'AIB223',
  name: 'public-weights',
  severity: 'medium',
  threat: 'model theft',
  title: 'Weights lie where a web server shows them to everybody',
  why: 'A folder such as public/ or static/ is served as it is. Weights that took a training run to make can be downloaded by their address.',
  fix: 'Keep weights out of folders that are served, unless everybody may have them.',
  references: ['OWASP LLM02:2025', 'CWE-219', 'CWE-552', 'https://atlas.mitre.org/techniques/AML.T0035'],
}
