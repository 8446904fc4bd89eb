import type {SafetyRule} from '../inventory/file-safety.ts'

export const xmlDocumentType: SafetyRule = {
  id: 'AIB157',
  name: 'xml-document-type',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The XML makes its reader open files or expand text',
  why: 'A document type that defines entities can make a program open files of the machine, connect to other hosts, or fill its memory. No program that writes models needs one.',
  fix: 'Do not load the file. Ask the publisher for one without a document type.',
  references: ['CWE-611', 'CWE-776'],
}
