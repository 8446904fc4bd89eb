import type {ThreatMeta} from '../inventory/finding.ts'

export const mixedRegistries: ThreatMeta = {
  id: 'AIB246',
  name: 'mixed-registries',
  severity: 'medium',
  threat: 'supply chain',
  title: 'A package may come from any of several registries',
  why: 'The installer takes the highest version that any of them has. Who publishes the name of your private package in the public registry gets installed.',
  fix: 'Use one registry that mirrors the others (--index-url alone), or name the registry for each package: explicit indexes of uv, scopes of npm.',
  references: ['OWASP LLM03:2025', 'CWE-427', 'CWE-829', 'https://docs.astral.sh/uv/concepts/indexes/'],
}
