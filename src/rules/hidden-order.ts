import type {ThreatMeta} from '../inventory/finding.ts'

export const hiddenOrder: ThreatMeta = {
  id: 'AIB202',
  name: 'hidden-order',
  severity: 'high',
  threat: 'prompt injection',
  title: 'A rules file gives orders in a comment that people do not see',
  why: 'Rendered Markdown does not show comments, but the model reads them. There is no honest reason for a comment that tells the model to deceive the user or to send data away.',
  fix: 'Delete the comment and find out who wrote it.',
  references: ['OWASP LLM01:2025', 'OWASP ASI01:2026', 'CWE-506', 'https://atlas.mitre.org/techniques/AML.T0051'],
}
