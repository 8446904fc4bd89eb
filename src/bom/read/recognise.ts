import {PackageURL} from 'packageurl-js'
import type {AssetKind} from '../../inventory/asset.ts'
import type {PackageFacts} from '../../inventory/facts.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'

/** What another tool's component is, as far as its type, purl and properties tell. */
export interface Recognised {
  readonly kind: AssetKind
  /** `huggingface`, `npm`, `pypi`; absent where no registry is named */
  readonly registry?: string
  /** as the registry writes it: `org/name`, `@scope/name` */
  readonly name: string
  /** the commit that the purl of a model or data set of the hub names */
  readonly commit?: string
}

const ecosystems: ReadonlySet<string> = new Set(['npm', 'pypi', 'conda'] satisfies PackageFacts['ecosystem'][])
/** Files of weights, by their names. */
export const weightNamePattern =
  /\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|onnx|h5|keras|tflite|pkl|pickle|joblib|mlmodel|npz|msgpack|pdparams)$/i
/** Last part of a property's name that says what a component is: `aibom:kind`, `trusera:component_type` … */
const kindNamePattern = /(?:^|[-:_.])(?:kind|asset[-_]?type|asset[-_]?kind|component[-_]?type|ai[-_]?type)$/i
const kindWords: readonly (readonly [pattern: RegExp, kind: AssetKind])[] = [
  [/(?:^|-)mcp/, 'mcp-server'],
  [/(?:^|-)agent/, 'agent'],
  [/(?:^|-)prompt/, 'prompt'],
  [/(?:^|-)dataset/, 'dataset'],
  [/(?:^|-)weight/, 'weights'],
  [/(?:^|-)(?:model|embedding|llm$)/, 'model'],
  [/^tool$/, 'tool'],
  [/^guardrail$/, 'guardrail'],
]
/** The common form, without namespace, escapes and qualifiers. */
const plainPackagePattern = /^pkg:(npm|pypi|conda)\/([a-z0-9][a-z0-9.-]{0,200})(?:@[\w.+-]{1,100})?$/
/** The same of a model of the hub, whose namespace is its owner. */
const plainModelPattern =
  /^pkg:huggingface\/((?!(?:datasets|models)\/)[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95})(?:@([\w.+-]{1,100}))?$/
const hubPattern = /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/(datasets\/|spaces\/)?([\w.-]+)\/([\w.-]+)/

/**
 * @param isService true for an entry of `services`; @returns undefined for what is no AI asset and no package of a
 * known ecosystem
 */
export function recognise(node: UnknownRecord, isService: boolean): Recognised | undefined {
  const purl = parsePurl(node['purl'])
  const kind = statedKind(node) ?? (isService ? 'service' : kindOf(node, purl))
  if (kind === undefined) return undefined
  const stated = [node['group'], node['name']].filter(part => typeof part === 'string' && part !== '').join('/')
  if (purl?.type === 'huggingface')
    return {
      kind: purl.isDataset && kind === 'model' ? 'dataset' : kind,
      registry: 'huggingface',
      name: purl.name,
      ...(isCommit(purl.version.toLowerCase()) && {commit: purl.version.toLowerCase()}),
    }
  if (kind === 'package') return purl === undefined ? undefined : {kind, registry: purl.type, name: purl.name}
  if (kind === 'model' || kind === 'dataset') return {kind, ...hubName(node, stated)}
  return {kind, name: stated}
}

/** The kind alone of another tool's component. */
export function kindOfComponent(node: UnknownRecord): AssetKind | undefined {
  const {type, purl, properties} = node
  const isPlain = type === 'library' && properties === undefined && typeof purl === 'string'
  return isPlain && plainPackagePattern.test(purl) ? 'package' : recognise(node, false)?.kind
}

interface Purl {
  readonly type: string
  readonly name: string
  /** empty where none is stated; not read of packages, which state it in a field of their own */
  readonly version: string
  readonly isDataset: boolean
}

/**
 * A purl, its namespace and name joined. The specification has no type for hub data sets: tools write them as
 * `pkg:huggingface/datasets/org/name` or with `repository_url=https://huggingface.co/datasets`.
 */
function parsePurl(text: unknown): Purl | undefined {
  if (typeof text !== 'string') return undefined
  const [, plainType, plainName] = plainPackagePattern.exec(text) ?? []
  if (plainType !== undefined && plainName !== undefined)
    return {type: plainType, name: plainName, version: '', isDataset: false}
  const [, plainModel, version = ''] = plainModelPattern.exec(text) ?? []
  if (plainModel !== undefined) return {type: 'huggingface', name: plainModel, version, isDataset: false}
  try {
    const purl = PackageURL.fromString(text)
    const full = [purl.namespace, purl.name].filter(part => typeof part === 'string' && part !== '').join('/')
    const repository = purl.qualifiers?.['repository_url'] ?? ''
    const isDataset = full.startsWith('datasets/') || /\/datasets(?:\/|$)/.test(repository)
    return {
      type: purl.type ?? '',
      name: purl.type === 'huggingface' ? full.replace(/^(?:datasets|models)\//, '') : full,
      version: purl.version ?? '',
      isDataset,
    }
  } catch {
    // a purl that is none says nothing; validation tells of it
    return undefined
  }
}

function statedKind(node: UnknownRecord): AssetKind | undefined {
  for (const item of asList(node['properties'])) {
    const [name, value] = [asRecord(item)?.['name'], asRecord(item)?.['value']]
    if (typeof name === 'string' && typeof value === 'string' && kindNamePattern.test(name)) {
      const kind = kindOfWord(value)
      if (kind !== undefined) return kind
    }
  }
  const ref = node['bom-ref']
  const head =
    typeof ref === 'string' && ref.includes(':') && !ref.startsWith('pkg:') ? ref.slice(0, ref.indexOf(':')) : ''
  return ['application', 'data'].includes(String(node['type'])) ? kindOfWord(head) : undefined
}

function kindOfWord(text: string): AssetKind | undefined {
  const word = text.toLowerCase().replace(/[_ ]/g, '-')
  return kindWords.find(([pattern]) => pattern.test(word))?.[1]
}

function kindOf(node: UnknownRecord, purl: Purl | undefined): AssetKind | undefined {
  const name = String(node['name'] ?? '')
  const type = node['type']
  if (type === 'machine-learning-model') return weightNamePattern.test(name) ? 'weights' : 'model'
  if (type === 'data') return isDefinition(node) ? undefined : 'dataset'
  if (type === 'file') return weightNamePattern.test(name) ? 'weights' : undefined
  if (purl?.type === 'huggingface') return purl.isDataset ? 'dataset' : 'model'
  return purl !== undefined && ecosystems.has(purl.type) ? 'package' : undefined
}

/** `data` of source code, configuration or definitions is no data set. */
function isDefinition(node: UnknownRecord): boolean {
  const kinds = asList(node['data']).map(item => asRecord(item)?.['type'])
  return kinds.length > 0 && !kinds.includes('dataset')
}

function hubName(node: UnknownRecord, stated: string): {registry?: string; name: string} {
  for (const item of asList(node['externalReferences'])) {
    const [, , owner, name] = hubPattern.exec(String(asRecord(item)?.['url'] ?? '')) ?? []
    if (owner !== undefined && name !== undefined && (stated === name || stated === `${owner}/${name}`))
      return {registry: 'huggingface', name: `${owner}/${name}`}
  }
  return {name: stated}
}
