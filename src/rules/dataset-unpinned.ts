import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetUnpinned: ThreatMeta = {
  id: 'AIB210',
  name: 'dataset-unpinned',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A data set is not pinned to a revision',
  why: 'Anybody who can write to its repository decides what the next training or evaluation run reads. A few hundred records are enough to plant a back door.',
  fix: 'Pin the commit: load_dataset(NAME, revision=COMMIT). aibom lock records the current one.',
  references: ['OWASP LLM04:2025', 'OWASP ASI06:2026', 'CWE-494', 'https://atlas.mitre.org/techniques/AML.T0020'],
}
