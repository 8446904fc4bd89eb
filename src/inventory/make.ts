import {sha256Hex} from '../lib/digest.ts'
import {isCommit} from '../lib/names/commit.ts'
import {huggingfacePurl, normalisePypiName, npmPurl, pypiPurl, splitNpmName} from '../lib/names/purl.ts'
import {redactText} from '../lib/redact/text.ts'
import {redactUrl} from '../lib/redact/url.ts'
import type {AssetOf} from './asset.ts'
import type {Evidence} from './evidence.ts'
import type {DatasetFacts, GuardrailFacts, ModelFacts, PackageFacts, PromptFacts, ServiceFacts} from './facts.ts'
import {localId, packageId, registryId} from './identity.ts'
import {originQualifiers, type PackageOrigin} from './package-origin.ts'

const numberPattern = /^\d{1,9}$/

/** Tags that stand for whatever is newest. */
const movingTag = /^(?:latest|default)$/i

/** `org/name` → its two parts; a bare name has no group. */
function splitOwner(name: string): {group?: string; name: string} {
  const slash = name.indexOf('/')
  return slash === -1 ? {name} : {group: name.slice(0, slash), name: name.slice(slash + 1)}
}

/**
 * A pin is a commit, or for registries with tags a tag that is not `latest`; the rest moves, and so do MLflow's aliases
 * and stages.
 */
function pinOf(registry: string | undefined, revision: string | undefined): {version?: string; floating?: boolean} {
  if (registry !== 'huggingface') {
    if (revision === undefined) return {}
    if (movingTag.test(revision)) return {floating: true}
    return {version: revision, ...(registry === 'mlflow' && !numberPattern.test(revision) && {floating: true})}
  }
  return isCommit(revision) ? {version: revision} : {floating: true}
}

/**
 * A model as it is named where it was seen.
 * @param name as its registry writes it: `org/name`, `gpt-4o-mini`, `us.anthropic.claude-…-v1:0`, `mistral:instruct`
 * @param facts `registry` decides the identity: `huggingface`, `openai`, `ollama` …; without it the identity is the
 *   bare name
 */
export function makeModel(name: string, evidence: readonly Evidence[], facts: ModelFacts = {}): AssetOf<'model'> {
  const pin = pinOf(facts.registry, facts.revision)
  const purl = facts.registry === 'huggingface' ? huggingfacePurl(name, facts.revision) : undefined
  return {
    kind: 'model',
    id: registryId('model', facts.registry ?? '', name),
    ...(facts.registry === 'huggingface' ? splitOwner(name) : {name}),
    ...(pin.version !== undefined && {version: pin.version}),
    ...(purl !== undefined && {purl}),
    aliases: [],
    digests: [],
    evidence,
    facts: {...facts, ...(pin.floating === true && {floating: true})},
  }
}

/** A data set by its registry's name, or by its path or URL where no registry knows it. */
export function makeDataset(name: string, evidence: readonly Evidence[], facts: DatasetFacts = {}): AssetOf<'dataset'> {
  const pin = pinOf(facts.registry, facts.revision)
  return {
    kind: 'dataset',
    id: registryId('dataset', facts.registry ?? '', name),
    ...(facts.registry === 'huggingface' ? splitOwner(name) : {name}),
    ...(pin.version !== undefined && {version: pin.version}),
    aliases: [],
    digests: [],
    evidence,
    facts: {
      ...facts,
      ...(facts.url !== undefined && {url: redactUrl(facts.url)}),
      ...(pin.floating === true && {floating: true}),
    },
  }
}

/**
 * A provider or self-hosted inference endpoint, by its slug: `openai`, `azure-openai`, `ollama` … Credentials in
 * endpoints are left out.
 */
export function makeService(
  facts: ServiceFacts,
  evidence: readonly Evidence[],
  name: string = facts.provider,
): AssetOf<'service'> {
  return {
    kind: 'service',
    id: registryId('service', '', facts.provider),
    name,
    aliases: [],
    digests: [],
    evidence,
    facts: {...facts, endpoints: facts.endpoints.map(redactUrl)},
  }
}

/**
 * A prompt: its text stays out of the BOM unless asked for, then without tokens; its SHA-256 (of the UTF-8 text as it
 * is) and length stand for it.
 */
export function makePrompt(
  place: {
    readonly path: string
    readonly symbol?: string | undefined
    readonly name: string
  },
  text: string,
  evidence: readonly Evidence[],
  facts: Omit<PromptFacts, 'byteLength' | 'text'>,
): AssetOf<'prompt'> {
  return {
    kind: 'prompt',
    id: localId('prompt', place.path, place.symbol),
    name: place.name,
    aliases: [],
    digests: [{alg: 'sha256', hex: sha256Hex(text), of: 'content', from: 'computed'}],
    evidence,
    facts: {...facts, byteLength: Buffer.byteLength(text), text: redactText(text)},
  }
}

/** A package as a command or an import names it, before it is an asset. */
export interface NamedPackage {
  readonly ecosystem: 'npm' | 'pypi'
  readonly name: string
  /** only where it is exact */
  readonly version?: string | undefined
  /** range or tag as written */
  readonly declared?: string | undefined
  readonly origin?: PackageOrigin | undefined
  /** further registries that may serve it */
  readonly extraIndexes?: readonly string[]
  /** the name is that of its repository: nothing states the package's own */
  readonly isGuessed?: boolean
}

/**
 * A package that is named outside a manifest: by a command that fetches and runs it, by the environment a model asks
 * for.
 */
export function makePackage(
  named: NamedPackage,
  evidence: readonly Evidence[],
  facts: Partial<PackageFacts> = {},
): AssetOf<'package'> {
  const {ecosystem, version, declared, origin, extraIndexes = [], isGuessed} = named
  const qualifiers = originQualifiers(origin)
  return {
    kind: 'package',
    id: packageId(ecosystem, named.name, origin),
    ...(ecosystem === 'npm' ? splitNpmName(named.name) : {name: normalisePypiName(named.name)}),
    ...(version !== undefined && {version}),
    purl: ecosystem === 'npm' ? npmPurl(named.name, version, qualifiers) : pypiPurl(named.name, version, qualifiers),
    aliases: [],
    digests: [],
    evidence,
    ...((extraIndexes.length > 0 || isGuessed === true) && {
      properties: {
        ...(extraIndexes.length > 0 && {'aibom:package:extra-index': [...extraIndexes]}),
        ...(isGuessed === true && {'aibom:package:name-from': ['repository']}),
      },
    }),
    facts: {
      ecosystem,
      scope: 'runtime',
      direct: true,
      distributions: [],
      ...(declared !== undefined && {declared: [declared]}),
      ...(origin !== undefined && {source: origin.url}),
      ...facts,
    },
  }
}

/** A guardrail by the name that its configuration or program gives it. */
export function makeGuardrail(
  path: string,
  name: string,
  evidence: readonly Evidence[],
  facts: GuardrailFacts,
): AssetOf<'guardrail'> {
  return {kind: 'guardrail', id: localId('guardrail', path, name), name, aliases: [], digests: [], evidence, facts}
}
