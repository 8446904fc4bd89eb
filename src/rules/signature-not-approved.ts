import type {RuleMeta} from '../inventory/finding.ts'

export const signatureNotApproved: RuleMeta = {
  id: 'AIB287',
  name: 'signature-not-approved',
  severity: 'high',
  title: 'Not signed by the signer that the policy requires',
  why: 'Nothing proves that it comes from the right publisher.',
  fix: 'Verify it (aibom verify --policy) and ask its publisher for a signature, or change signers in the policy.',
  references: ['CWE-347'],
}
