import type {SafetyRule} from '../inventory/file-safety.ts'

export const brokenFile: SafetyRule = {
  id: 'AIB102',
  name: 'broken-file',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file is cut or broken',
  why: 'What cannot be read to its end cannot be called safe. A loader may act on the part before the damage.',
  fix: 'Fetch the file again and compare its digest with the one that the publisher states.',
  references: ['CWE-1286'],
}
