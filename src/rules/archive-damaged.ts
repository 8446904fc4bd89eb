import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveDamaged: SafetyRule = {
  id: 'AIB121',
  name: 'archive-damaged',
  severity: 'medium',
  verdict: 'unknown',
  title: 'A member of the archive does not match its checksum or size',
  why: 'The file is damaged, or somebody changed it so that strict programs reject it and others load it.',
  fix: 'Download the file again and compare its digest with the one that the publisher states.',
  references: ['CWE-354', 'CVE-2025-10156'],
}
