import type {SafetyRule} from '../inventory/file-safety.ts'

export const xmlDocumentType: SafetyRule = {
  id: 'AIB157',
  name: 'xml-document-type',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The XML has its reader open or make up other text',
  why: 'A document type that defines entities makes programs that read it open files of the machine, connect, or fill their memory. No writer of models needs one.',
  fix: 'Do not load the file. Ask the publisher for one without a document type.',
  references: ['CWE-611', 'CWE-776'],
}
