import type {SafetyRule} from '../inventory/file-safety.ts'

export const configUnread: SafetyRule = {
  id: 'AIB152',
  name: 'config-unread',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The configuration cannot be read with certainty',
  why: 'It is not valid, or says the same thing twice: programs then disagree on what it says.',
  fix: 'Ask the publisher for a valid one.',
  references: ['CWE-436'],
}
