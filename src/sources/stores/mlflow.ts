import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {isSafePath} from '../../lib/fs/safe-path.ts'
import {compareText} from '../../lib/sort.ts'
import {createMlflowClient, type MlflowClient} from '../../registries/mlflow/client.ts'
import {addressOf, describeMlflowModel} from '../../registries/mlflow/describe.ts'
import {formatMlflowReference, parseMlflowReference} from '../../registries/mlflow/reference.ts'
import type {MlflowEntry, MlflowModel} from '../../registries/mlflow/schema.ts'
import {readMlflowSettings} from '../../registries/mlflow/settings.ts'
import {HubFile} from '../hub/file.ts'
import {HubTrouble} from '../hub/trouble.ts'
import {unreadable} from '../local-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Publication, Source} from '../source.ts'

/** A model has tens of files, a Spark model some hundreds. */
const fileLimit = 5000
/** One request each. */
const folderLimit = 200

/**
 * `mlflow:name/version`, `mlflow:name@alias`, `mlflow:name`: at the server that the environment names.
 * @throws {AibomError} `AIBOM_SOURCE_INVALID`, and every name of the server's refusal
 */
export async function openMlflowModel(text: string, options: SourceOptions): Promise<MlflowSource> {
  const reference = parseMlflowReference(text)
  const settings = readMlflowSettings(options.env)
  if (settings === undefined) {
    throw new AibomError('AIBOM_SOURCE_INVALID', `${text} needs an MLflow server, and the environment names none`, {
      hint: 'Set MLFLOW_TRACKING_URI to its address: http or https',
    })
  }
  if (options.network === undefined) throw new Error('a model of MLflow was opened without a network')
  const client = createMlflowClient(settings, await options.network())
  return new MlflowSource(client, await client.find(reference), {
    endpoint: settings.registry.endpoint,
    revisions: [reference.revision],
  })
}

/** A model of an MLflow server: its files where the server hands them on itself, else what the registry says of it. */
export class MlflowSource implements Source {
  readonly #client: MlflowClient
  readonly #model: MlflowModel
  readonly #endpoint: string
  readonly #revisions: readonly (string | undefined)[]
  readonly #trouble = new HubTrouble(false)
  readonly #sizes = new Map<string, bigint>()
  #place: {readonly uri: string; readonly folder?: string} | undefined
  #isListed = false

  /** @param options.revisions as it was asked for: all the ways that led to this one */
  constructor(
    client: MlflowClient,
    model: MlflowModel,
    options: {readonly endpoint: string; readonly revisions: readonly (string | undefined)[]},
  ) {
    this.#client = client
    this.#model = model
    this.#endpoint = options.endpoint
    this.#revisions = options.revisions
  }

  describe(): SourceDescription {
    const {name, version, purl} = this.#described(undefined)
    return {
      scheme: 'mlflow',
      name,
      ...(version !== undefined && {version}),
      ...(purl !== undefined && {purl}),
    }
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    try {
      this.#place = await this.#client.place(this.#model)
      if (this.#place.folder !== undefined) await this.#list(this.#place.folder, signal)
    } catch (error) {
      this.#trouble.listing(error)
    }
    for (const path of [...this.#sizes.keys()].sort(compareText)) yield this.#toFile(path)
  }

  async open(path: string): Promise<OpenFile> {
    const folder = this.#place?.folder ?? ''
    return new HubFile(
      this.#toFile(path),
      range => this.#client.content(folder === '' ? path : `${folder}/${path}`, range),
      this.#trouble,
    )
  }

  publications(): readonly Publication[] {
    return [
      {kind: 'model', folder: '', stated: () => ({assets: this.#revisions.map(revision => this.#described(revision))})},
    ]
  }

  gaps(): readonly Gap[] {
    return [...this.#trouble.gaps(), ...this.#elsewhere()]
  }

  notEntered(): readonly string[] {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // requests end with the files that made them
  }

  /** In breadth: the server lists one folder at a time. */
  async #list(root: string, signal: AbortSignal): Promise<void> {
    const folders = ['']
    for (const [index, folder] of folders.entries()) {
      signal.throwIfAborted()
      if (index >= folderLimit) throw tooMany(this.#model)
      const entries = await this.#client.list([root, folder].filter(part => part !== '').join('/'))
      for (const entry of entries) folders.push(...this.#add(folder, entry))
    }
    this.#isListed = true
  }

  /** @returns the folder that is to be listed too */
  #add(folder: string, {name, byteLength}: MlflowEntry): string[] {
    const path = folder === '' ? name : `${folder}/${name}`
    if (!isSafePath(path)) this.#trouble.unsafe(path)
    else if (byteLength === undefined) return [path]
    else if (this.#sizes.size >= fileLimit) throw tooMany(this.#model)
    else this.#sizes.set(path, byteLength)
    return []
  }

  #elsewhere(): Gap[] {
    if (this.#place === undefined || this.#place.folder !== undefined) return []
    const message = `its files lie at ${addressOf(this.#place.uri)}, which the server does not hand on itself; they were not asked for`
    return [{path: '', stage: 'resolve', code: 'mlflow-elsewhere', message}]
  }

  #described(revision: string | undefined): ReturnType<typeof describeMlflowModel> {
    const files = [...this.#sizes]
      .map(([path, byteLength]) => ({path, byteLength}))
      .sort((a, b) => compareText(a.path, b.path))
    return describeMlflowModel({
      model: this.#model,
      revision,
      endpoint: this.#endpoint,
      place: this.#place?.uri,
      files,
      isListed: this.#isListed,
    })
  }

  #toFile(path: string): FileEntry {
    const byteLength = this.#sizes.get(path)
    if (byteLength === undefined) throw unreadable(path, 'the model has no such file')
    return {path, byteLength, known: [], remote: true}
  }
}

function tooMany({name, version}: MlflowModel): AibomError {
  const what = formatMlflowReference({name, ...(version !== undefined && {revision: version})})
  return new AibomError(
    'AIBOM_MLFLOW_TOO_MANY_FILES',
    `${what} has more than ${fileLimit} files or ${folderLimit} folders`,
    {exit: 3},
  )
}
