import {providerByHost, providerByPrefix, providerBySlug, splitHost} from '../../catalog/providers.ts'
import {remember} from '../remember.ts'

/** Names that instrumentations write, where they are neither our slug nor a prefix of model ids. */
const names: Readonly<Record<string, string>> = {
  'azure.ai.openai': 'azure-openai',
  'az.ai.openai': 'azure-openai',
  'azure.ai.inference': 'azure-ai',
  'az.ai.inference': 'azure-ai',
  azureopenai: 'azure-openai',
  'azure-openai': 'azure-openai',
  'aws.bedrock': 'bedrock',
  aws_bedrock: 'bedrock',
  aws: 'bedrock',
  amazon: 'bedrock',
  'aws.sagemaker': 'sagemaker',
  'gcp.gemini': 'google-gemini',
  'gcp.gen_ai': 'google-gemini',
  'gcp.vertex_ai': 'vertex-ai',
  google: 'google-gemini',
  gemini: 'google-gemini',
  'google.generative-ai': 'google-gemini',
  'google.vertex': 'vertex-ai',
  googlevertexai: 'vertex-ai',
  'ibm.watsonx.ai': 'watsonx',
  mistral_ai: 'mistral',
  mistralai: 'mistral',
  x_ai: 'xai',
  'x.ai': 'xai',
  togetherai: 'together',
  'amazon-bedrock': 'bedrock',
  hugging_face: 'huggingface',
  moonshot_ai: 'moonshot',
  zhipuai: 'zhipu',
  chromadb: 'chroma',
  pymilvus: 'milvus',
  alibaba_dashscope: 'dashscope',
}

/** Frameworks write their own name where a provider should stand. */
const frameworks = new Set([
  ...[
    'langchain',
    'langgraph',
    'llama_index',
    'llamaindex',
    'crewai',
    'autogen',
    'ag2',
    'agno',
    'haystack',
    'smolagents',
    'semantic_kernel',
  ],
  ...[
    'microsoft.agent_framework',
    'microsoft.semantic_kernel',
    'strands-agents',
    'strands',
    'pydantic_ai',
    'pydantic-ai',
    'openai_agents',
  ],
  ...[
    'gcp.vertex.agent',
    'google_adk',
    'spring_ai',
    'langchain4j',
    'dspy',
    'instructor',
    'guardrails',
    'mcp',
    'unknown',
    'other',
    '_other',
    'none',
    '',
  ],
])

/**
 * The slug of a provider as a span names it; the name itself, lower case, where nobody knows it; undefined where a
 * framework stands in its place.
 * @param text `openai`, `openai.chat`, `azure.ai.openai`, `Anthropic`, `aws.bedrock`
 */
export const providerOfName: (text: string) => string | undefined = remember(text => {
  const name = text.trim().toLowerCase()
  if (frameworks.has(name)) return undefined
  const known = knownProvider(name)
  if (known !== undefined) return known
  // the AI SDK adds what is called: `openai.responses`, `anthropic.messages`, `google.generative-ai.chat`
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const shorter = knownProvider(name.slice(0, dot))
    if (shorter !== undefined) return shorter
  }
  return name
})

function knownProvider(name: string): string | undefined {
  const own = names[name]
  if (own !== undefined) return own
  return (
    providerBySlug(name)?.slug ??
    providerBySlug(name.replaceAll('_', '-'))?.slug ??
    providerByPrefix(`${name}/model`)?.provider.slug
  )
}

/** The vector store that a database span names; undefined for other databases. */
export function vectorStoreOf(text: string): string | undefined {
  const slug = providerOfName(text)
  return slug !== undefined && providerBySlug(slug)?.kind === 'vector-store' ? slug : undefined
}

/** The provider that runs at an address; undefined for one that nobody knows. */
export function providerAt(endpoint: string): string | undefined {
  const provider = providerByHost(endpoint)
  return provider === undefined || provider.kind === 'self-hosted' ? undefined : provider.slug
}

/** Ports that go without saying. */
const defaultPorts = new Set(['443', '80'])

/** `host` or `host:port` of an address or URL, the usual ports left out; undefined for what is none. */
export function endpointOf(address: string, port?: number | string): string | undefined {
  const {host, port: own} = splitHost(address)
  if (host === '' || host.length > 253 || !/^[\w.:[\]-]+$/.test(host)) return undefined
  const stated = own ?? (port === undefined || port === '' ? undefined : String(port))
  return stated === undefined || defaultPorts.has(stated) || !/^\d{1,5}$/.test(stated) ? host : `${host}:${stated}`
}

/** Several names of one provider: its clients do not tell which of them they talk to. */
const siblings: Readonly<Record<string, string>> = {'vertex-ai': 'google-gemini', 'azure-ai': 'azure-openai'}

/** Whether two slugs stand for the same provider under several names. */
export function isOneProvider(a: string, b: string): boolean {
  return (siblings[a] ?? a) === (siblings[b] ?? b)
}
