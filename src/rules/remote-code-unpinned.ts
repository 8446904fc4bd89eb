import type {ThreatMeta} from '../inventory/finding.ts'

export const remoteCodeUnpinned: ThreatMeta = {
  id: 'AIB242',
  name: 'remote-code-unpinned',
  severity: 'high',
  threat: 'supply chain',
  title: 'Code that comes with a model is run, whatever its newest revision is',
  why: 'The next start runs whatever somebody pushed to the repository since, without a review and with the rights of whoever loads the model.',
  fix: 'Name the commit that was read: revision=COMMIT, and code_revision=COMMIT where the code lies elsewhere.',
  references: [
    'OWASP LLM03:2025',
    'OWASP ASI05:2026',
    'CWE-94',
    'CWE-494',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0010',
  ],
}
