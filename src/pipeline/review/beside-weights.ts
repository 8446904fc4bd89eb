import {parseHubCard} from '../../formats/hub-card/hub-card.ts'
import {readOnnxMetadata} from '../../formats/onnx-metadata.ts'
import {type NamedShape, readSafetensorsHeader} from '../../formats/safetensors.ts'
import {licenceOfText} from '../../inventory/licence-text.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import type {FolderEntry} from '../../lib/fs/folder-list.ts'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {addTo} from '../../lib/group.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {asRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {baseName, folderOf} from '../../lib/path.ts'
import {decodeText} from '../../lib/text/text.ts'
import type {Artifact, BesideWeights, CardAtHand, SettingsAtHand} from '../../review/context.ts'
import {isDownloadRecord} from '../../review/facts/download-record.ts'
import {type LayerCounts, layerCounts} from '../../review/facts/layer-counts.ts'
import {LocalFile} from '../../sources/local-file.ts'
import type {ArtifactFolder} from '../verify/artifact-folder.ts'

/** Licenses and cards are some ten thousand characters, settings of large vocabularies a megabyte. */
const textLimitBytes = 1024 * 1024
/** Vocabularies of large models. */
const tokenizerLimitBytes = 64 * 1024 * 1024
const licenceNamePattern = /^LICEN[CS]E(?:\.(?:txt|md))?$/
const cardNamePattern = /^(?:README|MODEL[_-]?CARD)\.md$/i
const tokenizerNamePattern = /^tokenizer\.json$/
const settingsNamePattern =
  /^(?:config|adapter_config|preprocessor_config|generation_config|tokenizer_config|sentence_bert_config|quantize_config)\.json$/

/** Licenses, cards, settings and headers in the folders of the weights: elsewhere they may be those of the code. */
export function besideWeights({entries}: ArtifactFolder, {inventory}: Artifact): BesideWeights {
  const weights = new Set(
    inventory.assets.flatMap(({kind, name, evidence}) => (kind === 'weights' ? [evidence[0]?.path ?? name] : [])),
  )
  const folders = new Set([...weights].map(folderOf))
  const files = entries.filter(({kind, link}) => kind === 'file' && link === undefined)
  const near = files.filter(({path}) => isNear(path, folders))
  const named = (pattern: RegExp, limitBytes = textLimitBytes): FolderEntry[] =>
    near.filter(({path, byteLength}) => pattern.test(baseName(path)) && byteLength <= limitBytes)
  const commit = commitNoted(files)
  return {
    ...(commit !== undefined && {commit}),
    licenceTexts: named(licenceNamePattern).flatMap(licenceIn),
    licencesInside: near.filter(({path}) => weights.has(path) && path.endsWith('.onnx')).flatMap(licenceInside),
    cards: named(cardNamePattern).map(cardIn),
    settings: named(settingsNamePattern).flatMap(settingsIn),
    layers: countsIn(near.filter(({path}) => weights.has(path))),
    vocabularies: named(tokenizerNamePattern, tokenizerLimitBytes).flatMap(vocabularyIn),
  }
}

/** Longer values are texts of licenses, whose beginning names them. */
const licenceNameLength = 200

const recordLimitBytes = 4096

/**
 * The commit in the notes of the hub's client, where all files are of one.
 * @see huggingface_hub, `_local_folder.py`: commit, etag and time, a line each
 */
function commitNoted(files: readonly FolderEntry[]): string | undefined {
  const records = files.filter(
    ({path, byteLength}) => byteLength <= recordLimitBytes && path.endsWith('.metadata') && isDownloadRecord(path),
  )
  const commits = new Set(records.map(record => textOf(record, recordLimitBytes).split('\n', 1)[0]?.trim() ?? ''))
  const [only = '', ...others] = commits
  return others.length === 0 && isCommit(only) ? only : undefined
}

/** Beside the weights, or beside the folder that they are in: pooling layers and parts of pipelines have one each. */
function isNear(path: string, folders: ReadonlySet<string>): boolean {
  const folder = folderOf(path)
  return folders.has(folder) || (folder !== '' && folders.has(folderOf(folder)) && baseName(path) === 'config.json')
}

function textOf({absolutePath, path}: FolderEntry, limitBytes = textLimitBytes): string {
  return decodeText(readUserBytes(absolutePath, path, limitBytes, ''))
}

function licenceIn(entry: FolderEntry): BesideWeights['licenceTexts'][number][] {
  const family = licenceOfText(textOf(entry))
  return family === undefined ? [] : [{path: entry.path, family}]
}

function cardIn(entry: FolderEntry): CardAtHand {
  const text = textOf(entry)
  const {title, summary, gate, baseModels, proseBases} = parseHubCard(text, entry.path)
  return {
    path: entry.path,
    text,
    bases: [...new Set([...baseModels, ...proseBases].map(({name}) => name))],
    ...(title !== undefined && {title}),
    ...(summary !== undefined && {summary}),
    ...(gate !== undefined && {gate}),
  }
}

function settingsIn(entry: FolderEntry): SettingsAtHand[] {
  const values = asRecord(parseJsonOrNothing(textOf(entry)))
  return values === undefined ? [] : [{path: entry.path, values}]
}

/** Of each folder, over all of its files: weights may be split. */
function countsIn(entries: readonly FolderEntry[]): LayerCounts[] {
  const byFolder = new Map<string, NamedShape[]>()
  for (const entry of entries.filter(({path}) => path.endsWith('.safetensors')))
    for (const tensor of tensorsOf(entry)) addTo(byFolder, folderOf(entry.path), tensor)
  return [...byFolder].flatMap(([folder, tensors]) => layerCounts(folder, tensors) ?? [])
}

function tensorsOf(entry: FolderEntry): readonly NamedShape[] {
  return readHeader(entry, reader => readSafetensorsHeader(reader).tensors) ?? []
}

function licenceInside(entry: FolderEntry): BesideWeights['licencesInside'][number][] {
  const text = readHeader(entry, readOnnxMetadata)?.get('license')?.trim() ?? ''
  return text === '' ? [] : [{path: entry.path, text: text.slice(0, licenceNameLength)}]
}

/** Nothing of a file whose header is wrong, which is told of the file itself. */
function readHeader<T>({path, absolutePath}: FolderEntry, read: (reader: ByteReader) => T): T | undefined {
  const file = new LocalFile(path, absolutePath, new Set())
  try {
    return read(file.reader())
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  } finally {
    file.close()
  }
}

/** One more than the highest id in its vocabulary: ids may have gaps. */
function vocabularyIn(entry: FolderEntry): BesideWeights['vocabularies'][number][] {
  const tokenizer = asRecord(parseJsonOrNothing(textOf(entry, tokenizerLimitBytes)))
  const vocabulary = asRecord(asRecord(tokenizer?.['model'])?.['vocab'])
  if (vocabulary === undefined) return []
  let highest = -1
  for (const id of Object.values(vocabulary)) if (typeof id === 'number' && id > highest) highest = id
  return highest < 0 ? [] : [{path: entry.path, size: highest + 1}]
}
