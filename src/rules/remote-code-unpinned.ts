import type {ThreatMeta} from '../inventory/finding.ts'

export const remoteCodeUnpinned: ThreatMeta = {
  id: 'AIB242',
  name: 'remote-code-unpinned',
  severity: 'high',
  threat: 'supply chain',
  title: 'Code that comes with a model is not pinned to a revision',
  why: 'The next start runs whatever was pushed to the repository in the meantime, without review and with the rights of the user who loads the model.',
  fix: 'Pin the commit that you reviewed: revision=COMMIT, and code_revision=COMMIT if the code is in another repository.',
  references: [
    'OWASP LLM03:2025',
    'OWASP ASI05:2026',
    'CWE-94',
    'CWE-494',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0010',
  ],
}
