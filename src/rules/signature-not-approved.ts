import type {RuleMeta} from '../inventory/finding.ts'

export const signatureNotApproved: RuleMeta = {
  id: 'AIB287',
  name: 'signature-not-approved',
  severity: 'high',
  title: 'Not signed by whom the policy names',
  why: 'Nothing proves that it comes from whom it should.',
  fix: 'Verify it (aibom verify --policy), and ask its publisher for a signature, or change signers.',
  references: ['CWE-347'],
}
