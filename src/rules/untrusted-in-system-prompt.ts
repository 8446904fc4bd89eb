import type {ThreatMeta} from '../inventory/finding.ts'

export const untrustedInSystemPrompt: ThreatMeta = {
  id: 'AIB204',
  name: 'untrusted-in-system-prompt',
  severity: 'medium',
  threat: 'prompt injection',
  title: 'Text from others goes into a system prompt',
  why: 'A model obeys its system prompt before everything else. If a message, a page or a document ends up there, its author gives orders to the model.',
  fix: 'Pass the text in a user or tool message, marked as data, and keep the system prompt constant.',
  references: [
    'OWASP LLM01:2025',
    'OWASP ASI01:2026',
    'OWASP MCP06:2025',
    'CWE-1427',
    'https://atlas.mitre.org/techniques/AML.T0051',
  ],
}
