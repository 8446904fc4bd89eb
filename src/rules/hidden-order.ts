import type {ThreatMeta} from '../inventory/finding.ts'

export const hiddenOrder: ThreatMeta = {
  id: 'AIB202',
  name: 'hidden-order',
  severity: 'high',
  threat: 'prompt injection',
  title: 'A rules file gives orders in a comment that readers do not see',
  why: 'A comment is not shown where Markdown is rendered, and the model reads it. Orders to deceive the user or to send data away have no other reason to stand there.',
  fix: 'Delete the comment and look at who wrote it.',
  references: ['OWASP LLM01:2025', 'OWASP ASI01:2026', 'CWE-506', 'https://atlas.mitre.org/techniques/AML.T0051'],
}
