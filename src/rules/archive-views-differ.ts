import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveViewsDiffer: SafetyRule = {
  id: 'AIB120',
  name: 'archive-views-differ',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The archive shows different content to different programs',
  why: 'Its list of members does not match the members themselves, so a scanner reads one thing and a loader another.',
  fix: 'Do not load the file. Ask the publisher for one made with an ordinary program.',
  references: ['CWE-436', 'CVE-2025-1944', 'CVE-2025-10156'],
}
