import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetUnhashed: ThreatMeta = {
  id: 'AIB211',
  name: 'dataset-unhashed',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A data set is fetched from an address, and nothing states its digest',
  why: 'The server, or whoever stands between, decides what arrives. Nobody notices when it is something else than last time.',
  fix: 'State the digest where it is fetched, or in a Croissant description beside the code.',
  references: ['OWASP LLM04:2025', 'CWE-494', 'CWE-353', 'https://atlas.mitre.org/techniques/AML.T0020'],
}
