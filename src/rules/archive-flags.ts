import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveFlags: SafetyRule = {
  id: 'AIB122',
  name: 'archive-flags',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The archive marks a member as encrypted although it is not',
  why: 'Programs that trust the mark do not look into the member; others load it.',
  fix: 'Ask the publisher for an archive made with an ordinary program.',
  references: ['CWE-436', 'CVE-2025-1945'],
}
