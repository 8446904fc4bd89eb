import type {SafetyRule} from '../inventory/file-safety.ts'

export const codeActs: SafetyRule = {
  id: 'AIB150',
  name: 'code-acts',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'Code that comes with the model acts',
  why: 'Loading the model with its own code runs this. It starts programs, runs text as code, opens connections, or loads pickles.',
  fix: 'Do not load the model with trust_remote_code, and do not run its code.',
  references: ['CWE-94', 'CWE-829', 'https://atlas.mitre.org/techniques/AML.T0011.000'],
}
