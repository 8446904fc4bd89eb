import {asList, asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {propertiesOf} from '../stated/node.ts'
import type {Problem} from './validate.ts'

/** Types of components that are code, by what the format says of them. */
const codeTypes: ReadonlySet<unknown> = new Set(['library', 'framework'])

/**
 * Parts of a component that belong to another type: a model card or the package URL of a model on the Hub.
 * @see CycloneDX 1.5 and later, "modelCard" and "data": only for components of their type
 */
export function typeProblems(node: UnknownRecord, pointer: string): Problem[] {
  const type = asText(node['type'])
  if (type === undefined || node['name'] === undefined) return []
  const problem = (at: string, message: string, fix: string): Problem => ({
    level: 'warning',
    code: 'type-differs',
    pointer: `${pointer}/${at}`,
    message,
    fix,
  })
  const isCode = codeTypes.has(type)
  const isOnHub = isHubModel(node)
  return [
    ...(asRecord(node['modelCard']) !== undefined && type !== 'machine-learning-model'
      ? [problem('modelCard', `a component of type ${type} has a model card`, 'State the type machine-learning-model')]
      : []),
    ...(asList(node['data']).length > 0 && type !== 'data'
      ? [problem('data', `a component of type ${type} has data, which only the type data has`, 'State the type data')]
      : []),
    ...(isOnHub && isCode
      ? [
          problem(
            'purl',
            `the package URL is of a model on the Hub, but the type is ${type}`,
            'State the type machine-learning-model',
          ),
        ]
      : []),
    ...(isCode && !isOnHub && recordsOf(node['components']).some(holdsWeights)
      ? [
          problem(
            'type',
            `a component of type ${type} holds the weights of a model`,
            'State the type machine-learning-model',
          ),
        ]
      : []),
  ]
}

/** Files that are nothing but weights. */
export const pureWeightsPattern = /\.(?:safetensors|gguf)$/i

function holdsWeights({type, name}: UnknownRecord): boolean {
  return type === 'file' && pureWeightsPattern.test(String(name))
}

/** A model that is called a library: by its package URL on the Hub, or by the weights in it. */
export function isMistypedModel(node: UnknownRecord): boolean {
  return codeTypes.has(node['type']) && (isHubModel(node) || recordsOf(node['components']).some(holdsWeights))
}

/**
 * The package URL is that of a model on the Hub, and the component is the whole of it: a file has the URL of the
 * repository that it is in, and so has a tokenizer that is listed as a library of its own.
 */
function isHubModel(node: UnknownRecord): boolean {
  const purl = asText(node['purl']) ?? ''
  if (!/^pkg:huggingface\/(?!datasets(?:\/|%2F))[^/#][^#]{0,600}$/i.test(purl)) return false
  const isFile = /\.[A-Za-z]\w{1,11}$/.test(asText(node['name']) ?? '')
  return !isFile && propertiesOf(node, 'cdx:ai-ml:model:tokenizer').length === 0
}
