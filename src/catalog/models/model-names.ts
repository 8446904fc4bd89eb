import {type Provider, providerByPrefix} from '../providers.ts'
import rows from './model-names.json' with {type: 'json'}

/** What the grammar of a text tells of the model it may name. */
export interface NamedModel {
  /** who knows the name: `openai`, `huggingface`, `ollama` …; absent where the text alone does not tell */
  readonly registry?: string
  /** as its registry writes it, without a provider prefix */
  readonly name: string
  /** that this text, wherever it stands, names a model: 0 … 1 */
  readonly confidence: number
}

interface Grammar {
  readonly registry: string
  readonly pattern: RegExp
  readonly prefix: string
  readonly confidence: number
}

/** The first row that matches wins: narrower grammars stand before wider ones. Every pattern is anchored and linear. */
const grammars: readonly Grammar[] = rows.map(row => ({
  registry: row.registry,
  pattern: new RegExp(`^(?:${row.pattern})$`, 'i'),
  prefix: row.prefix ?? '',
  confidence: row.confidence,
}))

/** One test tells nearly all texts apart from names. */
const anyGrammar = new RegExp(`^(?:${rows.map(row => row.pattern).join('|')})$`, 'i')

/**
 * Providers whose ids are lower case but for the marks of a fine-tuned model: `GPT-4o` is what people call `gpt-4o`.
 */
const lowerCase = new Set('openai anthropic google-gemini xai deepseek cohere'.split(' '))
const longestName = 200
const hubSegment = '[A-Za-z0-9](?:[\\w.-]{0,94}[\\w])?'
const hubPattern = new RegExp(`^${hubSegment}/${hubSegment}$`)

/**
 * First segments of what is `a/b` and no repository: MIME types, folders of a project, places in a file system, pairs
 * of words.
 */
const notOwners = new Set(
  (
    'application audio font image message multipart text video chemical ' +
    'src lib libs doc docs test tests data dataset datasets config configs conf script scripts app apps package packages model models module modules dist build asset assets ' +
    'output outputs out input inputs example examples node_modules public static template templates bin etc usr home tmp temp var opt mnt root dev proc srv content workspace ' +
    'corpus training train checkpoint checkpoints ckpt ckpts result results log logs cache runs run weights vendor third_party tools utils core common server client api web ' +
    'components pages features views styles types hooks services server backend frontend infra deploy deployments charts helm k8s docker prompts prompt agents notebooks saved saves ' +
    'save pretrained exp experiments experiment work work_dirs local path paths your_path and yes no true n on he she input cpu gpu'
  ).split(' '),
)

/** Owners on GitHub or on image registries, never on the hub. */
const notHubOwners = new Set(
  'actions docker github pypa peter-evans codecov softprops aquasecurity library bitnami grafana prom hashicorp kubernetes'.split(
    ' ',
  ),
)

/** `serving.kserve.io/model`: a key that a domain owns. */
const domainPattern = /[a-z]\.(?:io|com|org|net|dev|sh|k8s|cloud)$/

/** Endings of file names: a path, not a repository. */
const fileEnding =
  /\.(?:py|pyc|ipynb|js|mjs|cjs|jsx|ts|tsx|json|jsonl|json5|ya?ml|toml|ini|cfg|conf|md|rst|txt|csv|tsv|html?|css|scss|xml|sh|bash|bat|ps1|sql|db|sqlite|lock|log|png|jpe?g|gif|svg|webp|pdf|zip|gz|tgz|tar|bz2|xz|zst|parquet|arrow|spacy|pt|pth|ckpt|bin|onnx|h5|hdf5|keras|tflite|pkl|pickle|npz|npy|joblib|safetensors|so|dll|exe|go|rs|java|c|h|cc|cpp|cu|hpp|rb|php|env|tf|jinja2?|j2|tpl|mp3|mp4|wav|m4a|mov|avi|git|com|org|net|io)$/i

