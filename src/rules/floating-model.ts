import type {ThreatMeta} from '../inventory/finding.ts'

export const floatingModel: ThreatMeta = {
  id: 'AIB240',
  name: 'floating-model',
  severity: 'medium',
  threat: 'supply chain',
  title: 'A model is used at whatever its newest revision is',
  why: 'Whoever can write to its repository decides which bytes the next start loads. The name stays the same.',
  fix: 'Name the commit, or a tag that does not move: revision=COMMIT. aibom generate --online tells which one it is now.',
  references: ['OWASP LLM03:2025', 'OWASP ASI04:2026', 'CWE-494', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
