import type {ThreatMeta} from '../inventory/finding.ts'

export const assetWithoutOwner: ThreatMeta = {
  id: 'AIB233',
  name: 'asset-without-owner',
  severity: 'medium',
  threat: 'shadow AI',
  title: 'Nobody owns an AI asset',
  why: 'CODEOWNERS names who answers for the files of this repository, and for none of the files that hold this asset. A change of the model, prompt or server then passes without anybody who has to look at it.',
  fix: 'Add a line for these files to CODEOWNERS, with the team that answers for them.',
  references: ['OWASP LLM03:2025', 'OWASP ASI04:2026', 'CWE-1059'],
}
