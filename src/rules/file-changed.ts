import type {SafetyRule} from '../inventory/file-safety.ts'

export const fileChanged: SafetyRule = {
  id: 'AIB108',
  name: 'file-changed',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file changed while it was read',
  why: 'The file may now differ from what was checked.',
  fix: 'Inspect it again while nothing writes to it.',
  references: ['CWE-367'],
}
