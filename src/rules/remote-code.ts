import type {ThreatMeta} from '../inventory/finding.ts'

export const remoteCode: ThreatMeta = {
  id: 'AIB241',
  name: 'remote-code',
  severity: 'medium',
  threat: 'supply chain',
  title: 'Code that comes with a model runs',
  why: 'With trust_remote_code, the Python files of the model repository run with the rights of the user who loads the model.',
  fix: 'Use a model that the library itself supports, or read that code and run it only in an isolated environment.',
  references: ['OWASP LLM03:2025', 'CWE-94', 'CWE-829', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
