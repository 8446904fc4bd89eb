import {propertiesOf} from '../../bom/stated/node.ts'
import {asRecord, asText, recordsOf} from '../../lib/narrow.ts'
import {baseName} from '../../lib/path.ts'
import {type BomView, filesOf, hashesOf, makerOf, type Part} from '../view.ts'

/** Ids that providers give to models which nobody else can run. */
const hostedName =
  /^(?:gpt-(?!oss|2(?:-|$)|j|neo)|chatgpt|o[134](?:-|$)|claude|gemini|text-embedding-|text-(?:davinci|curie|babbage|ada|bison|unicorn)|dall-e|whisper-1$|tts-1|gpt-4o|grok-(?!1$)|sonar|titan-|nova-(?:micro|lite|pro|premier)|command-(?:light|nightly)|imagen-|veo-|palm-|embedding-gecko|deepseek-(?:chat|reasoner)$|mistral-(?:large|medium|small|tiny)-latest$)/i
/** Where files can be had. */
const filesPurl = /^pkg:(?:huggingface|mlflow|oci|docker|generic|github)\//
const filesHost =
  /^https?:\/\/(?:huggingface\.co|hf\.co|www\.modelscope\.cn|modelscope\.cn|ollama\.com|www\.kaggle\.com)\//
/** Our own name of who knows a model, where that is one who runs it. */
const runners: ReadonlySet<string> = new Set(
  'openai azure-openai bedrock google-gemini vertex-ai cohere mistral anthropic voyageai replicate openrouter dashscope zhipu yandexgpt xai volcengine deepseek groq perplexity ai21 watsonx moonshot'.split(
    ' ',
  ),
)

/**
 * A model that its provider runs and nobody can hold: it has no files, so no digest, and terms of use in place of a
 * license.
 */
export function isHosted(part: Part, view: BomView): boolean {
  const {node} = part
  if (hashesOf(node).length > 0 || filesOf(view, part).length > 0 || filesPurl.test(asText(node['purl']) ?? ''))
    return false
  if (recordsOf(node['externalReferences']).some(({url}) => filesHost.test(String(url)))) return false
  const [registry] = propertiesOf(node, 'aibom:model:registry')
  if (registry !== undefined) return runners.has(registry)
  const name = asText(node['name']) ?? ''
  if (hostedName.test(baseName(name))) return true
  return !part.name.includes('/') && isServed(part, view)
}

/** A service leads to it in the graph, or is run by its maker. */
function isServed({ref, node}: Part, view: BomView): boolean {
  if (ref !== undefined && view.served.has(ref)) return true
  const maker = makerOf(node)
  if (maker === undefined || node['modelCard'] !== undefined) return false
  return view.services.some(service => asText(asRecord(service.node['provider'])?.['name']) === maker)
}
