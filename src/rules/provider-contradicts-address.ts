import type {RuleMeta} from '../inventory/finding.ts'

export const providerContradictsAddress: RuleMeta = {
  id: 'AIB414',
  name: 'provider-contradicts-address',
  severity: 'medium',
  title: 'The address does not belong to the named provider',
  why: 'The client talks to a different company than its name says, so a list of providers by name is wrong.',
  fix: 'Check the base URL of the client, and declare the provider that actually answers.',
  references: ['OWASP LLM03:2025', 'CWE-441'],
}
