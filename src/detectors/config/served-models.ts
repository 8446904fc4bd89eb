import {modelReference} from '../../catalog/references/model.ts'
import type {ModelReference} from '../../catalog/references/reference.ts'
import {reportReference} from '../../catalog/setting.ts'
import {modelInImage, modelInStore} from '../../catalog/stored-models.ts'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {DialectInput} from './dialect.ts'
import {valueAt, walk} from './walk.ts'

type Path = readonly (string | number)[]

/** A place at which a resource says the name of a model, and whose name it is; absent where the platform's own. */
interface NamePlace {
  readonly path: readonly string[]
  readonly registry?: string
}

/** A platform that serves models on Kubernetes. */
interface Platform {
  /** group of its API, without the version */
  readonly group: RegExp
  /** keys under which the address of a model stands, wherever they are */
  readonly addresses: ReadonlySet<string>
  readonly names: readonly NamePlace[]
}

/**
 * @see KServe "InferenceService", "LocalModelCache", "TrainedModel", "Storage Spec"; Seldon Core 1 and 2; KubeAI
 *   "Model"; KAITO "Workspace"; Ollama Operator "Model"
 */
const platforms: readonly Platform[] = [
  {group: /^serving\.kserve\.io$/, addresses: new Set(['storageUri', 'sourceModelUri', 'uri']), names: []},
  {group: /(?:^|\.)seldon\.io$/, addresses: new Set(['modelUri', 'storageUri']), names: []},
  {group: /^kubeai\.org$/, addresses: new Set(['url']), names: []},
  {
    group: /^kaito\.sh$/,
    addresses: new Set(),
    names: [{path: ['inference', 'preset', 'name']}, {path: ['tuning', 'preset', 'name']}],
  },
  {group: /^ollama\.ayaka\.io$/, addresses: new Set(), names: [{path: ['spec', 'image'], registry: 'ollama'}]},
]

/** Models that resources of Kubernetes serve: by their address, by a name, or by their place in a bucket. */
export function reportServedModels({document, into, take}: DialectInput): void {
  const group = asText(asRecord(document.value)?.['apiVersion'])?.split('/', 1)[0] ?? ''
  const platform = platforms.find(one => one.group.test(group))
  if (platform === undefined) return
  const report = (path: Path, found: ModelReference | undefined): void => {
    if (found === undefined) return
    take(path)
    reportReference(found, {line: document.lineOf(path), symbol: String(path.at(-1)), confidence: 0.93}, into)
  }
  for (const {path, registry} of platform.names) report(path, namedBy(valueAt(document.value, path), registry))
  walk(document, ({key, value, path}) => {
    const text = asText(value)
    if (text !== undefined && platform.addresses.has(key)) report(path, servedModel(text.trim()))
    if (key === 'storage') report([...path, 'path'], storedModel(asRecord(value)))
    return 'enter'
  })
}

function namedBy(value: unknown, registry: string | undefined): ModelReference | undefined {
  const name = asText(value)
  if (name === undefined || !/^[\w.:/-]{1,200}$/.test(name)) return undefined
  return {kind: 'model', name, ...(registry !== undefined && {registry}), confidence: 0.93}
}

/** `hf://org/name`, `s3://bucket/model`, `oci://registry.example/model:1`. */
function servedModel(address: string): ModelReference | undefined {
  return modelInStore(address) ?? modelReference(address) ?? modelInImage(address)
}

/** `storage: {key: …, path: models/detector, parameters: {bucket: acme, type: s3}}` */
function storedModel(storage: UnknownRecord | undefined): ModelReference | undefined {
  const path = asText(storage?.['path'])
  const {bucket, type = 's3'} = asRecord(storage?.['parameters']) ?? {}
  if (path === undefined) return undefined
  return asText(bucket) === undefined
    ? modelReference(path)
    : modelReference(`${String(type)}://${String(bucket)}/${path.replace(/^\/{1,5}/, '')}`)
}
