import {sha256Hex} from '../lib/digest.ts'
import {huggingfacePurl, normalisePypiName, npmPurl, pypiPurl} from '../lib/purl.ts'
import {redactText} from '../lib/redact/text.ts'
import {redactUrl} from '../lib/redact/url.ts'
import type {AssetOf} from './asset.ts'
import type {Evidence} from './evidence.ts'
import type {DatasetFacts, ModelFacts, PackageFacts, PromptFacts, ServiceFacts} from './facts.ts'
import {localId, registryId} from './identity.ts'

const commitPattern = /^[0-9a-f]{40}$/
const numberPattern = /^\d{1,9}$/

/** Tags that stand for whatever is newest. */
const movingTag = /^(?:latest|default)$/i

/** `org/name` → its two parts; a bare name has no group. */
function splitOwner(name: string): {group?: string; name: string} {
  const slash = name.indexOf('/')
  return slash === -1 ? {name} : {group: name.slice(0, slash), name: name.slice(slash + 1)}
}

/** A pin is a commit, or for registries with tags a tag that is not `latest`; the rest moves, and so do MLflow's aliases and stages. */
function pinOf(registry: string | undefined, revision: string | undefined): {version?: string; floating?: boolean} {
  if (registry !== 'huggingface') {
    if (revision === undefined) return {}
    if (movingTag.test(revision)) return {floating: true}
    return {version: revision, ...(registry === 'mlflow' && !numberPattern.test(revision) && {floating: true})}
  }
  return revision !== undefined && commitPattern.test(revision) ? {version: revision} : {floating: true}
}

/**
 * A model as it is named where it was seen.
 * @param name as its registry writes it: `org/name`, `gpt-4o-mini`, `us.anthropic.claude-…-v1:0`, `mistral:instruct`
 * @param facts `registry` decides the identity: `huggingface`, `openai`, `ollama` …; without it the identity is the bare name
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

/** A provider or self-hosted inference endpoint, by its slug: `openai`, `azure-openai`, `ollama` … Credentials in endpoints are left out. */
export function makeService(facts: ServiceFacts, evidence: readonly Evidence[], name: string = facts.provider): AssetOf<'service'> {
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

/** A prompt: its text stays out of the BOM unless asked for, then without tokens; its SHA-256 (of the UTF-8 text as it is) and length stand for it. */
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

/**
 * A package that is named outside a manifest: by a command that fetches and runs it, by the environment a model asks for.
 * @param version only where it is exact
 */
export function makePackage(
  named: {
    readonly ecosystem: 'npm' | 'pypi'
    readonly name: string
    readonly version?: string | undefined
    readonly declared?: string | undefined
  },
  evidence: readonly Evidence[],
  facts: Partial<PackageFacts> = {},
): AssetOf<'package'> {
  const {ecosystem, version, declared} = named
  const name = ecosystem === 'npm' ? named.name : normalisePypiName(named.name)
  return {
    kind: 'package',
    id: registryId('package', ecosystem, name),
    name,
    ...(version !== undefined && {version}),
    purl: ecosystem === 'npm' ? npmPurl(name, version) : pypiPurl(name, version),
    aliases: [],
    digests: [],
    evidence,
    facts: {
      ecosystem,
      scope: 'runtime',
      direct: true,
      distributions: [],
      ...(declared !== undefined && {declared}),
      ...facts,
    },
  }
}
