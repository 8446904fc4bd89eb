import type {ThreatMeta} from '../inventory/finding.ts'

export const assetWithoutOwner: ThreatMeta = {
  id: 'AIB233',
  name: 'asset-without-owner',
  severity: 'medium',
  threat: 'shadow AI',
  title: 'Nobody owns an AI asset',
  why: 'CODEOWNERS lists who is responsible for files of this repository, but nobody for the files that contain this asset. So nobody has to review a change to the model, prompt or server.',
  fix: 'Add a line for these files to CODEOWNERS, with the team that is responsible for them.',
  references: ['OWASP LLM03:2025', 'OWASP ASI04:2026', 'CWE-1059'],
}
