import {resolve} from 'node:path'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../../inventory/source.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {isSafePath} from '../../lib/fs/safe-path.ts'
import type {ByteRange} from '../../lib/http/range.ts'
import type {HttpStream} from '../../lib/http/types.ts'
import {huggingfacePurl} from '../../lib/names/purl.ts'
import {compareText} from '../../lib/sort.ts'
import {createHubClient, type HubClient} from '../../registries/huggingface/client.ts'
import {describeRepository, digestsOf, releasedAt} from '../../registries/huggingface/describe.ts'
import {type HubReference, type HubRepository, parseHubReference} from '../../registries/huggingface/reference.ts'
import type {HubEntry, HubHistory, HubInfo} from '../../registries/huggingface/schema.ts'
import {readHubSettings} from '../../registries/huggingface/settings.ts'
import {unreadable} from '../local-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Publication, Source} from '../source.ts'
import {HubFile} from './file.ts'
import {HubTrouble} from './trouble.ts'

/**
 * `statement`: what one request tells, with the card's metadata · `files`: the list of files and their content too ·
 * `reference`: and the
 * commit itself · `subject`: and the commits before it
 */
export type HubExtent = 'statement' | 'files' | 'reference' | 'subject'

/** As many commits as the hub's own client asks for in one page. */
const commitsRead: Readonly<Record<HubExtent, number>> = {statement: 0, files: 0, reference: 1, subject: 100}

/** Stands for the card where its text is not read. */
const statedCard = 'cardData.md'
/** Files kept open for those who ask again. */
const keptFiles = 64

/**
 * A repository of the hub: from the user's cache where HF_HUB_OFFLINE is set, as the official clients do, else from the
 * hub itself.
 * @throws {AibomError} as {@link openHubRepository}
 */
export async function openHub(text: string, options: SourceOptions, extent: HubExtent = 'subject'): Promise<Source> {
  const {offline, cacheFolder} = readHubSettings(options.env)
  if (!offline) return openHubRepository(text, options, extent)
  const {openCachedRepository} = await import('./hf-cache.ts')
  return openCachedRepository(
    parseHubReference(text),
    resolve(options.cwd, cacheFolder),
    extent === 'statement' ? 'README.md' : undefined,
  )
}

/**
 * `hf:org/model[@revision]` and `hf-dataset:org/name[@revision]`: resolved to a commit first, everything else is read
 * at that commit.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID`, `AIBOM_OFFLINE`, and every name of a hub's refusal
 */
export async function openHubRepository(
  text: string,
  options: SourceOptions,
  extent: HubExtent = 'files',
): Promise<HubSource> {
  const reference = parseHubReference(text)
  const settings = readHubSettings(options.env)
  if (settings.offline) {
    throw new AibomError('AIBOM_OFFLINE', `${text} needs the network, and HF_HUB_OFFLINE forbids it`, {
      hint: `Read what is cached: aibom generate ${settings.cacheFolder}`,
    })
  }
  if (options.network === undefined) throw new Error('a hub repository was opened without a network')
  const client = createHubClient(settings, await options.network())
  return new HubSource(client, reference, await client.info(reference), {
    endpoint: settings.endpoint,
    extent,
    isDated: options.timestamp === true,
  })
}

interface HubView {
  readonly endpoint: string
  readonly extent: HubExtent
  /** tells when the hub gave its opinion */
  readonly isDated: boolean
}

/** A repository of the hub at one commit. */
export class HubSource implements Source {
  readonly #client: HubClient
  readonly #extent: HubExtent
  readonly #isDated: boolean
  readonly #requested: HubReference
  readonly #info: HubInfo
  readonly #repository: HubRepository
  readonly #url: string
  readonly #trouble: HubTrouble
  #isListed = false
  #history: HubHistory = {commits: []}
  readonly #entries = new Map<string, HubEntry>()
  readonly #open = new Map<string, HubFile>()

  constructor(client: HubClient, requested: HubReference, info: HubInfo, options: HubView) {
    this.#extent = options.extent
    this.#isDated = options.isDated
    this.#client = client
    this.#requested = requested
    this.#info = info
    this.#repository = {kind: requested.kind, id: info.id}
    this.#url = `${options.endpoint}/${requested.kind === 'dataset' ? 'datasets/' : ''}${info.id}`
    this.#trouble = new HubTrouble(info.gated !== 'no')
  }

