import type {SafetyRule} from '../inventory/file-safety.ts'

export const hiddenFile: SafetyRule = {
  id: 'AIB107',
  name: 'hidden-file',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A second file is hidden in this one',
  why: 'Content of another format stands before or behind the model, where one program does not look and another one does.',
  fix: 'Do not load the file. Ask the publisher for one without it.',
  references: ['CWE-436', 'CWE-506'],
}
