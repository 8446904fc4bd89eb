import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveDamaged: SafetyRule = {
  id: 'AIB121',
  name: 'archive-damaged',
  severity: 'medium',
  verdict: 'unknown',
  title: 'A member of the archive does not match its checksum or size',
  why: 'The file is damaged, or was changed so that strict programs refuse to look at it and others load it.',
  fix: 'Fetch the file again and compare its digest with the one that the publisher states.',
  references: ['CWE-354', 'CVE-2025-10156'],
}
