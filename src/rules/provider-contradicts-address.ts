import type {RuleMeta} from '../inventory/finding.ts'

export const providerContradictsAddress: RuleMeta = {
  id: 'AIB414',
  name: 'provider-contradicts-address',
  severity: 'medium',
  title: 'The address belongs to another provider than the one that is named',
  why: 'The client is set to talk to another company than its name says, so a list of providers by name is wrong.',
  fix: 'Check the base URL of the client, and declare the provider that really answers.',
  references: ['OWASP LLM03:2025', 'CWE-441'],
}
