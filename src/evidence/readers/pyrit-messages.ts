import {groupBy} from '../../lib/group.ts'
import {asText, type UnknownRecord} from '../../lib/narrow.ts'

/** Whether these are the messages that PyRIT's memory exports, each with its scores. */
export function arePyritMessages(rows: readonly UnknownRecord[]): boolean {
  return rows.length > 0 && rows.every(isMessage)
}

function isMessage({conversation_id: conversation, prompt_target_identifier: target, role}: UnknownRecord): boolean {
  return asText(conversation) !== undefined && asText(role) !== undefined && target !== undefined
}

/**
 * Conversations in the form of results without an outcome: a score alone does not say whose success it is, for a scorer
 * may look for refusals.
 */
export function conversationsOf(messages: readonly UnknownRecord[]): UnknownRecord[] {
  return [...groupBy(messages, ({conversation_id: id}) => id)].flatMap(([conversation, turns]) => {
    const sorted = turns.toSorted((a, b) => Number(a['sequence']) - Number(b['sequence']))
    const [first, last] = [sorted[0], sorted.at(-1)]
    if (first === undefined) return []
    return {
      conversation_id: conversation,
      attack_identifier: first['attack_identifier'] ?? first['orchestrator_identifier'],
      prompt_target_identifier: first['prompt_target_identifier'],
      pyrit_version: first['pyrit_version'],
      objective: first['converted_value'],
      last_response: last?.['converted_value'],
      timestamp: last?.['timestamp'],
    }
  })
}
