import type {ThreatMeta} from '../inventory/finding.ts'

export const blindFile: ThreatMeta = {
  id: 'AIB253',
  name: 'blind-file',
  severity: 'high',
  threat: 'drift',
  title: 'A file that held AI before could not be read',
  why: 'What is not read cannot be judged: a change in it would pass unseen.',
  fix: 'Mend the file, or raise --file-timeout; the result lists why it was not read.',
  references: ['CWE-703', 'OWASP MCP08:2025'],
}
