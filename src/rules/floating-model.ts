import type {ThreatMeta} from '../inventory/finding.ts'

export const floatingModel: ThreatMeta = {
  id: 'AIB240',
  name: 'floating-model',
  severity: 'medium',
  threat: 'supply chain',
  title: 'A model is not pinned to a revision',
  why: 'Anybody who can write to its repository decides which bytes you load next time, while the name stays the same.',
  fix: 'Pin the commit: revision=COMMIT, or a tag that does not move. aibom generate --online shows the current commit.',
  references: ['OWASP LLM03:2025', 'OWASP ASI04:2026', 'CWE-494', 'https://atlas.mitre.org/techniques/AML.T0010'],
}
