import type {SafetyRule} from '../inventory/file-safety.ts'

export const fileChanged: SafetyRule = {
  id: 'AIB108',
  name: 'file-changed',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file changed while it was read',
  why: 'What was checked may not be what is there now.',
  fix: 'Inspect it again when nothing writes to it.',
  references: ['CWE-367'],
}