  describe(): SourceDescription {
    const {id, commit, author} = this.#info
    const {kind} = this.#requested
    const purl = kind === 'model' ? huggingfacePurl(id, commit) : undefined
    const scheme = kind === 'model' ? 'hf' : 'hf-dataset'
    const released = releasedAt({requested: this.#requested, info: this.#info, history: this.#history})
    return {
      scheme,
      name: id,
      version: commit,
      revision: commit,
      url: this.#url,
      ...(purl !== undefined && {purl}),
      ...(author !== undefined && {author}),
      ...(released !== undefined && {released}),
    }
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    if (this.#extent === 'statement' || this.#info.gated !== 'no') yield this.#statedCard()
    await this.#readHistory(commitsRead[this.#extent])
    if (this.#extent !== 'statement') yield* this.#walkFiles(signal)
  }

  async #readHistory(count: number): Promise<void> {
    if (count === 0) return
    try {
      this.#history = await this.#client.history(this.#repository, this.#info.commit, count)
    } catch (error) {
      this.#trouble.history(error)
    }
  }

  async *#walkFiles(signal: AbortSignal): AsyncIterable<FileEntry> {
    try {
      for await (const entry of this.#client.files(this.#repository, this.#info.commit)) {
        signal.throwIfAborted()
        if (this.#entries.has(entry.path)) throw twice(entry.path)
        if (isSafePath(entry.path)) this.#entries.set(entry.path, entry)
        else this.#trouble.unsafe(entry.path)
      }
      this.#isListed = true
    } catch (error) {
      this.#trouble.listing(error)
    }
    for (const path of [...this.#entries.keys()].sort(compareText)) yield this.#toFile(path)
  }

  async open(path: string): Promise<OpenFile> {
    const open = this.#open.get(path)
    if (open !== undefined) return open
    if (path === statedCard) return this.#statedCard()
    const file = new HubFile(this.#toFile(path), range => this.ask(path, range), this.#trouble)
    this.#open.set(path, file)
    const [oldest] = this.#open.keys()
    if (this.#open.size > keptFiles && oldest !== undefined) this.#open.delete(oldest)
    return file
  }

  /** Content as it comes, unchecked. */
  ask(path: string, range: ByteRange): Promise<HttpStream> {
    return this.#client.content(this.#repository, this.#info.commit, path, range)
  }

  publications(): readonly Publication[] {
    return [{kind: this.#requested.kind, folder: '', stated: () => this.#stated()}]
  }

  #stated(): Extraction {
    const entries = [...this.#entries.values()].sort((a, b) => compareText(a.path, b.path))
    const read = {info: this.#info, history: this.#history, entries, isListed: this.#isListed, isDated: this.#isDated}
    return describeRepository({requested: this.#requested, url: this.#url, ...read})
  }

  gaps(): readonly Gap[] {
    return this.#trouble.gaps()
  }

  notEntered(): readonly string[] {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.values()].map(file => file.end()))
  }

  /**
   * The card's metadata as the API gives it: in JSON, which is YAML. No request, and no access to the files is needed.
   */
  #statedCard(): OpenFile {
    const content = Buffer.from(`---\n${JSON.stringify(this.#info.card ?? {}, null, 2)}\n---\n`)
    return {
      path: statedCard,
      byteLength: BigInt(content.byteLength),
      known: [],
      text: async () => content.toString(),
      bytes: async () => memoryReader(content),
    }
  }

  #toFile(path: string): FileEntry {
    const entry = this.#entries.get(path)
    if (entry === undefined) throw unreadable(path, 'the repository has no such file at this commit')
    return {path, byteLength: entry.byteLength, known: digestsOf(entry), remote: true}
  }
}

/** Which of the two holds, nobody can say. */
function twice(path: string): AibomError {
  return new AibomError('AIBOM_HUB_ANSWER', `the hub lists ${JSON.stringify(path)} twice`, {
    hint: 'Check HF_ENDPOINT',
    exit: 3,
  })
}
