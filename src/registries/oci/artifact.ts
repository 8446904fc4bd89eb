import {isSafePath} from '../../lib/fs/safe-path.ts'
import type {OciDescriptor, OciManifest} from './manifest.ts'

/** What a layer is to the model, whatever its media type calls it. */
export type LayerRole =
  | 'weights'
  | 'adapter'
  | 'projector'
  | 'template'
  | 'system'
  | 'licence'
  | 'params'
  | 'messages'
  | 'config'
  | 'doc'
  | 'code'
  | 'dataset'
  | 'other'

/** A layer that is a file of the model. */
export interface ArtifactLayer {
  readonly role: LayerRole
  /** its file lies in a tar or zip */
  readonly isArchive: boolean
  /** file name inside the artifact */
  readonly name: string
  readonly descriptor: OciDescriptor
}

/** A model that lies in a registry of container images. */
export interface Artifact {
  /** whose conventions it follows */
  readonly shape: 'ollama' | 'modelpack' | 'kitops' | 'docker-model' | 'plain'
  readonly config: OciDescriptor
  readonly layers: readonly ArtifactLayer[]
  /** what its layers were taken from */
  readonly bases: readonly string[]
  readonly annotations: Readonly<Record<string, string>>
}

const ollamaRoles: Readonly<Record<string, LayerRole>> = {
  model: 'weights',
  tensor: 'weights',
  adapter: 'adapter',
  projector: 'projector',
  template: 'template',
  prompt: 'template',
  system: 'system',
  license: 'licence',
  params: 'params',
  messages: 'messages',
}

/** Media types after their common beginning → role. The first that a type begins with. */
const rolesByType: readonly (readonly [beginning: string, role: LayerRole])[] = [
  ['application/vnd.cncf.model.weight.config.v1', 'config'],
  ['application/vnd.cncf.model.weight.v1', 'weights'],
  ['application/vnd.cncf.model.doc.v1', 'doc'],
  ['application/vnd.cncf.model.code.v1', 'code'],
  ['application/vnd.cncf.model.dataset.v1', 'dataset'],
  ['application/vnd.kitops.modelkit.modelpart.v1', 'weights'],
  ['application/vnd.kitops.modelkit.model.v1', 'weights'],
  ['application/vnd.kitops.modelkit.dataset.v1', 'dataset'],
  ['application/vnd.kitops.modelkit.code.v1', 'code'],
  ['application/vnd.kitops.modelkit.docs.v1', 'doc'],
  ['application/vnd.docker.ai.gguf.v3.lora', 'adapter'],
  ['application/vnd.docker.ai.gguf.v3.mmproj', 'projector'],
  ['application/vnd.docker.ai.mmproj', 'projector'],
  ['application/vnd.docker.ai.gguf', 'weights'],
  ['application/vnd.docker.ai.safetensors', 'weights'],
  ['application/vnd.docker.ai.license', 'licence'],
  ['application/vnd.docker.ai.chat.template', 'template'],
  ['application/vnd.docker.ai.model.file', 'other'],
]
/** Layers that are read as text, and those that are files of the model. */
export const textRoles: ReadonlySet<LayerRole> = new Set<LayerRole>(['template', 'system', 'licence', 'params'])
const fileRoles: ReadonlySet<LayerRole> = new Set<LayerRole>(['weights', 'adapter', 'projector'])
/** What is no part of the model that a program loads: licences, and what it was trained on. */
const besideRoles: ReadonlySet<LayerRole> = new Set<LayerRole>(['licence', 'dataset'])

const modelNamePattern = /^[\w][\w.-]*(?:\/[\w][\w.-]*){0,3}(?::[\w][\w.-]*)?$/
const archivePattern = /[.+](?:tar|gzip|zstd|zip)\b/

/** Weights, what describes them, and what a program runs or tells the model with them: to be looked into. */
export function isReadable({role}: ArtifactLayer): boolean {
  return !besideRoles.has(role)
}

/** Weights, in a file of their own or in an archive. */
export function isWeights({role}: ArtifactLayer): boolean {
  return fileRoles.has(role)
}

/** A name as Ollama writes it; a layer's `from` may as well be a path of the machine that built it. */
export function isModelName(text: string): boolean {
  return modelNamePattern.test(text) && !text.startsWith('sha256')
}

/** @returns undefined where nothing says that the manifest is of a model: a container image */
export function toArtifact(manifest: OciManifest): Artifact | undefined {
  const shape = shapeOf(manifest)
  if (shape === undefined) return undefined
  const names = new Map<string, number>()
  const layers = manifest.layers.map((descriptor): ArtifactLayer => {
    const role = roleOf(descriptor)
    const isArchive = archivePattern.test(descriptor.mediaType)
    return {role, isArchive, name: distinct(nameOf(descriptor, role, isArchive), names), descriptor}
  })
  const bases = [...new Set(manifest.layers.flatMap(({from}) => from ?? []))]
  return {shape, config: manifest.config, layers, bases, annotations: manifest.annotations}
}

function shapeOf({artifactType, config, layers}: OciManifest): Artifact['shape'] | undefined {
  const types = [artifactType ?? '', config.mediaType, ...layers.map(({mediaType}) => mediaType)]
  const has = (beginning: string): boolean => types.some(type => type.startsWith(beginning))
  if (has('application/vnd.ollama.')) return 'ollama'
  if (has('application/vnd.cncf.model.')) return 'modelpack'
  if (has('application/vnd.kitops.modelkit.')) return 'kitops'
  if (has('application/vnd.docker.ai.')) return 'docker-model'
  return layers.some(layer => /\.(?:gguf|safetensors|onnx)$/.test(titleOf(layer) ?? '')) ? 'plain' : undefined
}

function roleOf(descriptor: OciDescriptor): LayerRole {
  const {mediaType} = descriptor
  const [, ollama] = /^application\/vnd\.ollama\.image\.(\w+)/.exec(mediaType) ?? []
  if (ollama !== undefined) return Object.hasOwn(ollamaRoles, ollama) ? (ollamaRoles[ollama] ?? 'other') : 'other'
  const role = rolesByType.find(([beginning]) => mediaType.startsWith(beginning))?.[1]
  if (role !== undefined) return role
  return /\.(?:gguf|safetensors|onnx)$/.test(titleOf(descriptor) ?? '') ? 'weights' : 'other'
}

/** The path that the annotations give, else one that says what it is. */
function nameOf(descriptor: OciDescriptor, role: LayerRole, isArchive: boolean): string {
  const title = titleOf(descriptor)
  if (title !== undefined) return title
  if (isArchive) return `${role}.tar`
  if (role === 'weights') return descriptor.mediaType.includes('safetensors') ? 'model.safetensors' : 'model.gguf'
  if (role === 'adapter' || role === 'projector') return `${role}.gguf`
  return role
}

function titleOf({annotations}: OciDescriptor): string | undefined {
  const title = annotations['org.cncf.model.filepath'] ?? annotations['org.opencontainers.image.title']
  return title !== undefined && isSafePath(title) ? title : undefined
}

/** `model.gguf`, `2-model.gguf`, … */
function distinct(name: string, names: Map<string, number>): string {
  const count = (names.get(name) ?? 0) + 1
  names.set(name, count)
  return count === 1 ? name : `${count}-${name}`
}
