import type {SafetyRule} from '../inventory/file-safety.ts'

export const operatorActs: SafetyRule = {
  id: 'AIB146',
  name: 'operator-acts',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The model contains an operator that acts',
  why: 'It reads or writes files, opens connections, or runs Python when the model is used.',
  fix: 'Do not use the model. Ask for one without that operator.',
  references: ['CWE-94', 'https://atlas.mitre.org/techniques/AML.T0011.000'],
}
