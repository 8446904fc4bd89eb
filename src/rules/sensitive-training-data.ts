import type {ThreatMeta} from '../inventory/finding.ts'

export const sensitiveTrainingData: ThreatMeta = {
  id: 'AIB214',
  name: 'sensitive-training-data',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A model is trained on data whose name suggests personal or confidential content',
  why: 'A model can reveal what it has learned to anybody who asks. If users can write into the training data, they can influence the model.',
  fix: 'Remove personal and confidential records before training, and document where the data came from and who approved it.',
  references: ['OWASP LLM02:2025', 'OWASP LLM04:2025', 'CWE-359', 'https://atlas.mitre.org/techniques/AML.T0024'],
}
