import {remember} from '../remember.ts'

/** A way in which telemetry of AI is written. */
interface Dialect {
  readonly name: string
  /** beginnings of names of instrumentations, lower case */
  readonly scopes: readonly string[]
  /** attributes that no other dialect has */
  readonly attributes: readonly string[]
}

/** What others build on. */
export const plainDialect = 'OpenTelemetry GenAI'

/** The first that fits wins. */
const dialects: readonly Dialect[] = [
  {
    name: plainDialect,
    scopes: [
      'opentelemetry.instrumentation.genai',
      'opentelemetry.instrumentation.openai_v2',
      'opentelemetry.instrumentation.openai_agents_v2',
      'opentelemetry.instrumentation.google_genai',
      'opentelemetry.instrumentation.botocore',
      'opentelemetry.util.genai',
      'com.anthropic.sdk',
    ],
    attributes: [],
  },
  {name: 'Strands Agents', scopes: ['strands.'], attributes: []},
  {name: 'Vercel AI SDK', scopes: ['gen_ai'], attributes: ['ai.operationId', 'ai.model.id']},
  {name: 'Genkit', scopes: ['genkit'], attributes: ['genkit:name']},
  {
    name: 'OpenInference',
    scopes: ['openinference.', '@arizeai/openinference'],
    attributes: ['openinference.span.kind', 'llm.model_name'],
  },
  {name: 'LiteLLM', scopes: ['litellm'], attributes: []},
  {
    name: 'OpenLLMetry',
    scopes: ['@traceloop/', 'traceloop'],
    attributes: [
      'traceloop.span.kind',
      'traceloop.entity.name',
      'llm.request.type',
      'gen_ai.is_streaming',
      'gen_ai.openai.api_base',
      'gen_ai.usage.total_tokens',
    ],
  },
  {
    name: 'Pydantic AI',
    scopes: ['pydantic-ai', 'pydantic_ai'],
    attributes: ['pydantic_ai.all_messages', 'model_request_parameters'],
  },
  {
    name: 'Langfuse',
    scopes: ['langfuse'],
    attributes: ['langfuse.observation.type', 'langfuse.observation.model.name'],
  },
  {name: 'MLflow', scopes: ['mlflow.'], attributes: ['mlflow.spanType']},
  {name: 'LangSmith', scopes: ['langsmith'], attributes: []},
]
/** Attribute → rank of the dialect that it tells. */
export const dialectRanks: ReadonlyMap<string, number> = new Map(
  dialects.flatMap(({attributes}, rank) => attributes.map((attribute): [string, number] => [attribute, rank])),
)

const rankByScope = new Map<string, number>()
const rememberedScopes = 1000

/** The dialect of a record: by its instrumentation, else by the least rank of its attributes. */
export function dialectOf(scope: string, rank: number): string {
  const own = scopeRank(scope)
  return dialects[own === -1 ? rank : own]?.name ?? plainDialect
}

function scopeRank(scope: string): number {
  const known = rankByScope.get(scope)
  if (known !== undefined) return known
  const lower = scope.toLowerCase()
  const rank = dialects.findIndex(({scopes}) => scopes.some(begin => lower.startsWith(begin)))
  if (rankByScope.size < rememberedScopes) rankByScope.set(scope, rank)
  return rank
}

/**
 * Instrumentations that write the name that was asked for where others write the model that answered.
 *
 * @see their recordings in test/fixtures/traces
 */
const tellsNoAnswer =
  /^(?:openinference\.instrumentation\.(?:llama_index|smolagents|dspy|agno|litellm|bedrock)\b|opentelemetry\.instrumentation\.google_generativeai\b|@traceloop\/instrumentation-langchain\b|@arizeai\/openinference-instrumentation-langchain\b)/

/** Semantic Kernel calls a tool `plugin-function`. */
const namesPlugins = /^(?:microsoft\.)?semantic_?kernel/i

/** Genkit calls a model by the name of its action, `openai/gpt-4o`. */
const callsByName = /^genkit/

/** The AI SDK, version 7, writes the function that a user named where the name of an agent should stand. */
const namesFunctions = /^gen_ai$/

/** MLflow and Langfuse tell the name of a tool by that of its span alone. */
const namesToolsBySpan = /^(?:mlflow\.|langfuse)/

/** What an instrumentation does in its own way, by its name. */
export const habitsOf = remember(scope => ({
  tellsNoAnswer: tellsNoAnswer.test(scope),
  namesPlugins: namesPlugins.test(scope),
  callsByName: callsByName.test(scope),
  namesFunctions: namesFunctions.test(scope),
  namesToolsBySpan: namesToolsBySpan.test(scope),
}))

/**
 * Frameworks that put their own words around the instructions of a user: what is sent then never equals what the code
 * says.
 */
export const composingFrameworks =
  /crewai|llama[_-]?index|smolagents|autogen|dspy|semantic[_-]?kernel|haystack|agno|beeai/i
