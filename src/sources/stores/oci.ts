import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {compareText} from '../../lib/sort.ts'
import {type Artifact, isReadable, textRoles, toArtifact} from '../../registries/oci/artifact.ts'
import {createOciClient, type FetchedManifest, type OciClient} from '../../registries/oci/client.ts'
import {findOciCredential} from '../../registries/oci/credentials.ts'
import {describeArtifact} from '../../registries/oci/describe.ts'
import {formatOciDigest, indexedManifests, type OciDescriptor, toOciManifest} from '../../registries/oci/manifest.ts'
import {type OciReference, parseOciReference} from '../../registries/oci/reference.ts'
import {HubFile} from '../hub/file.ts'
import {RemoteBytes} from '../hub/remote-bytes.ts'
import {HubTrouble} from '../hub/trouble.ts'
import {unreadable} from '../local-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Publication, Source} from '../source.ts'

const textLimitBytes = 4n * 1024n * 1024n
/** Documents asked for until one is of a model: indexes list a manifest a platform. */
const manifestLimit = 50

/**
 * `oci://registry/repository:tag|@digest`: the manifest by its digest, the configuration and small layers, of weights
 * the headers.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID`, `AIBOM_OCI_NOT_A_MODEL`, and every name of a registry's refusal
 */
export async function openOciArtifact(text: string, options: SourceOptions): Promise<OciSource> {
  const reference = parseOciReference(text)
  if (options.network === undefined) throw new Error('an artifact of a registry was opened without a network')
  const network = await options.network()
  const client = createOciClient(reference, network, () =>
    findOciCredential(reference.host, options.env, options.signal),
  )
  const {fetched, artifact} = await findModel(client, reference)
  const source = new OciSource(client, reference, fetched, artifact)
  await source.readSmall()
  return source
}

/**
 * The artifact itself, or the first of a model that its index lists: indexes in it too, each document asked for once.
 */
async function findModel(
  client: OciClient,
  reference: OciReference,
): Promise<{fetched: FetchedManifest; artifact: Artifact}> {
  const asked = new Set<string>()
  const waiting = [reference.digest === undefined ? (reference.tag ?? 'latest') : formatOciDigest(reference.digest)]
  for (let next = waiting.shift(); next !== undefined && asked.size < manifestLimit; next = waiting.shift()) {
    if (asked.has(next)) continue
    asked.add(next)
    const fetched = await client.manifest(next)
    const artifact = artifactOf(fetched)
    if (artifact !== undefined) return {fetched, artifact}
    waiting.push(...indexedManifests(fetched.document).map(({digest}) => formatOciDigest(digest)))
  }
  const among = asked.size < 2 ? '' : `, nor is one of the ${asked.size - 1} manifests looked at that it lists`
  throw new AibomError(
    'AIBOM_OCI_NOT_A_MODEL',
    `${reference.host}/${reference.repository} is not a model artifact${among}`,
    {
      hint: 'Models are known by the media types of ModelPack, KitOps, Docker, Ollama, or by files named .gguf, .safetensors, .onnx',
    },
  )
}

function artifactOf({document}: FetchedManifest): Artifact | undefined {
  const manifest = toOciManifest(document)
  return manifest === undefined ? undefined : toArtifact(manifest)
}

/** A model artifact of a registry, at one digest. */
export class OciSource implements Source {
  readonly #client: OciClient
  readonly #reference: OciReference
  readonly #fetched: FetchedManifest
  readonly #artifact: Artifact
  readonly #trouble = new HubTrouble(false)
  readonly #files: ReadonlyMap<string, OciDescriptor>
  readonly #texts = new Map<string, string>()
  #config: UnknownRecord = {}
  #referrers: readonly OciDescriptor[] = []

  constructor(client: OciClient, reference: OciReference, fetched: FetchedManifest, artifact: Artifact) {
    this.#client = client
    this.#reference = reference
    this.#fetched = fetched
    this.#artifact = artifact
    const files = artifact.layers.filter(isReadable)
    this.#files = new Map(
      files.map(({name, descriptor}) => [name, descriptor] as const).sort(([a], [b]) => compareText(a, b)),
    )
  }

  /** Configuration, texts and what refers to it; what cannot be had is a gap. */
  async readSmall(): Promise<void> {
    const config = await this.#readText('config', this.#artifact.config)
    if (config !== undefined) this.#config = asRecord(parseJsonOrNothing(config)) ?? {}
    for (const {role, name, descriptor} of this.#artifact.layers) {
      if (!textRoles.has(role)) continue
      const text = await this.#readText(name, descriptor)
      if (text !== undefined) this.#texts.set(role, text)
    }
    try {
      this.#referrers = await this.#client.referrers(this.#fetched.digest)
    } catch (error) {
      this.#trouble.listing(error)
    }
  }

  describe(): SourceDescription {
    const {host, repository} = this.#reference
    const [model] = this.#stated().assets
    const revision = formatOciDigest(this.#fetched.digest)
    return {
      ...{scheme: 'oci', name: `${host}/${repository}`, version: revision, revision},
      ...(model?.purl !== undefined && {purl: model.purl}),
      ...(model?.author !== undefined && {author: model.author}),
      ...(model?.released !== undefined && {released: model.released}),
    }
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    for (const path of this.#files.keys()) {
      signal.throwIfAborted()
      yield this.#toFile(path)
    }
  }

  async open(path: string): Promise<OpenFile> {
    const file = this.#toFile(path)
    const {digest} = this.#descriptor(path)
    return new HubFile(file, range => this.#client.blob(digest, range), this.#trouble)
  }

  publications(): readonly Publication[] {
    return [{kind: 'model', folder: '', stated: () => this.#stated()}]
  }

  gaps(): readonly Gap[] {
    return this.#trouble.gaps()
  }

  notEntered(): readonly string[] {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // requests end with the files that made them
  }

  #stated(): Extraction {
    const read = {
      place: this.#reference,
      artifact: this.#artifact,
      digest: this.#fetched.digest,
      config: this.#config,
      texts: this.#texts,
      folder: '',
      detector: 'registries/oci',
    }
    const stated = describeArtifact(read)
    const referrers = this.#referrers
      .map(({artifactType, mediaType, digest}) => `${artifactType ?? mediaType} ${formatOciDigest(digest)}`)
      .sort()
    const [model, ...others] = stated.assets
    if (model === undefined || referrers.length === 0) return stated
    return {
      ...stated,
      assets: [{...model, properties: {...model.properties, 'aibom:oci:referrer': referrers}}, ...others],
    }
  }

  async #readText(path: string, descriptor: OciDescriptor): Promise<string | undefined> {
    const bytes = new RemoteBytes({
      ...toEntry(path, descriptor),
      ask: range => this.#client.blob(descriptor.digest, range),
    })
    try {
      return Buffer.from(await bytes.whole(textLimitBytes)).toString('utf8')
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      this.#trouble.file(path, error)
      return undefined
    }
  }

  #descriptor(path: string): OciDescriptor {
    const descriptor = this.#files.get(path)
    if (descriptor === undefined) throw unreadable(path, 'the artifact has no such file')
    return descriptor
  }

  #toFile(path: string): FileEntry {
    return toEntry(path, this.#descriptor(path))
  }
}

function toEntry(path: string, {digest: {alg, hex}, size}: OciDescriptor): FileEntry {
  return {path, byteLength: BigInt(size), known: [{alg, hex, of: 'content', from: 'declared'}], remote: true}
}
