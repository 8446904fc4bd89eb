import type {SafetyRule} from '../inventory/file-safety.ts'

export const nameDiffers: SafetyRule = {
  id: 'AIB158',
  name: 'name-differs',
  severity: 'medium',
  verdict: 'safe',
  title: 'The name says another format than the content',
  why: 'Programs and people go by the name: a scanner that does so does not look at what is really loaded.',
  fix: 'Rename the file, or ask the publisher why it has this name.',
  references: ['CWE-434', 'CVE-2025-1889'],
}
