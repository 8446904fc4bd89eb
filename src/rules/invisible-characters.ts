import type {ThreatMeta} from '../inventory/finding.ts'

export const invisibleCharacters: ThreatMeta = {
  id: 'AIB201',
  name: 'invisible-characters',
  severity: 'low',
  threat: 'prompt injection',
  title: 'A prompt or rules file contains invisible characters',
  why: 'A zero-width character inside a word hides the word from searches and filters. Most of these characters come from text copied from a web page.',
  fix: 'Delete them.',
  references: ['OWASP LLM01:2025', 'CWE-1007', 'https://atlas.mitre.org/techniques/AML.T0051'],
}
