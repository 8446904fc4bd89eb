import type {Asset} from '../inventory/asset.ts'
import type {Collector, Where} from '../inventory/collector.ts'
import type {Level, Use} from '../inventory/evidence.ts'
import {isStore} from '../inventory/store-registries.ts'
import {redactUrl} from '../lib/redact/url.ts'
import type {ModelReference, Reference} from './references/reference.ts'

/** One key and its value, in whatever dialect they are written. */
export interface Setting {
  /** as written: `base_model`, `OPENAI_API_KEY`, `--model-id` */
  readonly key: string
  readonly value: string
  /** the key with all that stands above it, where that is known: tells two of one name apart */
  readonly symbol?: string | undefined
  /** normalised keys above it, the nearest last */
  readonly ancestors: readonly string[]
  readonly line?: number | undefined
  readonly level?: Level | undefined
  /** whether the file speaks of models at all: only then a word under a common key (`model`, `dataset`) is taken */
  readonly isAboutModels: boolean
  /** whether it speaks of training: only then a single word under `dataset` is one; as `isAboutModels` if not given */
  readonly isAboutTraining?: boolean | undefined
  /** whether it names Ollama: then its short names (`llama3`) are models */
  readonly isAboutOllama?: boolean | undefined
  /** tag, branch or commit that is named beside a model */
  readonly revision?: string | undefined
  /** version of a hosted model that is named beside it */
  readonly version?: string | undefined
  /** how its weights are reduced, as it is named beside a model */
  readonly quantization?: string | undefined
  /** beside it, code that comes with the model is allowed to run */
  readonly trustsRemoteCode?: boolean | undefined
  /** an address or provider beside it says that a server is asked for the model */
  readonly isAskedFor?: boolean | undefined
  /** what is set of the model beside its name: `temperature=0.2` */
  readonly settings?: readonly string[] | undefined
  /** slug of the provider that is named beside it: whose a bare name is */
  readonly provider?: string | undefined
}

/** Line, key and level of a setting, as evidence wants them. @param confidence 0 … 1 */
export function whereOf(setting: Setting, confidence: number): Where {
  return {line: setting.line, symbol: setting.key, level: setting.level, confidence}
}

/** The same of a model's name; of one that a provider runs, the registry says that it is asked for. */
function whereNamed(setting: Setting, confidence: number, registry: string | undefined): Where {
  const isAsked = setting.isAskedFor === true && isStore(registry)
  return {...whereOf(setting, confidence), use: isAsked ? 'asked-for' : undefined}
}

/** Puts a reference where it belongs by its kind. */
export function reportReference(
  found: Reference,
  where: Where,
  into: Collector,
  properties?: Asset['properties'],
): void {
  const {registry, revision} = {registry: undefined, revision: undefined, ...found}
  const pinned = {...(registry !== undefined && {registry}), ...(revision !== undefined && {revision})}
  if (found.kind === 'weights') into.weights(found.name, where, found.url)
  else if (found.kind === 'model')
    into.model(
      found.name,
      {...where, use: where.use ?? useOf(found)},
      {
        ...pinned,
        ...(found.quantization !== undefined && {quantization: found.quantization}),
        ...(found.trustRemoteCode === true && {trustRemoteCode: true}),
      },
      properties,
    )
  else into.dataset(found.name, where, {...pinned, ...(found.url !== undefined && {url: redactUrl(found.url)})})
}

/** What the text that names a model, and the flags beside it, say of its use. */
export function useOf({inFolder, trustRemoteCode}: Extract<Reference, {kind: 'model'}>): Use | undefined {
  if (inFolder === true) return 'folder'
  return trustRemoteCode === true ? 'remote-code' : undefined
}

/** Reports a model or weight file; a revision that the setting states pins it. */
export function reportModel(found: ModelReference, setting: Setting, into: Collector): void {
  const pinned = versioned(setting.version, pinnedAt(setting.revision, found))
  const quantized = quantizedBy(setting.quantization, pinned)
  reportReference(
    trusted(setting.trustsRemoteCode, quantized),
    whereNamed(setting, found.confidence, quantized.kind === 'model' ? quantized.registry : undefined),
    into,
    settingProperties(setting),
  )
}

/** Reports a name as that of a model of a provider, though its form does not say so. */
export function reportNamedModel(
  name: string,
  setting: Setting,
  into: Collector,
  {confidence, registry}: {readonly confidence: number; readonly registry?: string | undefined},
): void {
  const facts = registry === undefined ? {} : {registry}
  into.model(name, whereNamed(setting, confidence, registry), facts, settingProperties(setting))
}

function settingProperties({settings = []}: Setting): Asset['properties'] {
  return settings.length === 0 ? undefined : {'aibom:model:setting': settings}
}

/** Normalised keys of the one model that a program is about, whose revision stands beside it. */
const mainModel = /^(?:base|pretrained)?model(?:id|name|path|nameorpath)?$/

/** `--revision` and the like beside a model; undefined for the branch that everybody gets. */
export function revisionFor(normal: string, beside: string | undefined): string | undefined {
  if (beside === undefined || beside === 'main' || !mainModel.test(normal)) return undefined
  return /^[A-Za-z0-9][\w./-]{0,99}$/.test(beside) ? beside : undefined
}

/** The hub's model at a revision that its name does not say. */
export function pinnedAt(revision: string | undefined, found: ModelReference): ModelReference {
  const isOpen = found.kind === 'model' && found.registry === 'huggingface' && found.revision === undefined
  return isOpen && revision !== undefined ? {...found, revision} : found
}

/** A method, as servers take it: `awq`, `fp8`, `bitsandbytes`. */
const quantizationPattern = /^[a-z][a-z0-9_-]{1,30}$/

/** `--quantization awq` beside the one model that a program is about. */
export function quantizationFor(normal: string, beside: string | undefined): string | undefined {
  return beside !== undefined && mainModel.test(normal) && quantizationPattern.test(beside) ? beside : undefined
}

/** A model whose name does not say how it is quantized. */
export function quantizedBy(quantization: string | undefined, found: ModelReference): ModelReference {
  const isOpen = found.kind === 'model' && found.quantization === undefined
  return isOpen && quantization !== undefined ? {...found, quantization} : found
}

/** Whether `--trust-remote-code` and the like beside a model speak of it: a program has one such model. */
export function isTrusted(normal: string, beside: boolean): boolean {
  return beside && mainModel.test(normal)
}

/** A model of the hub whose own code may run. */
export function trusted(isTrusting: boolean | undefined, found: ModelReference): ModelReference {
  const isOnHub = found.kind === 'model' && found.registry === 'huggingface'
  return isOnHub && isTrusting === true ? {...found, trustRemoteCode: true} : found
}

/** `{name = "gpt-4o", version = "2024-08-06"}`: of a model that a provider runs. */
function versioned(version: string | undefined, found: ModelReference): ModelReference {
  const isHosted = found.kind === 'model' && found.registry !== 'huggingface' && found.revision === undefined
  return isHosted && version !== undefined ? {...found, revision: version} : found
}
