import type {SafetyRule} from '../inventory/file-safety.ts'

export const hiddenFile: SafetyRule = {
  id: 'AIB107',
  name: 'hidden-file',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A second file is hidden in this one',
  why: 'There is content in another format before or after the model, where some programs look and others do not.',
  fix: 'Do not load the file. Ask the publisher for one without the extra content.',
  references: ['CWE-436', 'CWE-506'],
}
