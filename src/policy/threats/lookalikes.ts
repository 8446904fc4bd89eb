/** Owners whose names are worth copying, as their registry writes them. */
const owners = {
  hub: 'meta-llama mistralai deepseek-ai microsoft google openai facebook nvidia stabilityai bigscience bigcode EleutherAI tiiuae huggingface HuggingFaceH4 HuggingFaceTB HuggingFaceFW sentence-transformers cross-encoder intfloat allenai databricks mosaicml togethercomputer CohereForAI CohereLabs runwayml CompVis openbmb internlm baichuan-inc ibm-granite Salesforce unsloth TheBloke bartowski NousResearch upstage jinaai nomic-ai mixedbread-ai Snowflake black-forest-labs playgroundai amazon anthropic Anthropic moonshotai MiniMaxAI zai-org xai-org google-bert openai-community FacebookAI distilbert pyannote speechbrain ultralytics WizardLM WizardLMTeam HuggingFaceM4 ByteDance ByteDance-Seed tencent rajpurkar google-t5 mlx-community mistral-community'.split(
    ' ',
  ),
  npm: '@modelcontextprotocol @anthropic-ai @langchain @huggingface @openai @google @google-cloud @mistralai @pinecone-database @browserbasehq @playwright @upstash @supabase @cloudflare @sentry @xenova @llamaindex @mastra'.split(
    ' ',
  ),
  'pypi-package':
    'openai anthropic langchain langchain-core langchain-community langchain-openai langgraph llama-index llama-cpp-python transformers datasets diffusers accelerate sentence-transformers huggingface-hub tokenizers safetensors tensorflow torchvision torchaudio pytorch-lightning scikit-learn xgboost lightgbm chromadb pinecone-client qdrant-client weaviate-client litellm crewai autogen smolagents pydantic-ai instructor google-generativeai google-genai mistralai cohere replicate gradio streamlit mlflow onnxruntime deepspeed bitsandbytes xformers ultralytics fastmcp tiktoken haystack-ai semantic-kernel unstructured vllm'.split(
      ' ',
    ),
  'npm-package':
    'openai langchain llamaindex replicate cohere-ai chromadb ollama onnxruntime-node onnxruntime-web fastmcp langfuse transformers tiktoken'.split(
      ' ',
    ),
} as const

export type Registry = keyof typeof owners

/** Names of other packages, which are almost one of these and mean no harm. */
const otherPackages: ReadonlySet<string> = new Set(
  'openapi open-ai transformer tokenizer dataset instructors streamlet chroma-db autogpt auto-gen pyautogen ag2 cohere-client replicator lightgbm3 litellm2 openai2 tensorflow2 tensorflow1 pydanticai llamaindex llama-index-core langchain4j langchainjs langchains diffuser ollama-ai ollama3 onnxruntimes fastcmp fast-mcp vllm2 scikit-learn1 tiktokens js-tiktoken open-api'.split(
    ' ',
  ),
)

/** Of shorter names too many differ by one letter. */
const shortestName = 6

/**
 * The well-known owner that a name is almost: one letter more, less, other or swapped, or letters that look alike.
 * @returns undefined for the owner itself, and for all other names
 */
export function lookalikeOf(name: string, of: keyof typeof owners): string | undefined {
  const lower = name.toLowerCase()
  if (name.length > 100 || otherPackages.has(lower) || owners[of].some(owner => owner.toLowerCase() === lower)) return undefined
  return owners[of].find(owner => owner.length >= shortestName && isAlmost(lower, owner.toLowerCase()))
}

function isAlmost(name: string, owner: string): boolean {
  return skeletonOf(name) === skeletonOf(owner) || isOneEdit(name, owner)
}

/** Digits and pairs of letters as what they are taken for, without separators. */
function skeletonOf(name: string): string {
  return latin(name)
    .replace(/[-_.]/g, '')
    .replaceAll('0', 'o')
    .replace(/[1|i]/g, 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('5', 's')
}

/** Letters of Cyrillic and Greek that look like Latin ones. */
const latinLetters: ReadonlyMap<string, string> = new Map(
  [...'аaеeоoрpсcуyхxіiѕsјjһhԁdɡgοoαaνvρpτtιiκkуyьb'].flatMap((sign, at, all) => (at % 2 === 0 ? [[sign, all[at + 1] ?? sign] as const] : [])),
)

function latin(name: string): string {
  return /^[\x20-\x7e]*$/.test(name) ? name : [...name.normalize('NFKC')].map(sign => latinLetters.get(sign) ?? sign).join('')
}

function isOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (restA.length <= 1 && restB.length <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}
