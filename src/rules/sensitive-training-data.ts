import type {ThreatMeta} from '../inventory/finding.ts'

export const sensitiveTrainingData: ThreatMeta = {
  id: 'AIB214',
  name: 'sensitive-training-data',
  severity: 'medium',
  threat: 'poisoning',
  title: 'A model is trained on data that by its name is personal or confidential',
  why: 'What a model has learned it can give away to whoever asks it. What users write also reaches the training data, and with it the model.',
  fix: 'Take personal and confidential records out before training, and write down where the data came from and who approved it.',
  references: ['OWASP LLM02:2025', 'OWASP LLM04:2025', 'CWE-359', 'https://atlas.mitre.org/techniques/AML.T0024'],
}
