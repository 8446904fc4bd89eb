import {isAgentCard} from '../../../detectors/agents/agent-card.ts'
import type {UnknownRecord} from '../../../lib/narrow.ts'
import {verifySubject} from '../subject.ts'
import type {Target, TargetKind} from '../target.ts'

/** The card of an A2A agent, with its signatures in it. */
export const agentCard: TargetKind = {
  answers: [],
  recognise: target => target.kind === 'file' && cardOf(target) !== undefined,
  async verify(target, {trust}) {
    const card = cardOf(target) ?? {}
    const {verifyAgentCard} = await import('../../../trust/json/agent-card.ts')
    return [
      await verifySubject({subject: target.path, kind: 'agent-card'}, trail =>
        verifyAgentCard(card, trust.keys, trail),
      ),
    ]
  },
}

function cardOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  if (content.form !== 'object') return undefined
  return isAgentCard(content.document) ? content.document : undefined
}
