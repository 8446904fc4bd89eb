import type {SafetyRule} from '../inventory/file-safety.ts'

export const nameDiffers: SafetyRule = {
  id: 'AIB158',
  name: 'name-differs',
  severity: 'medium',
  verdict: 'safe',
  title: 'The file name and the content say different formats',
  why: 'Programs and people rely on the name. A scanner that does so does not look at what is really loaded.',
  fix: 'Rename the file, or ask the publisher why it has this name.',
  references: ['CWE-434', 'CVE-2025-1889'],
}
