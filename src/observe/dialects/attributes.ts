import {codingAgentKeys} from './coding-agents.ts'
import {dialectRanks as dialectKeys} from './dialect-of.ts'

/** What an attribute says of an operation. */
export type Field =
  | 'operation'
  | 'provider'
  | 'system'
  | 'requested'
  | 'answered'
  | 'either'
  | 'parameters'
  | 'tool'
  | 'toolDescription'
  | 'entity'
  | 'definitions'
  | 'agent'
  | 'mcpMethod'
  | 'mcpServer'
  | 'dataSource'
  | 'store'
  | 'address'
  | 'port'
  | 'url'
  | 'finish'
  | 'finishList'
  | 'inputTokens'
  | 'outputTokens'
  | 'failure'
  | 'responseId'
  | 'instructions'
  | 'messages'
  | 'evaluation'
  | 'score'
  | 'request'

/**
 * Every attribute that is read, in all dialects; a name of one dialect stands in no other. Some say something only
 * together:
 * `llm.model_name` is the model that answered, and the one asked for where the call failed.
 * @see open-telemetry/semantic-conventions-genai, registry · openinference semantic conventions · traceloop semantic
 *   conventions · AI SDK, "Telemetry"
 */
export const attributeFields: ReadonlyMap<string, Field> = new Map<string, Field>([
  // OpenTelemetry GenAI, names of today and of 1.36 and before
  ['gen_ai.operation.name', 'operation'],
  ['gen_ai.provider.name', 'provider'],
  ['gen_ai.system', 'provider'],
  ['gen_ai.request.model', 'requested'],
  ['gen_ai.response.model', 'answered'],
  ['gen_ai.response.id', 'responseId'],
  ['gen_ai.response.finish_reasons', 'finishList'],
  ['gen_ai.response.finish_reason', 'finish'],
  ['gen_ai.usage.input_tokens', 'inputTokens'],
  ['gen_ai.usage.output_tokens', 'outputTokens'],
  ['gen_ai.usage.prompt_tokens', 'inputTokens'],
  ['gen_ai.usage.completion_tokens', 'outputTokens'],
  ['gen_ai.agent.name', 'agent'],
  ['gen_ai.tool.name', 'tool'],
  ['gen_ai.tool.description', 'toolDescription'],
  ['gen_ai.tool.definitions', 'definitions'],
  ['gen_ai.request.tools', 'definitions'],
  ['gen_ai.agent.tools', 'definitions'],
  ['gen_ai.data_source.id', 'dataSource'],
  ['gen_ai.system_instructions', 'instructions'],
  ['gen_ai.input.messages', 'messages'],
  ['gen_ai.evaluation.name', 'evaluation'],
  ['gen_ai.evaluation.score.value', 'score'],
  ['mcp.method.name', 'mcpMethod'],
  ['mcp.server.name', 'mcpServer'],
  ['error.type', 'failure'],
  ['server.address', 'address'],
  ['server.port', 'port'],
  ['net.peer.name', 'address'],
  ['url.full', 'url'],
  ['http.url', 'url'],
  ['db.system', 'store'],
  ['db.system.name', 'store'],
  // OpenInference
  ['openinference.span.kind', 'operation'],
  ['llm.provider', 'provider'],
  ['llm.system', 'system'],
  ['llm.model_name', 'either'],
  ['llm.request.model_name', 'requested'],
  ['llm.response.model_name', 'answered'],
  ['llm.invocation_parameters', 'parameters'],
  ['llm.finish_reason', 'finish'],
  ['llm.token_count.prompt', 'inputTokens'],
  ['llm.token_count.completion', 'outputTokens'],
  ['embedding.model_name', 'requested'],
  ['reranker.model_name', 'requested'],
  ['agent.name', 'agent'],
  ['graph.node.id', 'entity'],
  ['tool.name', 'tool'],
  ['input.value', 'request'],
  ['tool.description', 'toolDescription'],
  // OpenLLMetry
  ['llm.request.type', 'operation'],
  ['traceloop.span.kind', 'operation'],
  ['traceloop.entity.name', 'entity'],
  ['gen_ai.openai.api_base', 'url'],
  ['llm.openai.api_base', 'url'],
  ['openai.api_base', 'url'],
  ['llm.usage.prompt_tokens', 'inputTokens'],
  ['llm.usage.completion_tokens', 'outputTokens'],
  ['llm.response.finish_reason', 'finish'],
  // Vercel AI SDK
  ['ai.operationId', 'operation'],
  ['ai.model.provider', 'provider'],
  ['ai.model.id', 'requested'],
  ['ai.response.model', 'answered'],
  ['ai.response.id', 'responseId'],
  ['ai.response.finishReason', 'finish'],
  ['ai.usage.promptTokens', 'inputTokens'],
  ['ai.usage.completionTokens', 'outputTokens'],
  ['ai.usage.inputTokens', 'inputTokens'],
  ['ai.usage.outputTokens', 'outputTokens'],
  ['ai.toolCall.name', 'tool'],
  ['ai.prompt.tools', 'definitions'],
  ['ai.prompt.messages', 'messages'],
  // Pydantic AI
  ['model_request_parameters', 'definitions'],
  ['pydantic_ai.all_messages', 'messages'],
  ['agent_name', 'agent'],
  // CrewAI, Anthropic's own SDK, Strands
  ['crewai.agent.role', 'agent'],
  ['anthropic.message.stop_reason', 'finish'],
  ['system_prompt', 'instructions'],
  ['crewai.agent.tools', 'definitions'],
  ['crewai.agent.backstory', 'instructions'],
  // Google ADK before 2, Genkit
  ['gcp.vertex.agent.llm_request', 'request'],
  ['genkit:metadata:subtype', 'operation'],
  ['genkit:name', 'entity'],
  ['genkit:input', 'request'],
  // LangSmith, AG2
  ['gen_ai.prompt', 'request'],
  ['ag2.span.type', 'operation'],
  // Langfuse
  ['langfuse.observation.type', 'operation'],
  ['langfuse.observation.input', 'request'],
  ['langfuse.observation.model.name', 'either'],
  // MLflow
  ['mlflow.spanType', 'operation'],
  ['mlflow.llm.model', 'either'],
  ['mlflow.llm.provider', 'provider'],
  ['mlflow.chat.tools', 'definitions'],
  ['mlflow.spanInputs', 'request'],
  // LiteLLM
  ['llm.request.model', 'requested'],
  ['llm.response.model', 'answered'],
])

