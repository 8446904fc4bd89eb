import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetOriginUnknown: ThreatMeta = {
  id: 'AIB212',
  name: 'dataset-origin-unknown',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A model was trained on data of unknown origin',
  why: 'The name does not lead to a registry, an address or a file. Nobody can say what the data contains, or whether you may use it.',
  fix: 'Add the registry or address of the data set to the model card.',
  references: ['OWASP LLM04:2025', 'CWE-1357', 'https://atlas.mitre.org/techniques/AML.T0019'],
}
