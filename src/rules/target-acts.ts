import type {SafetyRule} from '../inventory/file-safety.ts'

export const targetActs: SafetyRule = {
  id: 'AIB151',
  name: 'target-acts',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The configuration refers to a function that acts',
  why: 'A program that builds objects from this configuration calls the function.',
  fix: 'Do not load the configuration.',
  references: ['CWE-470', 'CWE-502', 'CVE-2025-23304'],
}
