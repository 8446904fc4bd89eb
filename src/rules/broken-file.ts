import type {SafetyRule} from '../inventory/file-safety.ts'

export const brokenFile: SafetyRule = {
  id: 'AIB102',
  name: 'broken-file',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file is truncated or broken',
  why: 'aibom cannot call a file safe if it cannot read all of it. A loader may act on the part before the damage.',
  fix: 'Download the file again and compare its digest with the one that the publisher states.',
  references: ['CWE-1286'],
}
