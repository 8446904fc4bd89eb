import type {RuleMeta} from '../inventory/finding.ts'

export const agentNotApproved: RuleMeta = {
  id: 'AIB285',
  name: 'agent-not-approved',
  severity: 'high',
  title: 'The policy does not approve this agent',
  why: 'It acts by itself, and nobody has reviewed what it may do.',
  fix: 'Use an approved agent, or add this one to approved.agents.',
  references: ['OWASP LLM06:2025'],
}
