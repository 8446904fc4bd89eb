import {normaliseKey} from '../../catalog/config-keys.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {oncePer} from '../../lib/remember.ts'
import {type Node, recordAround, valueAt, valueUnder} from './walk.ts'

/** Keys of the address of whoever answers. */
const addressKeys = [
  'apibase',
  'baseurl',
  'apibaseurl',
  'openaiapibase',
  'apiurl',
  'endpoint',
  'endpointurl',
  'serverurl',
]
/** What a program is told by a provider's name that loads models itself, or by no name at all. */
const loads =
  /^(?:huggingface|hf|transformers|sentence[-_]?transformers|vllm|local|sglang|llama[-_.]?cpp|mlx|onnx|fastembed)$/i
const providerKeys = ['provider', 'modelprovider', 'llmprovider', 'apitype', 'customllmprovider']
/** `LLM_MODEL` of `LLM_BASE_URL`; `MODEL_URL` is where a model is fetched. */
const modelVariable = /^((?!MODEL|HF_|HUGGING)[A-Z][A-Z0-9]*)_(?:[A-Z0-9]+_)*MODEL(?:_(?:ID|NAME))?$/
const addressVariable = /^([A-Z][A-Z0-9]*)_(?:[A-Z0-9]+_)*(?:BASE_URL|API_BASE|API_URL|ENDPOINT|URL|HOST)$/

/** Whether what stands beside a model, or around it, says that a server is asked for it by that name. */
export function isAskedFor(node: Node, document: StructuredDocument): boolean {
  const normal = normaliseKey(node.key)
  const around = recordAround(node, document)
  if (around === undefined) return false
  if (isVariableAskedFor(node.key, askedIn(around))) return true
  return isRoute(normal, node, around) || isAddressed(around) || isProvided(around)
}

/**
 * Whether a variable names a model that the address beside it is asked for.
 * @param asked as of {@link askedBy}, of all variables of one program
 */
export function isVariableAskedFor(name: string, asked: ReadonlySet<string>): boolean {
  const owner = modelVariable.exec(name)?.[1]
  return owner !== undefined && (owner === 'OPENAI' || asked.has(owner))
}

/** What variables give addresses of, by the first word of their names: `LLM` of `LLM_BASE_URL`. */
export function askedBy(variables: readonly string[]): ReadonlySet<string> {
  return new Set(variables.flatMap(name => addressVariable.exec(name)?.[1] ?? []))
}

/** Each value of a record asks for its siblings: what is worked out anew each time is quadratic. */
const askedIn = oncePer((record: UnknownRecord) => askedBy(Object.keys(record)))

/** What a proxy or a gateway calls a model. */
function isRoute(normal: string, {ancestors}: Node, around: UnknownRecord): boolean {
  if (normal === 'modelname' && valueUnder(around, 'litellmparams', 'poolref') !== undefined) return true
  if (normal === 'value' && asText(valueUnder(around, 'name')) === 'x-ai-eg-model') return true
  return normal === 'model' && ancestors.at(-1) === 'litellmparams'
}

function isAddressed(around: UnknownRecord): boolean {
  const inner = asRecord(valueUnder(around, 'parameters', 'params', 'config'))
  return [around, ...(inner === undefined ? [] : [inner])].some(record => {
    const address = asText(valueUnder(record, ...addressKeys))
    return address !== undefined && !/huggingface\.co|hf-mirror|modelscope/.test(address)
  })
}

function isProvided(around: UnknownRecord): boolean {
  const provider = asText(valueUnder(around, ...providerKeys))
  return provider !== undefined && !loads.test(provider)
}

/** The same of the variables in the list that `NAME=value` or `{name, value}` stands in. */
export function askedBeside({path}: Node, document: StructuredDocument): ReadonlySet<string> {
  const list = valueAt(document.value, path.slice(0, -1))
  return Array.isArray(list) ? askedInList(list) : new Set()
}

const askedInList = oncePer((list: readonly unknown[]) =>
  askedBy(
    list.map(item => (typeof item === 'string' ? item.split('=', 1)[0] : asText(asRecord(item)?.['name'])) ?? ''),
  ),
)
