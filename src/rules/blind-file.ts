import type {ThreatMeta} from '../inventory/finding.ts'

export const blindFile: ThreatMeta = {
  id: 'AIB253',
  name: 'blind-file',
  severity: 'high',
  threat: 'drift',
  title: 'A file in which AI was, or may be now, could not be read',
  why: 'aibom cannot judge what it cannot read, so a change in this file would go unnoticed.',
  fix: 'Repair the file, fetch the submodule, or raise --file-timeout. The result says why it was not read.',
  references: ['CWE-703', 'OWASP MCP08:2025'],
}
