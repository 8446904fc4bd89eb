import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateUnread: SafetyRule = {
  id: 'AIB143',
  name: 'template-unread',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The chat template cannot be read',
  why: 'It is invalid, or uses parts of the language that chat templates do not have.',
  fix: 'Compare it with the template of the base model.',
  references: ['CWE-1336'],
}
