import {asRecord, asText} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import {definedTool, toolsIn} from './declared/tool-definitions.ts'
import type {Collected, Flattened} from './intake/collect.ts'
import {type Operation, type OperationKind, type SeenTool, toName} from './operation.ts'
import type {AttributeValue, TelemetryRecord} from './otlp/record.ts'
import {readRequest} from './request.ts'
import {instructionTexts, systemMessages} from './texts.ts'
import {textOf} from './values.ts'

/** What is sent to have something embedded or ranked is no instruction, whoever is said to speak. */
const withoutInstructions = /^(?:embeddings?|embedder|rerank|reranker)$/i

/** Tools that were offered or called, and instructions; what no attribute tells by itself is read from the request. */
export function toldOf(
  record: TelemetryRecord,
  collected: Collected,
  kind: OperationKind,
): Pick<Operation, 'tools' | 'instructions'> {
  const {values, operations} = collected
  const offered = offeredTools(collected)
  const called = collected.called.map(name => ({name: toName(name), isCalled: true}))
  const speaks = kind === 'call' || kind === 'agent' || record.signal === 'log'
  if (!speaks || operations.some(name => withoutInstructions.test(name)))
    return {tools: [...offered, ...called], instructions: []}
  const instructions = instructionsOf(record, collected)
  const isWhole = kind !== 'call' || !values.has('request') || (offered.length > 0 && instructions.length > 0)
  const request = isWhole ? undefined : readRequest(values.get('request'))
  if (request === undefined) return {tools: called.length === 0 ? offered : [...offered, ...called], instructions}
  return {
    tools: [...(offered.length > 0 ? offered : request.tools), ...called],
    instructions: instructions.length > 0 ? instructions : request.instructions,
  }
}

function offeredTools({values, tools}: Collected): SeenTool[] {
  const flattened = tools.flatMap((item: Flattened | undefined) => {
    if (item === undefined) return []
    const name = asText(item['name'])
    return name === undefined
      ? toolsIn(item['tool.json_schema'])
      : [
          definedTool({
            name,
            description: asText(item['description']),
            schema: parseJsonOrNothing(asText(item['parameters']) ?? '{}'),
          }),
        ]
  })
  return [...toolsIn(values.get('definitions')), ...flattened]
}

function instructionsOf({events, signal, name, body}: TelemetryRecord, {values, messages}: Collected): string[] {
  const inEvents = events.flatMap(event => {
    if (event.name !== 'gen_ai.system.message') return []
    for (const [key, value] of event.attributes) if (key === 'content') return instructionTexts(value)
    return []
  })
  const inBody =
    signal === 'log' && name === 'gen_ai.system.message'
      ? instructionTexts(asRecord(body)?.['content'] as AttributeValue)
      : []
  return [
    ...instructionTexts(values.get('instructions')),
    ...systemMessages(values.get('messages')),
    ...flattenedSystem(messages),
    ...inEvents,
    ...inBody,
  ]
}

function flattenedSystem(messages: readonly (Flattened | undefined)[]): string[] {
  const texts: string[] = []
  for (const item of messages) {
    const role = textOf(item?.['message.role'] ?? item?.['role'])
    if (item === undefined || (role !== 'system' && role !== 'developer')) break
    texts.push(
      ...instructionTexts(
        item['message.content'] ?? item['content'] ?? item['message.contents.0.message_content.text'],
      ),
    )
  }
  return texts
}
