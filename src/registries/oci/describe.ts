import type {Asset, Licence, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {ModelFacts} from '../../inventory/facts.ts'
import {keyOf, localId, registryId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {toLicence} from '../../inventory/licence.ts'
import {makeDataset, makeModel, makePrompt} from '../../inventory/make.ts'
import {sha256Hex} from '../../lib/digest.ts'
import {formatPurl} from '../../lib/names/purl.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {type Artifact, type ArtifactLayer, isModelName, isWeights} from './artifact.ts'
import {formatOciDigest, type OciDigest} from './manifest.ts'
import {statementsOf} from './statements.ts'

/** Where an artifact lies: `registry.ollama.ai/library/llama3`, by tag, digest or both. */
export interface OciPlace {
  readonly host: string
  readonly repository: string
  readonly tag?: string
}

/** What of an artifact was read besides its manifest: small layers as text, the configuration as JSON. */
export interface ReadArtifact {
  readonly place: OciPlace
  readonly artifact: Artifact
  readonly digest: OciDigest
  readonly config: UnknownRecord
  /** text of small layers, by role */
  readonly texts: ReadonlyMap<string, string>
  /** folder of its files in the source */
  readonly folder: string
  readonly detector: string
}

const licenceHeadings: readonly (readonly [RegExp, string])[] = [
  [/^\s*apache license\s+version 2\.0/i, 'Apache-2.0'],
  [/^\s*(?:the )?mit license/i, 'MIT'],
]
const licenceNameLimit = 200

/** A model artifact as an asset, from what its manifest, configuration and small layers state. */
export function describeArtifact(read: ReadArtifact): Extraction {
  const model = describeModel(read)
  const prompt = systemPrompt(read)
  const weights = read.artifact.layers.filter(isWeights).map(layer => declaredWeights(layer, read))
  const bases = read.artifact.bases.filter(isModelName).map(name => baseOf(name, evidenceAt(read, 'from')))
  const datasets = packedDatasets(read)
  const relationships: Relationship[] = [
    ...bases.map((base): Relationship => ({from: keyOf(model), to: keyOf(base), kind: 'derived-from'})),
    ...[...prompt, ...weights, ...datasets].map(
      (each): Relationship => ({from: keyOf(model), to: keyOf(each), kind: 'contains'}),
    ),
  ]
  return {assets: [model, ...bases, ...prompt, ...weights, ...datasets], relationships}
}

/** Ollama takes models from the hub by the name `hf.co/org/name:quantisation`. */
function baseOf(name: string, evidence: Evidence): Asset {
  const [, hubName] = /^(?:hf\.co|huggingface\.co)\/([^:]+)(?::[^:]*)?$/.exec(name) ?? []
  return hubName === undefined
    ? makeModel(name, [evidence], {registry: 'ollama'})
    : makeModel(hubName, [evidence], {registry: 'huggingface'})
}

/**
 * The data sets that a Kitfile packs with its model, one layer each in its order.
 * @see KitOps, "Kitfile format", `datasets`
 */
function packedDatasets(read: ReadArtifact): Asset[] {
  const layers = read.artifact.layers.filter(({role}) => role === 'dataset')
  const stated = recordsOf(read.config['datasets'])
  return stated.flatMap((fields, index): Asset[] => {
    const name = asText(fields['name']) ?? asText(fields['path'])
    const layer = stated.length === layers.length ? layers[index] : undefined
    if (name === undefined) return []
    const description = asText(fields['description'])
    const licence = toLicence(asText(fields['license']) ?? '')
    const digests = layer === undefined ? [] : [{...layer.descriptor.digest, of: 'content', from: 'declared'} as const]
    return [
      {
        ...makeDataset(name, [evidenceAt(read, name)], {
          ...(layer !== undefined && {distributions: [{file: layer.name, digests}]}),
        }),
        ...(description !== undefined && {description}),
        ...(licence !== undefined && {licences: [licence]}),
      },
    ]
  })
}

/** A weight file as the manifest declares it, whether its bytes are here or not. */
function declaredWeights({name, isArchive, descriptor}: ArtifactLayer, read: ReadArtifact): Asset {
  const {alg, hex} = descriptor.digest
  const path = read.folder === '' ? name : `${read.folder}/${name}`
  const format = isArchive ? 'tar' : name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return {
    kind: 'weights',
    id: localId('weights', path),
    name: name.slice(name.lastIndexOf('/') + 1),
    aliases: [],
    digests: [{alg, hex, of: 'content', from: 'declared'}],
    evidence: [evidenceAt(read, name)],
    facts: {format, byteLength: BigInt(descriptor.size), present: false},
  }
}

function describeModel(read: ReadArtifact): Asset {
  const {place, digest, artifact} = read
  const registry = artifact.shape === 'ollama' ? 'ollama' : 'oci'
  const name = artifact.shape === 'ollama' ? ollamaName(place) : `${place.host}/${place.repository}`
  const licences = licencesOf(read)
  const purl = ociPurl(place, digest)
  return {
    kind: 'model',
    id: registryId('model', registry, name),
    name,
    version: formatOciDigest(digest),
    ...(purl !== undefined && {purl}),
    aliases: [],
    digests: [],
    ...statementsOf(read.config, artifact.annotations),
    ...(licences.length > 0 && {licences}),
    evidence: [evidenceAt(read)],
    facts: {registry, ...(place.tag !== undefined && {revision: place.tag, floating: true}), ...factsOf(read)},
    properties: propertiesOf(read),
  }
}

function evidenceAt({folder, detector}: ReadArtifact, symbol?: string): Evidence {
  const path = folder === '' ? '.' : folder
  return {
    detector,
    technique: 'registry',
    path,
    level: 'used',
    scope: 'product',
    confidence: 1,
    ...(symbol !== undefined && {symbol}),
  }
}

/** `llama3:latest`, `user/model:tag`, `host/user/model:tag`: as Ollama names it. */
export function ollamaName({host, repository, tag}: OciPlace): string {
  const short = host === 'registry.ollama.ai' ? repository.replace(/^library\//, '') : `${host}/${repository}`
  return tag === undefined ? short : `${short}:${tag}`
}

/**
 * @see purl-spec types/oci-definition.json: the name is the last segment, lower case; the version the digest of the
 * manifest
 */
function ociPurl({host, repository, tag}: OciPlace, digest: OciDigest): string | undefined {
  const name = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase()
  if (name === '' || host === '') return undefined
  const qualifiers = {repository_url: `${host}/${repository}`, ...(tag !== undefined && {tag})}
  return formatPurl({type: 'oci', name, version: formatOciDigest(digest), qualifiers})
}

function factsOf({config, texts}: ReadArtifact): ModelFacts {
  const template = texts.get('template')
  const inner = asRecord(config['config']) ?? {}
  const descriptor = asRecord(config['descriptor']) ?? {}
  const family = asText(config['model_family']) ?? asText(descriptor['family'])
  const architecture = asText(inner['architecture'])
  const quantization = asText(config['file_type']) ?? asText(inner['quantization']) ?? asText(inner['precision'])
  return {
    ...(family !== undefined && {architectureFamily: family}),
    ...(architecture !== undefined && {architecture}),
    ...(quantization !== undefined && {quantization}),
    ...(template !== undefined && {chatTemplateSha256: sha256Hex(template)}),
  }
}

/**
 * What the configuration says goes first; of a licence's text only a heading that is unmistakable becomes an SPDX id.
 */
function licencesOf({config, texts, artifact}: ReadArtifact): Licence[] {
  const descriptor = asRecord(config['descriptor']) ?? {}
  const stated = [
    ...textsOf(descriptor['licenses']),
    ...textsOf(asRecord(config['package'])?.['license']),
    ...textsOf(asRecord(config['model'])?.['license']),
    ...textsOf(artifact.annotations['org.opencontainers.image.licenses']),
  ]
  const licences = stated.flatMap(text => toLicence(text) ?? [])
  if (licences.length > 0) return licences
  const text = texts.get('licence')
  const heading = text
    ?.split('\n')
    .find(line => line.trim() !== '')
    ?.trim()
  if (text === undefined || heading === undefined) return []
  const known = licenceHeadings.find(([pattern]) => pattern.test(text))
  return [known === undefined ? {kind: 'name', name: heading.slice(0, licenceNameLimit)} : {kind: 'id', id: known[1]}]
}

function systemPrompt(read: ReadArtifact): Asset[] {
  const text = read.texts.get('system')
  if (text === undefined || text.trim() === '') return []
  return [
    makePrompt({path: `${read.folder}/system`, name: 'system'}, text, [evidenceAt(read, 'system')], {role: 'system'}),
  ]
}

function propertiesOf({artifact, config}: ReadArtifact): Record<string, readonly string[]> {
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['aibom:oci:shape', [artifact.shape]],
    [
      'aibom:oci:layer',
      artifact.layers.map(
        ({role, name, descriptor}) => `${role} ${descriptor.size} ${formatOciDigest(descriptor.digest)} ${name}`,
      ),
    ],
    ['aibom:model:type', textsOf(config['model_type'])],
  ]
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
}
