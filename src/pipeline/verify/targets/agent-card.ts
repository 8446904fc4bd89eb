import {asRecord, asText, type UnknownRecord} from '../../../lib/narrow.ts'
import {verifyAgentCard} from '../../../trust/agent-card.ts'
import {verifySubject} from '../subject.ts'
import type {Target, TargetKind} from '../target.ts'

/** The card of an A2A agent, with its signatures in it. */
export const agentCard: TargetKind = {
  recognise: target => target.kind === 'file' && cardOf(target) !== undefined,
  async verify(target, {trust}) {
    const card = cardOf(target) ?? {}
    return [await verifySubject({subject: target.path, kind: 'agent-card'}, trail => verifyAgentCard(card, trust.keys, trail))]
  },
}

/** What the agents detector takes for a card: a name, skills, capabilities, and where the agent is. */
function cardOf(target: Target): UnknownRecord | undefined {
  const content = target.content()
  if (content.form !== 'object') return undefined
  const {document} = content
  const isCard =
    asText(document['name']) !== undefined &&
    Array.isArray(document['skills']) &&
    asRecord(document['capabilities']) !== undefined &&
    (asText(document['url']) !== undefined || document['supportedInterfaces'] !== undefined)
  return isCard ? document : undefined
}
