import {withoutQuery} from '../../lib/text/without-query.ts'
import {isHubId} from '../models/model-names.ts'
import type {Reference} from './reference.ts'

/** How libraries say that a name is the hub's: `hf://`, timm's and OpenCLIP's `hf-hub:`. */
export const hubPrefix = /^hf(?::\/\/|[-_]hub:)/

const hubHostPattern = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)\/(.+)$/

const cachePattern =
  /(?:^|\/)(models|datasets)--(?=[\w.-]+(?:\/|$))([\w.-]+?)--([\w.-]+?)(?:\/snapshots\/([0-9a-f]{40}))?(?=\/|$)/

const hubPages = new Set([
  'docs',
  'blog',
  'spaces',
  'papers',
  'models',
  'tasks',
  'learn',
  'settings',
  'join',
  'chat',
  'api',
  'collections',
  'organizations',
  'pricing',
  'login',
  'new',
])

/** `org/name@revision`, as some tools write it. */
export function splitRevision(value: string): {text: string; revision?: string} {
  const at = value.indexOf('@')
  return at === -1 ? {text: value} : {text: value.slice(0, at), revision: value.slice(at + 1)}
}

/**
 * `https://huggingface.co/org/name/resolve/main/file`, `hf://datasets/org/name`, `hf.co/org/name:Q4_K_M`, a path into
 * the hub's cache.
 */
export function hubReference(text: string): Reference | undefined {
  const cached = cachePattern.exec(text)
  if (cached !== null) return fromCache(cached)
  const path = hubPrefix.test(text) ? text.replace(hubPrefix, '') : hubHostPattern.exec(text)?.[1]
  if (path === undefined) return undefined
  const segments = withoutQuery(path)
    .replace(/\.git$/, '')
    .split('/')
    .filter(segment => segment !== '')
  if (segments[0] === 'datasets') return datasetOnHub(segments.slice(1), text)
  if (hubPages.has(segments[0] ?? '')) return undefined
  if (isHubAction(segments[1]) && /^[A-Za-z][\w.-]{1,95}$/.test(segments[0] ?? '')) return oldModel(segments)
  const [last = '', tag] = (segments[1] ?? '').split(':', 2)
  const {text: bare, revision} = splitRevision(last)
  const name = `${segments[0]}/${bare}`
  if (!isRepository(name, segments[2])) return undefined
  const pinned = revision ?? revisionOf(segments)
  return {
    kind: 'model',
    name,
    registry: 'huggingface',
    ...(pinned !== undefined && {revision: pinned}),
    ...quantizationOf(tag),
    confidence: 0.95,
  }
}

/** llama.cpp's and Ollama's tag for one of a repository's GGUF files; `latest` chooses none. */
export function quantizationOf(tag: string | undefined): {quantization?: string} {
  return tag !== undefined && /^(?:[A-Z]{1,3}-)?(?:I?Q\d|TQ\d|BF16|F16|F32|FP16|MXFP4)\w{0,12}$/i.test(tag)
    ? {quantization: tag.toUpperCase()}
    : {}
}

/** What a file is fetched from is a repository, however its name ends: `ggerganov/whisper.cpp`. */
function isRepository(name: string, next: string | undefined): boolean {
  return isHubId(isHubAction(next) ? name.replace(/\.(?:cpp|io|js|py|rs|c)$/i, '') : name)
}

function isHubAction(segment: string | undefined): boolean {
  return segment === 'resolve' || segment === 'blob' || segment === 'raw' || segment === 'tree'
}

/** The oldest models have no owner: `https://huggingface.co/gpt2/resolve/main/model.safetensors`. */
function oldModel(segments: readonly string[]): Reference {
  const revision = revisionOf(segments)
  return {
    kind: 'model',
    name: segments[0] ?? '',
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    confidence: 0.95,
  }
}

function fromCache(match: RegExpExecArray): Reference {
  const [, kind, owner, repository, revision] = match
  const rest = {
    name: `${owner}/${repository}`,
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    confidence: 0.95,
  }
  return kind === 'datasets' ? {kind: 'dataset', ...rest} : {kind: 'model', ...rest}
}

function datasetOnHub(segments: readonly string[], url: string): Reference | undefined {
  const actions = new Set(['resolve', 'blob', 'tree', 'viewer', 'raw', 'discussions'])
  const end = segments.findIndex(segment => actions.has(segment))
  const named = segments.slice(0, end === -1 ? 2 : Math.min(end, 2))
  const name = named.join('/').split('@', 1)[0] ?? ''
  if (!/^[\w.-]+(?:\/[\w.-]+)?$/.test(name)) return undefined
  const revision = revisionOf(segments)
  return {
    kind: 'dataset',
    name,
    registry: 'huggingface',
    ...(revision !== undefined && {revision}),
    ...(url.startsWith('http') && {url}),
    confidence: 0.95,
  }
}

/** What follows `resolve/`, `blob/` or `tree/`; `main` is no pin and is left out. */
function revisionOf(segments: readonly string[]): string | undefined {
  const at = segments.findIndex(
    segment => segment === 'resolve' || segment === 'blob' || segment === 'tree' || segment === 'raw',
  )
  const revision = at === -1 ? undefined : segments[at + 1]
  return revision === undefined || revision === 'main' ? undefined : decodeRevision(revision)
}

function decodeRevision(text: string): string {
  return text.replaceAll('%2F', '/').replaceAll('%2f', '/')
}
