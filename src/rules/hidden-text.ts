import type {ThreatMeta} from '../inventory/finding.ts'

export const hiddenText: ThreatMeta = {
  id: 'AIB200',
  name: 'hidden-text',
  severity: 'high',
  threat: 'prompt injection',
  title: 'A prompt or rules file holds text that people cannot see',
  why: 'Tag characters, direction controls and long runs of invisible characters show nothing in an editor or a review. The model reads them like any other text.',
  fix: 'Delete the line and look at who wrote it. Editors show such characters with a setting for control or ambiguous characters.',
  references: [
    'OWASP LLM01:2025',
    'OWASP ASI01:2026',
    'OWASP MCP06:2025',
    'CWE-1007',
    'CWE-506',
    'https://atlas.mitre.org/techniques/AML.T0051',
    'https://trojansource.codes',
  ],
}
