import type {NameSpec} from '../../../catalog/library.ts'
import {classifyModelName, hasFileEnding, isHubId, isPlaceholder} from '../../../catalog/models/model-names.ts'
import {providerByPrefix, providerBySlug} from '../../../catalog/providers.ts'
import {isDataFileName} from '../../../catalog/references/dataset.ts'
import {hubPrefix, hubReference} from '../../../catalog/references/hub.ts'
import {isLocalPath} from '../../../catalog/references/model.ts'
import {isKnownValue} from '../../../catalog/references/reference.ts'
import {isWeightsName} from '../../../catalog/references/weights.ts'
import {globPattern} from '../../../catalog/symbol-pattern.ts'
import {withoutQuery} from '../../../lib/text/without-query.ts'

/** A text that a rule takes for the name of an asset. */
export interface Named {
  readonly name: string
  readonly registry?: string
  readonly revision?: string
  readonly config?: string
  readonly url?: string
}

/** Words that stand where a repository may stand and mean a folder of the program. */
export const folderWord =
  /(?:^|[-_.])(?:models?|outputs?|results?|checkpoints?|ckpts?|saved?|trained|finetuned|my|local|tmp|temp|exports?|final|best|weights|run|data|dir|path|test|dummy)(?:$|[-_.\d])/i
/**
 * What starts like a path; segments in the middle are a hosted name's own: `accounts/fireworks/models/x`, `@cf/meta/x`.
 */
const pathStart = /^(?:[./~]|[A-Za-z]:[\\/]|file:)/
/** LlamaIndex: a hub id that is run on this machine. */
const runsHere = 'local:'
/** Replicate: `owner/name:version`, the version being a digest. */
const pinnedByDigest = /^([^:]+):([0-9a-f]{64})$/
/** Words that say how to choose, and name nothing. */
const noName = /^(?:all|any|auto|none|null|nil|default|custom|unknown|undefined|other|true|false|yes|no)$/i
const bareHubName = /^[A-Za-z][A-Za-z0-9._-]{1,95}$/

/**
 * @param provider whose client the name is given to, where that is known
 * @returns undefined for what is no name by the rule's own form: paths, placeholders, builders, sentences
 */
export function acceptName(text: string, spec: NameSpec, provider: string | undefined): Named | undefined {
  const written = text.trim()
  const value = Object.hasOwn(spec.names ?? {}, written) ? (spec.names?.[written] ?? written) : written
  if (isRefused(value, spec)) return undefined
  return spec.pattern === undefined ? byForm(value, spec, provider) : byPattern(value, spec.pattern, spec, provider)
}

/** A name that stands with its revision or configuration in one text. */
function byPattern(value: string, pattern: string, spec: NameSpec, provider: string | undefined): Named | undefined {
  const {name, revision, config} = patternOf(pattern).exec(value)?.groups ?? {}
  const named = name === undefined ? undefined : byForm(name, spec, provider)
  return named === undefined
    ? undefined
    : {...named, ...(revision !== undefined && {revision}), ...(config !== undefined && {config})}
}

function isRefused(value: string, {form, only, deny = []}: NameSpec): boolean {
  if (noName.test(value) || (!isKnownValue(value) && form !== 'text')) return true
  return (only !== undefined && !matchesAny(only, value)) || matchesAny(deny, value)
}

const patterns = new Map<string, RegExp>()

function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(`^(?:${text})$`)
  patterns.set(text, known)
  return known
}

function byForm(value: string, spec: NameSpec, provider: string | undefined): Named | undefined {
  const registry = spec.registry ?? provider
  switch (spec.form) {
    case 'hub':
      return hubName(value, spec) ?? knownElsewhere(value, spec)
    case 'hub-owner':
      return hubUrl(value) ?? (isHubId(value) ? {name: value, registry: spec.registry ?? 'huggingface'} : undefined)
    case 'provider:model':
      return prefixed(value, ':', registry)
    case 'provider/model':
      return prefixed(value, '/', registry)
    case 'file':
      return fileName(value, spec)
    case 'url':
      return /^https?:\/\//.test(value) ? {name: fileOf(value), url: value, ...given(spec.registry)} : undefined
    case 'text':
      return value === '' || value.length > 200 || isPlaceholder(value) ? undefined : {name: value, ...given(registry)}
    default:
      return plain(value, spec.registry, provider)
  }
}

