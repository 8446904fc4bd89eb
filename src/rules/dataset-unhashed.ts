import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetUnhashed: ThreatMeta = {
  id: 'AIB211',
  name: 'dataset-unhashed',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A data set is fetched from an address, but nothing states its digest',
  why: 'The server, or anybody between it and you, decides what arrives. Nobody notices if it differs from last time.',
  fix: 'State the digest where the data set is fetched, or in a Croissant description next to the code.',
  references: ['OWASP LLM04:2025', 'CWE-494', 'CWE-353', 'https://atlas.mitre.org/techniques/AML.T0020'],
}
