import type {ThreatMeta} from '../inventory/finding.ts'

export const hiddenText: ThreatMeta = {
  id: 'AIB200',
  name: 'hidden-text',
  severity: 'high',
  threat: 'prompt injection',
  title: 'A prompt or rules file contains text that people cannot see',
  why: 'Tag characters, direction controls and long runs of invisible characters do not appear in an editor or a review. The model reads them like any other text.',
  fix: 'Delete the line and find out who wrote it. Many editors have a setting that shows control or ambiguous characters.',
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
