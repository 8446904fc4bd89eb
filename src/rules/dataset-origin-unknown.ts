import type {ThreatMeta} from '../inventory/finding.ts'

export const datasetOriginUnknown: ThreatMeta = {
  id: 'AIB212',
  name: 'dataset-origin-unknown',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A model was trained on data of unknown origin',
  why: 'The name alone leads to no registry, address or file. Nobody can say what is in it, or whether it may be used.',
  fix: 'Write the registry or the address of the data set into the model card.',
  references: ['OWASP LLM04:2025', 'CWE-1357', 'https://atlas.mitre.org/techniques/AML.T0019'],
}
