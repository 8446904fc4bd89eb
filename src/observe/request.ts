import {asRecord, recordsOf} from '../lib/narrow.ts'
import {parseJsonOrNothing} from '../lib/parse/json.ts'
import {toolsIn} from './declared/tool-definitions.ts'
import type {SeenTool} from './operation.ts'
import type {AttributeValue} from './otlp/record.ts'
import {instructionTexts, systemMessages} from './texts.ts'

/** Instructions and tools of a call. */
export interface Request {
  readonly tools: readonly SeenTool[]
  readonly instructions: readonly string[]
}

const nothing: Request = {tools: [], instructions: []}
/** Where providers put instructions that stand beside the messages. */
const instructionKeys = ['system', 'instructions', 'system_instruction', 'systemInstruction'] as const

/** Reads the body of a request, which some instrumentations write as JSON, in the form of any provider. */
export function readRequest(value: AttributeValue): Request {
  if (typeof value !== 'string') return nothing
  if (value.startsWith('[')) return {tools: offeredAsMessages(value), instructions: systemMessages(value)}
  const body = value.startsWith('{') ? asRecord(parseJsonOrNothing(value)) : undefined
  if (body === undefined) return nothing
  const parts = [body, asRecord(body['config'])].filter(part => part !== undefined)
  return {
    tools: parts.flatMap(part => toolsIn(part['tools'] as AttributeValue)),
    instructions: parts.flatMap(part => [
      ...instructionKeys.flatMap(key => instructionTexts(part[key] as AttributeValue)),
      ...systemMessages(part['messages'] as AttributeValue),
    ]),
  }
}

/** Langfuse puts the tools of LangChain among the messages. */
function offeredAsMessages(messages: string): SeenTool[] {
  if (!messages.includes('"function"')) return []
  return recordsOf(parseJsonOrNothing(messages)).flatMap(({role, content}) =>
    role === 'tool' && asRecord(content)?.['type'] === 'function' ? toolsIn(content as AttributeValue) : [],
  )
}