/**
 * Models without an owner are old and few, and carry a size or version behind dashes: `gpt2`, `bert-base-uncased`;
 * other words are a program's own.
 */
export function isPlainWord({name, registry}: Named): boolean {
  return (
    registry === 'huggingface' &&
    !name.includes('/') &&
    (/^[A-Za-z]+$/.test(name) || name.includes('_')) &&
    name !== 'ctrl'
  )
}

/** A file by its ending, or of the very names that the rule accepts. */
function fileName(value: string, {registry, only}: NameSpec): Named | undefined {
  const isUrl = /^[a-z][a-z0-9+]*:\/\//.test(value)
  const name = isUrl ? fileOf(value) : value.replace(/^(?:\.\/)+/, '')
  if (only === undefined && !isWeightsName(name) && !isDataFileName(name)) return undefined
  return {name, ...(isUrl && {url: value}), ...given(registry)}
}

/** Whole texts, whatever the case; `*` stands for any part. */
export function matchesAny(globs: readonly string[], text: string): boolean {
  return globs.some(glob =>
    glob.includes('*') ? globPattern(glob, 'i').test(text) : glob.toLowerCase() === text.toLowerCase(),
  )
}

function given(registry: string | undefined): {registry?: string} {
  return registry === undefined ? {} : {registry}
}

/** The last part of a URL's path. */
function fileOf(url: string): string {
  const bare = withoutQuery(url)
  return decodeURIComponentSafely(
    bare
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1) ?? bare,
  )
}

function decodeURIComponentSafely(text: string): string {
  return /%(?![0-9a-fA-F]{2})|%[89a-fA-F]/.test(text) ? text : decodeURIComponent(text)
}

function hubUrl(value: string): Named | undefined {
  const found = hubReference(value)
  if (found === undefined || found.kind === 'weights') return undefined
  return {name: found.name, registry: 'huggingface', ...(found.revision !== undefined && {revision: found.revision})}
}

function hubName(value: string, spec: NameSpec): Named | undefined {
  const registry = spec.registry ?? 'huggingface'
  const url = hubUrl(value)
  if (url !== undefined) return url
  if (isLocalPath(value) || value.includes('://')) return undefined
  if (value.startsWith(runsHere)) return hubName(value.slice(runsHere.length), spec)
  if (isHubId(value)) return {name: value, registry}
  if (value.includes('/') || !bareHubName.test(value) || hasFileEnding(value) || folderWord.test(value))
    return undefined
  return {name: spec.owner === undefined ? value : `${spec.owner}/${value}`, registry}
}

/** A hosted model's name where a hub one was expected: wrappers take both. */
function knownElsewhere(value: string, spec: NameSpec): Named | undefined {
  const known = spec.registry === undefined ? classifyModelName(value) : undefined
  return known === undefined ? undefined : {name: known.name, ...given(known.registry)}
}

function prefixed(value: string, separator: ':' | '/', registry: string | undefined): Named | undefined {
  const found = providerByPrefix(value)
  if (found !== undefined && found.separator === separator && found.rest !== '') {
    const inner = plain(found.rest, undefined, found.provider.slug)
    return inner ?? {name: found.rest, registry: found.provider.slug}
  }
  return plain(value, undefined, registry)
}

function plain(value: string, fixed: string | undefined, provider: string | undefined): Named | undefined {
  if (pathStart.test(value) || value.includes('://') || hubPrefix.test(value)) return hubUrl(value)
  if (isWeightsName(value) || !/[A-Za-z]/.test(value)) return undefined
  const name = value.startsWith('models/') ? value.slice('models/'.length) : value
  const pinned = pinnedName(name)
  if (pinned !== undefined) return {...pinned, ...given(fixed ?? provider)}
  if (fixed !== undefined) return {name, registry: fixed}
  const known = classifyModelName(name)
  const isServer =
    provider === undefined || provider === 'openai-compatible' || providerBySlug(provider)?.kind === 'self-hosted'
  if (isServer && provider !== 'ollama') return {name: known?.name ?? name, ...given(known?.registry)}
  const isHub = known?.registry === 'huggingface' && (provider === 'openai' || provider === 'anthropic')
  return {name, registry: isHub ? 'huggingface' : provider}
}

function pinnedName(text: string): {name: string; revision: string} | undefined {
  const [, name, revision] = pinnedByDigest.exec(text) ?? []
  return name === undefined || revision === undefined ? undefined : {name, revision}
}