/** Names that stand for "put yours here". */
const placeholder =
  /^(?:[<${]|x{3}|(?:this[-_]is[-_])?(?:not[-_]used|unused)$|(?:your|my|path|some|foo|example|placeholder|username|user|org|organi[sz]ation|owner|namespace|hf[-_]?user(?:name)?)(?:[-_ ]?(?:org|name|user|repo|model|hf|organi[sz]ation|namespace|account))*\/|(?:your|my)[-_](?:model|org|user|name|hf|dataset)[\w-]*$)|\.\.\.|\/(?:your|my)[-_]|\/(?:model|repo|name|dataset|repo[-_]?name|model[-_]?name|model[-_]?id|dataset[-_]?name|custom[-_]model[-_]name)$/i

/**
 * Prefixes of providers that are owners elsewhere too (`openai/whisper-large-v3`, `azure/login@v2`): what follows must
 * be an id of that provider.
 */
const alsoOwners = new Set(
  'openai anthropic google nvidia mistralai huggingface qwen moonshotai databricks snowflake upstage writer github vercel cloudflare triton litellm minimax stability'.split(
    ' ',
  ),
)

/** What promptfoo and LiteLLM put between provider and model. */
const interfaceName =
  /^(?:chat|completion|completions|embedding|embeddings|responses|messages|image|moderation|realtime|transcription|text-generation|text-classification|feature-extraction|sentence-similarity|token-classification):|^(?:converse|invoke|converse_like|responses)\//

/**
 * Tells what a text names when it looks like the id of a model. The text alone decides, so a caller without a key or
 * call around it asks for a high confidence.
 * @param text one value, no sentence: `gpt-4o-mini`, `openai:gpt-4o`, `bedrock/anthropic.claude-v2`,
 *   `mistralai/Mistral-7B-v0.1`, `llama3.1:8b`
 */
export function classifyModelName(text: string): NamedModel | undefined {
  const value = text.startsWith('models/') ? text.slice('models/'.length) : text
  if (value.length === 0 || value.length > longestName || /[\s"'`<>{}$\\]/.test(value)) return undefined
  const whole = fromGrammar(value)
  const certain = whole !== undefined && whole.registry !== 'ollama' && whole.registry !== 'huggingface'
  return certain ? whole : fromPrefix(value, whole)
}

/** Cloudflare's own and Hugging Face's on its servers: nothing else begins so. */
const workersName = /^@(?:cf|hf)\/[a-z0-9][\w.-]{0,60}\/[\w.-]{1,80}$/i

function fromGrammar(value: string): NamedModel | undefined {
  if (workersName.test(value)) return {registry: 'cloudflare-workers-ai', name: value, confidence: 0.97}
  if (!anyGrammar.test(value)) return undefined
  const grammar = grammars.find(({pattern}) => pattern.test(value))
  if (grammar === undefined || fileEnding.test(value)) return undefined
  return {
    registry: grammar.registry,
    name: grammar.prefix + (lowerCase.has(grammar.registry) && !value.includes(':') ? value.toLowerCase() : value),
    confidence: grammar.confidence,
  }
}

/**
 * @param whole what the text names without regard to a prefix: `mistral:7b` is a tag of Ollama's,
 * `mistral:mistral-large-latest` is not
 */
function fromPrefix(value: string, whole: NamedModel | undefined): NamedModel | undefined {
  const found = providerByPrefix(value)
  if (found === undefined || value.includes('://')) return whole
  const {provider, prefix, separator} = found
  const rest = found.rest.replace(interfaceName, '')
  const inner = provider.kind === 'gateway' ? undefined : fromGrammar(rest)
  // ids of providers are lower case, repositories on the hub often are not: `mistralai/Mistral-Small-24B`,
  // `cerebras/Cerebras-GPT-1.3B`
  if (separator === '/' && /[A-Z]/.test(rest) && isHubId(value)) return whole
  if (inner !== undefined && inner.registry === provider.slug) return {...inner, confidence: 0.97}
  if (whole !== undefined || !looksLikeId(rest)) return whole
  if (provider.kind === 'self-hosted') return fromServer(provider, rest)
  if (provider.slug === 'huggingface') return fromHub(rest, separator)
  if (separator === '/' && (alsoOwners.has(prefix) || rest.includes('@v'))) return undefined
  return {
    registry: provider.slug,
    name: rest,
    confidence: inner === undefined ? 0.75 : 0.93,
  }
}

/**
 * `ollama/llama3`, `ollama:llama3.1:8b`, `hosted_vllm/org/name`: the server's own names; a server of hub models gives
 * the hub's.
 */
function fromServer(provider: Provider, rest: string): NamedModel | undefined {
  if (provider.slug !== 'ollama')
    return isHubId(rest) ? {registry: 'huggingface', name: rest, confidence: 0.9} : undefined
  return /^(?:ollama|latest|rocm|main|\d.*)$/.test(rest) ? undefined : {registry: 'ollama', name: rest, confidence: 0.8}
}

/** `huggingface/org/name`, with the inference provider in between or not. */
function fromHub(rest: string, separator: '/' | ':'): NamedModel | undefined {
  const id = rest.split('/').slice(-2).join('/')
  return isHubId(id) && (separator === ':' || rest.includes('/'))
    ? {registry: 'huggingface', name: id, confidence: 0.93}
    : undefined
}

function looksLikeId(text: string): boolean {
  return /^[A-Za-z0-9@][\w.:/@-]*$/.test(text) && /[A-Za-z]/.test(text) && !fileEnding.test(text)
}

/**
 * Whether a text has the form of a repository on the hub: `org/name`, no path, file, MIME type, placeholder. An image
 * or a GitHub repository may have the same form:
 * only the key or call around it tells.
 */
export function isHubId(text: string): boolean {
  if (text.length > longestName || !hubPattern.test(text) || text.includes('--') || text.includes('..')) return false
  const [owner = '', name = ''] = text.toLowerCase().split('/')
  if (
    notOwners.has(owner) ||
    notHubOwners.has(owner) ||
    domainPattern.test(owner) ||
    /^[\d.-]+$/.test(name) ||
    !/[a-z]/.test(owner + name)
  )
    return false
  return !fileEnding.test(text) && !isPlaceholder(text)
}

/** Whether a value stands for "put yours here": `your-org/your-model`, `<model>`, `${MODEL}`. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text)
}

/** Whether a text ends like the name of a file. */
export function hasFileEnding(text: string): boolean {
  return fileEnding.test(text)
}