/** An attribute that begins so is of AI, whatever it says. */
export const aiPrefixes = [
  'gen_ai.',
  'llm.',
  'ai.',
  'openinference.',
  'traceloop.',
  'mcp.',
  'embedding.',
  'reranker.',
  'litellm.',
  'crewai.',
  'langfuse.',
  'mlflow.',
  'genkit:',
] as const

/** Values of `operation` attributes, lower case, by what they mean. */
export const operationKinds: Readonly<Record<string, 'call' | 'tool' | 'agent' | 'retrieval' | 'other'>> = {
  chat: 'call',
  'chat.completions': 'call',
  chat_completion: 'call',
  completion: 'call',
  completions: 'call',
  acompletion: 'call',
  text_completion: 'call',
  generate_content: 'call',
  generate: 'call',
  responses: 'call',
  response: 'call',
  message: 'call',
  messages: 'call',
  embeddings: 'call',
  embedding: 'call',
  rerank: 'call',
  reranker: 'call',
  image_generation: 'call',
  speech: 'call',
  transcription: 'call',
  llm: 'call',
  llm_call: 'call',
  chat_model: 'call',
  generation: 'call',
  execute_tool: 'tool',
  tool: 'tool',
  tool_call: 'tool',
  model: 'call',
  embedder: 'call',
  'ai.toolcall': 'tool',
  invoke_agent: 'agent',
  create_agent: 'agent',
  agent: 'agent',
  retrieval: 'retrieval',
  retriever: 'retrieval',
  chain: 'other',
  span: 'other',
  usage: 'other',
  workflow: 'other',
  task: 'other',
  invoke_workflow: 'other',
  plan: 'other',
  guardrail: 'other',
  evaluator: 'other',
  prompt: 'other',
}

/**
 * What of an attribute is read: nothing, that it is there, its value, of messages the instructions that begin them, or
 * of a request its instructions and tools.
 */
export type Want = 'nothing' | 'key' | 'value' | 'messages' | 'request'

/** Attributes that are numbered: messages, tools, calls of tools. */
export const messagePrefixes = ['llm.input_messages.', 'gen_ai.prompt.', 'llm.prompts.'] as const
/** Attributes of tools that were offered, flattened: an index follows. */
export const toolPrefixes = ['llm.tools.', 'llm.request.functions.'] as const
/** Attributes of answers, flattened, in which tool calls stand. */
export const calledPrefixes = ['llm.output_messages.', 'gen_ai.completion.'] as const
const numberedPrefixes = [...messagePrefixes, ...toolPrefixes, ...calledPrefixes]

const wants = new Map<string, Want>([...codingAgentKeys, 'event.name'].map(key => [key, 'value']))
for (const [key, field] of attributeFields)
  wants.set(key, field === 'messages' || field === 'request' ? field : 'value')
/** Keys are few; whoever makes up many does not fill the memory. */
const wantLimit = 10_000

/** Spares the work of reading what nobody asks for, which is most of the bytes of a span. */
export function wantOf(key: string): Want {
  const known = wants.get(key)
  if (known !== undefined) return known
  const isNumbered = numberedPrefixes.some(prefix => key.startsWith(prefix))
  const want = isNumbered
    ? 'value'
    : aiPrefixes.some(prefix => key.startsWith(prefix)) || dialectKeys.has(key)
      ? 'key'
      : 'nothing'
  if (wants.size < wantLimit) wants.set(key, want)
  return want
}

/** Words without which a request has neither instructions nor tools. */
const requestWords = ['tools', 'system', 'nstruction']

/**
 * Whether the value of an attribute is read, by what it may hold: texts are most of the bytes of a span.
 * @param text its marks escaped or not
 */
export function isRead(want: Want, text: string): boolean {
  if (want === 'messages') return mentionsSystem(text)
  if (want === 'request') return requestWords.some(word => text.includes(word))
  return want === 'value'
}

const roleFirst = '[{"role":"'
const [space, backslash] = [0x20, 0x5c]

/**
 * Whether messages may begin with instructions: where nobody speaks as the system there are none, and they are as long
 * as people talk. Where the first message says at once whose it is, nothing else is looked at.
 * @param messages as JSON, its marks escaped or not
 */
function mentionsSystem(messages: string): boolean {
  const role = behindRoleFirst(messages)
  const isInstruction = (word: string): boolean =>
    role === undefined ? messages.includes(word) : messages.startsWith(word, role)
  return isInstruction('system') || isInstruction('developer')
}

/** The offset behind `[{"role":"`, however it is spaced; undefined where messages begin in another way. */
function behindRoleFirst(messages: string): number | undefined {
  let at = 0
  for (let index = 0; index < roleFirst.length; index++) {
    while (messages.charCodeAt(at) === space || messages.charCodeAt(at) === backslash) at++
    if (messages.charCodeAt(at++) !== roleFirst.charCodeAt(index)) return undefined
  }
  return at
}
