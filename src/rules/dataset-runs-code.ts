import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetRunsCode: ThreatMeta = {
  id: 'AIB213',
  name: 'dataset-runs-code',
  severity: 'high',
  threat: 'poisoning',
  title: 'Loading a data set runs code that comes with it',
  why: 'With trust_remote_code, the loading script of the data set runs with the rights of the user who loads it, and in its newest revision if none is given.',
  fix: 'Use the Parquet files of the data set, or read the script and pin its commit.',
  references: [
    'OWASP LLM03:2025',
    'OWASP LLM04:2025',
    'CWE-94',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0011',
  ],
}
