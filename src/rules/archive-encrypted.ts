import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveEncrypted: SafetyRule = {
  id: 'AIB123',
  name: 'archive-encrypted',
  severity: 'medium',
  verdict: 'unknown',
  title: 'A member of the archive cannot be read',
  why: 'It is encrypted, or packed by a method that aibom does not know. What was not read is not called safe.',
  fix: 'Unpack it where you trust the result, and inspect that.',
  references: [],
}
