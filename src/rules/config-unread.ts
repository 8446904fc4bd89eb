import type {SafetyRule} from '../inventory/file-safety.ts'

export const configUnread: SafetyRule = {
  id: 'AIB152',
  name: 'config-unread',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The configuration cannot be read with certainty',
  why: 'It is invalid or has duplicate keys, so programs disagree about what it says.',
  fix: 'Ask the publisher for a valid configuration.',
  references: ['CWE-436'],
}
