import type {ThreatMeta} from '../inventory/finding.ts'

export const mixedRegistries: ThreatMeta = {
  id: 'AIB246',
  name: 'mixed-registries',
  severity: 'medium',
  threat: 'supply chain',
  title: 'A package may come from any of several registries',
  why: 'The installer takes the highest version from any of them. If somebody publishes a package with the name of your private package in the public registry, theirs gets installed.',
  fix: 'Use one registry that mirrors the others (only --index-url), or set the registry for each package: explicit indexes in uv, scopes in npm.',
  references: ['OWASP LLM03:2025', 'CWE-427', 'CWE-829', 'https://docs.astral.sh/uv/concepts/indexes/'],
}
