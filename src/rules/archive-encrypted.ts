import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveEncrypted: SafetyRule = {
  id: 'AIB123',
  name: 'archive-encrypted',
  severity: 'medium',
  verdict: 'unknown',
  title: 'A member of the archive cannot be read',
  why: 'It is encrypted, or compressed with a method that aibom does not know. aibom does not call unread content safe.',
  fix: 'Unpack it with a program that you trust, and inspect the result.',
  references: [],
}
